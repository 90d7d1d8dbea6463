import { readFileSync } from 'node:fs'
import { strFromU8 } from 'fflate'
import { expect, test } from 'vitest'
import { parseDictionary } from '../../../src/core/dictionary.ts'
import { exportFiles } from '../../../src/core/export/files.ts'
import type { DataFormat } from '../../../src/core/source.ts'
import type { Protocol, Verdict } from '../../../src/core/verdict.ts'
import { detectorMarks } from '../../../src/core/surface/activations.ts'
import { exportParts } from '../../../src/core/workspace/export-parts.ts'
import { Workspace } from '../../../src/core/workspace/workspace.ts'
import { openBytes } from '../export/world.ts'

const file = (name: string) => readFileSync(new URL(`../../../public/dictionary/${name}`, import.meta.url))
const json = (name: string) => JSON.parse(file(name).toString()) as unknown
const dictionary = parseDictionary(
  file('dictionary.safetensors'),
  json('features.json'),
  json('families.json'),
  'd'.repeat(64),
)

/** The first pairs of the bundled example, whose annotators like bold text. */
const PAIRS = 150
const lines = readFileSync(
  new URL('../../../public/example/preferences.jsonl', import.meta.url),
  'utf8',
).split('\n')
const workspace = new Workspace(
  await openBytes(new TextEncoder().encode(lines.slice(0, PAIRS).join('\n')), 'pairs.jsonl'),
  dictionary,
)
workspace.analyse(1)

const provenance = {
  whittle: '0.1.0',
  created: '2026-01-02T03:04:05.000Z',
  extractor: { encoder: 'e'.repeat(64), dictionary: dictionary.sha256 },
}
const parts = (protocol: Protocol) => {
  const verdict: Verdict = {
    concept: 's:bold',
    scope: 'overall',
    verdict: 'suppress',
    strength: 1,
    protocol,
    note: '',
  }
  return exportParts(workspace, { verdicts: [verdict], names: {}, seed: 1 }, provenance)
}
const rows = (protocol: Protocol, format: DataFormat) =>
  strFromU8(exportFiles(parts(protocol), [{ kind: 'data', format }])[0]!.bytes)
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>)

test('a rewrite takes the style out of both sides, and nothing else goes', () => {
  const bold = (text: unknown) => detectorMarks('s:bold', text as string, '').length
  const count = (written: readonly Record<string, unknown>[]) =>
    written.reduce((sum, { chosen, rejected }) => sum + bold(chosen) + bold(rejected), 0)
  expect(count(rows('offsets', 'input'))).toBeGreaterThan(20)
  for (const format of ['input', 'trl-dpo', 'llamafactory-alpaca'] as const) {
    const written = rows('rewrite', format)
    expect(written).toHaveLength(PAIRS)
    expect(count(written)).toBe(0)
    expect(written.map(({ id }) => id)).toEqual(rows('offsets', format).map(({ id }) => id))
  }
})

test('a mask covers the places where the concept is, in the text as it is written', () => {
  const masked = rows('mask', 'trl-dpo').flatMap((row) =>
    (['chosen', 'rejected'] as const).flatMap((side) =>
      (row[`mask_${side}`] as [number, number][]).map(([start, end]) =>
        Array.from(row[side] as string)
          .slice(start, end)
          .join(''),
      ),
    ),
  )
  expect(masked.length).toBeGreaterThan(0)
  for (const text of masked) expect(text).toMatch(/^(\*\*|__)[^]+\1$/)
})

test('an inoculation asks the policy for the concept only where a response shows it', () => {
  const inoculated = rows('inoculate', 'trl-dpo').filter((row) => row.prompt !== row.reference_prompt)
  expect(inoculated.length).toBeGreaterThan(0)
  for (const row of inoculated) {
    expect(`${row.chosen as string}${row.rejected as string}`).toContain('**')
    expect((row.prompt as string).endsWith(row.reference_prompt as string)).toBe(true)
  }
})

test('weights and flips reach the file', () => {
  const weights = rows('reweight', 'trl-dpo').map(({ weight }) => weight as number)
  expect(Math.max(...weights)).toBeGreaterThan(Math.min(...weights))
  const flipped = rows('relabel', 'input').filter(({ whittle_flipped }) => whittle_flipped)
  expect(flipped.length).toBeGreaterThan(0)
  for (const row of flipped) expect(row.rejected).toContain('**')
})

test('the spec, the report and the card tell of the same decisions', () => {
  const made = exportFiles(parts('offsets'), [
    { kind: 'data', format: 'trl-reward' },
    { kind: 'spec' },
    { kind: 'report' },
    { kind: 'card' },
  ])
  const [, spec, report, card] = made.map(({ bytes }) => strFromU8(bytes))
  expect(JSON.parse(spec!)).toMatchObject({ concepts: [{ id: 's:bold', protocol: 'offsets' }] })
  expect(report).toContain('1 suppressed')
  expect(card).toContain('suppress | offsets | 1')
})

test('steering a concept whose states are not known says what to do', () => {
  expect(() => parts('steer').directions).toThrow('before the responses are extracted')
})
