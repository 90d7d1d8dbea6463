import { describe, expect, it } from 'vitest'
import type { FeatureColumns } from '../../../src/core/activations.ts'
import type { Concept } from '../../../src/core/concepts/concept.ts'
import { conceptDesign } from '../../../src/core/hypotheses/concept-design.ts'
import { explainedSignal } from '../../../src/core/hypotheses/explained-signal.ts'
import { overallHypotheses } from '../../../src/core/hypotheses/overall.ts'
import { pairTable } from '../../../src/core/pairs.ts'
import { random } from '../../../src/core/random.ts'
import { columnsOf, concept } from '../stats/synthetic.ts'

const PAIRS = 200
const text = (words: number) => 'word '.repeat(words)
const pairs = pairTable(
  Array.from({ length: PAIRS }, (_, i) => ({
    prompt: `prompt ${i}`,
    chosen: text(5 + ((i * 7) % 20)),
    rejected: text(5 + ((i * 11) % 20)),
    row: i + 1,
  })),
)
/** Spans of the pairs in which a feature is on the chosen side, and on the rejected side. */
const spans = (chosen: (i: number) => boolean, rejected: (i: number) => boolean) =>
  Array.from({ length: 2 * PAIRS }, (_, span) => span).filter((span) =>
    (span & 1 ? rejected : chosen)(span >> 1),
  )

/** Wins 40 of 50; the same on both sides of 100 pairs more; wins 25 of 50. */
const liked = spans(
  (i) => i < 40,
  (i) => i >= 40 && i < 50,
)
const likedAndCommon = spans(
  (i) => i < 40 || i >= 100,
  (i) => (i >= 40 && i < 50) || i >= 100,
)
const even = spans(
  (i) => i >= 50 && i < 100 && i % 2 === 0,
  (i) => i >= 50 && i < 100 && i % 2 === 1,
)
const table = (present: readonly (readonly number[])[], concepts: readonly Concept[]) =>
  overallHypotheses({ pairs, columns: columnsOf(2 * PAIRS, present), concepts, seed: 1 }).hypotheses

describe('a table of pairs', () => {
  it('counts discordant pairs, wins, and the responses that have the concept', () => {
    const [first, second] = table([even, liked], [concept('even', [0]), concept('liked', [1])])
    expect(first).toMatchObject({
      ...{ concept: 'liked', n: 200, discordant: 50, winRate: 0.8, discovered: true },
      ...{ prevalenceChosen: 0.2, prevalenceRejected: 0.05, foldedUnder: null, similar: [] },
    })
    expect(first).not.toHaveProperty('winRateWithout')
    expect(first!.joint).toBeGreaterThan(0)
    expect(second).toMatchObject({
      ...{ concept: 'even', n: 200, discordant: 50, winRate: 0.5, discovered: false, confirmed: false },
      ...{ prevalenceChosen: 0.125, prevalenceRejected: 0.125, joint: null },
    })
  })

  it('puts, of equals, the concept first that fewer responses have', () => {
    const names = [concept('common', [0]), concept('rare', [1])]
    const [first, second] = table([likedAndCommon, liked], names)
    expect(first).toMatchObject({ concept: 'rare', similar: ['common'] })
    expect(second).toMatchObject({ concept: 'common', foldedUnder: 'rare', joint: null })
  })

  it('keeps the order of concepts where nothing else tells them apart', () => {
    const names = [concept('one', [0]), concept('two', [1])]
    expect(table([liked, liked], names).map((row) => row.concept)).toEqual(['one', 'two'])
  })

  it('puts a latent without a measured label last, however strong', () => {
    const unknown = { ...concept('unknown', [0]), measured: 'none' } as Concept
    const [first, second] = table([liked, even], [unknown, concept('even', [1])])
    expect([first!.concept, second!.concept]).toEqual(['even', 'unknown'])
  })
})

describe('the design of concepts', () => {
  it('has the rejected side negated, and nothing where both sides are alike', () => {
    const columns: FeatureColumns = {
      ...columnsOf(8, [
        [1, 2, 3, 4],
        [0, 3],
      ]),
      max: Float32Array.of(4, 9, 9, 16, 25, 36),
    }
    const place = Int32Array.of(0, 1, 2, 3)
    const { design } = conceptDesign(columns, [], place, Float64Array.of(0, 0, 0, 1))
    const row = (i: number) => {
      const out = new Float64Array(3)
      design.add(i, 1, out)
      return [...out]
    }
    // Feature 0: rejected of pair 0 by 4, both of pair 1 by 9, chosen of pair 2 by 16. Feature 1: 25 and −36.
    expect([0, 1, 2, 3].map(row)).toEqual([
      [-2, 5, 0],
      [0, -6, 0],
      [4, 0, 0],
      [0, 0, 1],
    ])
  })
})

describe('what the states know', () => {
  const DIM = 2
  /** The first number is large and the same on both sides but for a little that the chosen one has more. */
  const rng = random(8)
  const state = new Float32Array(2 * PAIRS * DIM)
  for (let i = 0; i < PAIRS; i++) {
    const shared = 200 * (rng() - 0.5)
    state[2 * i * DIM] = shared + 1 + 0.2 * rng()
    state[(2 * i + 1) * DIM] = shared
    state[2 * i * DIM + 1] = rng()
    state[(2 * i + 1) * DIM + 1] = rng()
  }

  it('is in the difference of the two sides', () => {
    const columns = columnsOf(2 * PAIRS, [even])
    const given = { pairs, columns, concepts: [concept('even', [0])], seed: 1 }
    expect(explainedSignal({ ...given, state: { state, dim: DIM } }).hidden).toBeGreaterThan(0.9)
    expect(explainedSignal({ ...given, state: null }).concepts).toBeLessThan(0.65)
  })
})
