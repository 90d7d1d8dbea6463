import { execFileSync, spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeAll, expect, test } from 'vitest'
import { createScorer } from '../../../src/cli/scorer.ts'
import { scorerPackage } from '../../../src/cli/scorer-package.ts'
import { specText } from '../../../src/core/export/spec.ts'
import type { ScoredText } from '../../../src/core/scoring/score-texts.ts'
import type { Workspace } from '../../../src/core/workspace/workspace.ts'
import { analysedExample, decide, exampleSpec } from './example.ts'

/* The scorer that goes with an export, in a folder with nothing of Whittle near it. */

const VERDICTS = [decide('d:372', 'suppress'), decide('s:bold', 'suppress'), decide('p:perhaps', 'amplify')]

const folder = mkdtempSync(join(tmpdir(), 'whittle-scorer-'))
const script = join(folder, 'scorer/whittle-scorer.mjs')
let workspace: Workspace
beforeAll(async () => {
  workspace = await analysedExample()
  mkdirSync(join(folder, 'scorer'))
  for (const { name, bytes } of await scorerPackage()) writeFileSync(join(folder, 'scorer', name), bytes)
  writeFileSync(join(folder, 'reward-spec.json'), specText(exampleSpec(workspace, VERDICTS)))
})

const node = (args: readonly string[], input: string) =>
  execFileSync(process.execPath, [script, ...args], {
    input,
    cwd: tmpdir(),
    env: {},
    stdio: 'pipe',
  }).toString()

test('scores are the app’s to 1e-6', async () => {
  const fires = workspace.shape([VERDICTS[0]!]).offsets
  const pairs = [...workspace.pairs.row.keys()].filter((pair) => fires[pair] !== 0).slice(0, 6)
  const requests = pairs.flatMap((pair) =>
    (['chosen', 'rejected'] as const).map((side) => ({
      prompt: workspace.pairs.prompt[pair]!,
      completion: workspace.pairs[side][pair]!,
      reward: 0.5,
    })),
  )
  const stored = await createScorer(exampleSpec(workspace, VERDICTS), () =>
    Promise.resolve({
      extractor: {
        engine: 'stored',
        hashes: { encoder: '', engine: '', dictionary: '' },
        callsInFlight: 1,
        extract: () => Promise.resolve(workspace.extraction.responses(Uint32Array.from(pairs))),
        dispose: () => Promise.resolve(),
      },
      presence: workspace.dictionary.presence,
    }),
  )
  const wanted = await stored.score(requests)
  const output = node([], requests.map((request) => `${JSON.stringify(request)}\n`).join(''))
  const scored = output
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as ScoredText)
  expect(scored).toHaveLength(wanted.length)
  expect(new Set(scored.map(({ shaped }) => shaped.toFixed(3))).size).toBeGreaterThan(3)
  scored.forEach(({ shaped }, i) => expect(Math.abs(shaped - wanted[i]!.shaped)).toBeLessThan(1e-6))
})

test('a missing spec is one line', () => {
  const { status, stderr } = spawnSync(process.execPath, [script, 'nowhere.json'], { encoding: 'utf8' })
  expect(status).toBe(1)
  expect(stderr.trim().split('\n')).toEqual(['whittle-scorer: nowhere.json does not exist.'])
})
