import { expect, test } from 'vitest'
import { exportPairs } from '../../../src/core/export/pairs.ts'
import type { DataFormat, SourcePairs } from '../../../src/core/source.ts'
import { pairTable } from '../../../src/core/pairs.ts'
import { conceptScores, pairDifference } from '../../../src/core/shape/score.ts'
import { createShaper } from '../../../src/core/shape/shaper.ts'
import type { Protocol, VerdictKind } from '../../../src/core/verdict.ts'
import { decide } from '../shape/columns.ts'
import { trainReward, world } from '../shape/world.ts'

/*
 * One planted concept, followed from the verdict through the exported file into a model trained from that
 * file alone. Texts stand for their pair: "17+" is the chosen response of pair 17.
 */
const PAIRS = 1200
const data = world(PAIRS, 21)
const liked = pairDifference(conceptScores(data.columns, data.scored('liked')!).z)
const records = Array.from({ length: PAIRS }, (_, i) => ({
  id: i,
  question: `q${i}`,
  good: `${i}+`,
  bad: `${i}-`,
}))
const source: SourcePairs = {
  pairs: pairTable(
    records.map(({ id, question, good, bad }) => ({
      prompt: question,
      chosen: good,
      rejected: bad,
      row: id + 1,
    })),
  ),
  fileKind: 'jsonl',
  sides: ['good', 'bad'],
  swapped: () => false,
  record: (pair) => records[pair]!,
  conversation: (pair) => ({
    prompt: [{ role: 'user', content: `q${pair}` }],
    chosen: [{ role: 'assistant', content: `${pair}+` }],
    rejected: [{ role: 'assistant', content: `${pair}-` }],
  }),
}

/** Reliance on the concept of a reward model trained on the exported rows and their margins. */
function relianceAfter(verdict: VerdictKind, protocol: Protocol, format: DataFormat, strength = 1): number {
  const shaping = createShaper({ ...data, seed: 1 }).shape([decide('liked', verdict, protocol, strength)])
  const rows = new TextDecoder()
    .decode(exportPairs(source, shaping, format).bytes())
    .trimEnd()
    .split('\n')
    .map(
      (line) =>
        JSON.parse(line) as {
          label?: boolean
          margin?: number
          offset?: number
          whittle_margin?: number
          weight?: number
          whittle_weight?: number
        },
    )
    // Of a pair that is two rows, the one with the good label is the chosen one.
    .filter(({ label }) => label !== false)
  return trainReward(
    // The text that comes first is the chosen one; it says of which pair and which side it was.
    rows.map((row) => {
      const [, id, side] = /"(\d+)([+-])"/.exec(JSON.stringify(row))!
      return [liked[Number(id)]!, data.length[Number(id)]!].map((x) => (side === '-' ? -x : x))
    }),
    rows.map((row) => row.margin ?? row.whittle_margin ?? -(row.offset ?? 0)),
    rows.map((row) => row.weight ?? row.whittle_weight ?? 1),
  )[0]!
}

const before = relianceAfter('keep', 'offsets', 'trl-reward')
/** Those with a column for offsets and weights, and those that say all by their pairs. */
const formats = ['input', 'trl-dpo', 'trl-reward', 'openrlhf'] as const
const pairsAlone = ['kto', 'axolotl', 'llamafactory-alpaca', 'llamafactory-sharegpt', 'openai'] as const
const everyFormat = [...formats, ...pairsAlone]

test('the unshaped export teaches the concept', () => {
  expect(before).toBeGreaterThan(0.2)
})

test.each(formats)('suppressed by offsets, %s teaches none of it; amplified, twice as much', (format) => {
  expect(relianceAfter('suppress', 'offsets', format) / before).toBeCloseTo(0, 1)
  expect(relianceAfter('amplify', 'offsets', format) / before).toBeCloseTo(2, 1)
})

test.each(everyFormat)(
  'suppressed by dropping, %s teaches none of it; amplified, half as much again',
  (format) => {
    expect(relianceAfter('suppress', 'drop', format) / before).toBeCloseTo(0, 1)
    expect(relianceAfter('amplify', 'drop', format, 0.5) / before).toBeCloseTo(1.5, 1)
  },
)

test.each(formats)(
  'suppressed by weights, %s teaches none of it; amplified, half as much again',
  (format) => {
    expect(relianceAfter('suppress', 'reweight', format) / before).toBeCloseTo(0, 1)
    expect(relianceAfter('amplify', 'reweight', format, 0.5) / before).toBeCloseTo(1.5, 1)
  },
)

test.each(everyFormat)(
  'suppressed by flipping, %s teaches none of it; amplified, half as much again',
  (format) => {
    expect(relianceAfter('suppress', 'relabel', format) / before).toBeCloseTo(0, 1)
    expect(relianceAfter('amplify', 'relabel', format, 0.5) / before).toBeCloseTo(1.5, 1)
  },
)
