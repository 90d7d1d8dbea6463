import { expect, test } from 'vitest'
import type { Dictionary } from '../../../src/core/dictionary.ts'
import type { DataFormat } from '../../../src/core/source.ts'
import { readSpec, specText } from '../../../src/core/export/spec.ts'
import { random } from '../../../src/core/random.ts'
import type { Protocol, Verdict, VerdictKind } from '../../../src/core/verdict.ts'
import { curated, specOf } from '../../../src/core/workspace/exports.ts'
import { dataFile } from './data-file.ts'
import { appliedValues } from '../../../src/core/workspace/export-values.ts'
import { Workspace } from '../../../src/core/workspace/workspace.ts'
import { open } from '../export/world.ts'
import { trainReward } from '../shape/world.ts'

/*
 * One planted taste, bold text, followed from the verdict through the whole workspace into an exported file,
 * and from what that file says, texts included, into a model. Nothing of the core reads the file back.
 */
const dictionary: Dictionary = {
  ...{ sha256: 'd'.repeat(64), latents: 0, dim: 1, features: [], families: [], near: [] },
  ...{ encoder: new Float32Array(0), encoderBias: new Float32Array(0), decoder: new Float32Array(0) },
  ...{ decoderBias: new Float32Array(1), threshold: new Float32Array(0), presence: new Float32Array(0) },
}
const rng = random(9)
const nouns = ['river', 'engine', 'garden', 'letter', 'bridge', 'winter', 'market', 'window']
const pick = () => nouns[Math.floor(rng() * nouns.length)]!
const answer = () => {
  const noun = pick()
  const end = Array.from({ length: Math.floor(5 * rng()) }, () => ` and the ${pick()}`).join('')
  return `The ${rng() < 0.35 ? `**${noun}**` : noun} is near the ${pick()}${end}.`
}
const isBold = (text: string) => (text.includes('**') ? 1 : 0)
const words = (text: string) => Math.log(text.split(' ').length)
const likes = (text: string) => 1.4 * isBold(text)

const pairs = Array.from({ length: 700 }, (_, i) => {
  const [a, b] = [answer(), answer()]
  const aWins = rng() < 1 / (1 + Math.exp(likes(b) - likes(a)))
  return { prompt: `Question ${i}`, chosen: aWins ? a : b, rejected: aWins ? b : a }
}).filter(({ chosen, rejected }) => chosen !== rejected)
const workspace = new Workspace(await open(pairs), dictionary)
workspace.analyse(1)

const verdict = (kind: VerdictKind, protocol: Protocol, strength = 1): Verdict => ({
  ...{ concept: 's:bold', scope: 'overall', verdict: kind, strength, protocol, note: '' },
})
type Row = Readonly<Record<string, unknown>>
const rowsOf = (bytes: Uint8Array): Row[] =>
  new TextDecoder()
    .decode(bytes)
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Row)
const written = (format: DataFormat, ...verdicts: Verdict[]) =>
  rowsOf(dataFile(workspace, { verdicts }, format).bytes)

const difference = (chosen: string, rejected: string) => [
  isBold(chosen) - isBold(rejected),
  words(chosen) - words(rejected),
]
/** What a reward model trained on rows of the TRL reward export makes of bold. */
const relianceOf = (rows: readonly Row[]) =>
  trainReward(
    rows.map(({ chosen, rejected }) => difference(chosen as string, rejected as string)),
    rows.map(({ margin }) => margin as number),
    rows.map(({ weight }) => (weight as number | undefined) ?? 1),
  )[0]!
const before = relianceOf(written('trl-reward'))

test('as it came, the file teaches bold', () => {
  expect(before).toBeGreaterThan(0.9)
})

test.each(['offsets', 'reweight', 'drop', 'relabel'] as const)(
  'suppressed by %s, a model trained on the file alone no longer likes bold',
  (protocol) => {
    const after = relianceOf(written('trl-reward', verdict('suppress', protocol)))
    expect(Math.abs(after / before)).toBeLessThan(0.1)
  },
)

test.each(['offsets', 'reweight', 'drop', 'relabel'] as const)(
  'amplified by %s, it likes bold more',
  (protocol) => {
    const after = relianceOf(written('trl-reward', verdict('amplify', protocol, 0.5)))
    expect(after / before).toBeGreaterThan(1.25)
  },
)

test('rewritten, no text of the file is bold, and every other word stays', () => {
  const rows = written('trl-reward', verdict('suppress', 'rewrite'))
  expect(rows.length).toBeGreaterThan(600)
  const plain = new Set(
    pairs.map(({ chosen, rejected }) => JSON.stringify([chosen, rejected]).replaceAll('**', '')),
  )
  for (const { chosen, rejected } of rows) expect(plain).toContain(JSON.stringify([chosen, rejected]))
})

test('masked, what a trainer reads outside the ranges is not bold, on either side', () => {
  const seen = (row: Row, side: 'chosen' | 'rejected') => {
    const text = Array.from(row[side] as string)
    for (const [start, end] of row[`mask_${side}`] as [number, number][]) text.fill('', start, end)
    return text.join('')
  }
  const rows = written('trl-dpo', verdict('suppress', 'mask'))
  expect(rows.some((row) => isBold(row.chosen as string) === 1)).toBe(true)
  for (const row of rows) expect(isBold(seen(row, 'chosen')) + isBold(seen(row, 'rejected'))).toBe(0)
})

test('inoculated, the policy is asked for bold just where it learns a bold response, and the reference never', () => {
  const rows = written('trl-dpo', verdict('suppress', 'inoculate'))
  for (const { prompt, reference_prompt: plain, chosen } of rows) {
    expect(plain).toMatch(/^Question \d+$/)
    expect(prompt !== plain).toBe(isBold(chosen as string) === 1)
  }
})

test('a spec that was written tells another file the same: bold that is liked has a margin below 0', async () => {
  const verdicts = [verdict('suppress', 'offsets')]
  const provenance = {
    ...{ whittle: '0.1.0', created: '2026-01-02T03:04:05.000Z' },
    extractor: { encoder: 'e'.repeat(64), dictionary: dictionary.sha256 },
  }
  const spec = readSpec(specText(specOf(workspace, { verdicts, names: {}, seed: 1 }, provenance)))
  const other = new Workspace(
    await open([
      { prompt: 'a', chosen: 'It is **here**.', rejected: 'It is here.' },
      { prompt: 'b', chosen: 'It is there.', rejected: 'It is **there**.' },
    ]),
    dictionary,
  )
  const rows = rowsOf(curated(other.dataset, appliedValues(other, spec), 'trl-reward').bytes)
  expect(rows[0]!.margin).toBeLessThan(-0.5)
  expect(rows[1]!.margin).toBe(-(rows[0]!.margin as number))
})

test('single responses for KTO: with what the file adds to their reward, a model no longer likes bold', async () => {
  const judged = Array.from({ length: 900 }, (_, i) => {
    const completion = answer()
    return { prompt: `Q ${i}`, completion, label: rng() < 1 / (1 + Math.exp(0.7 - likes(completion))) }
  })
  const single = new Workspace(await open(judged), dictionary)
  single.analyse(1)
  const relies = (...verdicts: Verdict[]) => {
    const rows = rowsOf(dataFile(single, { verdicts }, 'kto').bytes)
    // P(good) = σ(reward − what the decisions add to it); a bad response is a good one with every sign
    // turned.
    const sign = rows.map(({ label }) => (label ? 1 : -1))
    return trainReward(
      rows.map(({ completion }, i) => [isBold(completion as string), 1].map((x) => sign[i]! * x)),
      rows.map(({ offset }, i) => sign[i]! * (offset as number)),
    )[0]!
  }
  const unshaped = relies()
  expect(unshaped).toBeGreaterThan(0.9)
  expect(Math.abs(relies(verdict('suppress', 'offsets')) / unshaped)).toBeLessThan(0.1)
  expect(relies(verdict('amplify', 'offsets')) / unshaped).toBeGreaterThan(1.8)
})
