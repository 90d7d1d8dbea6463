import { describe, expect, it } from 'vitest'
import { disparities } from '../../../src/core/concepts/disparity.ts'
import type { Hypothesis } from '../../../src/core/hypothesis.ts'
import { overallHypotheses } from '../../../src/core/hypotheses/overall.ts'
import { effectLowerBound } from '../../../src/core/hypotheses/rank.ts'
import { MINIMUM_DISCORDANT } from '../../../src/core/hypotheses/limits.ts'
import { type PairTable, pairTable } from '../../../src/core/pairs.ts'
import { permutation, random } from '../../../src/core/random.ts'
import { wordCount } from '../../../src/core/stats/length.ts'
import { columnsOf, concept, type Synthetic, synthetic } from '../stats/synthetic.ts'

const planted = synthetic({ n: 600, features: 40, seed: 11, planted: 0.3, perPrompt: 2 })
const byConcept = (hypotheses: readonly Hypothesis[]) => new Map(hypotheses.map((h) => [h.concept, h]))

/** The same data with pair `order[i]` in row i, and sides swapped where `swap` says so. */
function rearranged(
  data: Synthetic,
  order: ArrayLike<number>,
  swap: (pair: number) => boolean = () => false,
): Synthetic {
  const at = Array.from(order)
  const { pairs, columns, concepts } = data
  const place = new Map(at.map((pair, i) => [pair, i]))
  const present = concepts.map((_, f) =>
    [...columns.span.subarray(columns.indptr[f], columns.indptr[f + 1])]
      .map((span) => 2 * place.get(span >> 1)! + ((span & 1) ^ (swap(span >> 1) ? 1 : 0)))
      .sort((a, b) => a - b),
  )
  const side = (i: number, chosen: boolean) => (chosen !== swap(i) ? pairs.chosen[i]! : pairs.rejected[i]!)
  const table: PairTable = pairTable(
    at.map((i) => ({
      prompt: pairs.prompt[i]!,
      chosen: side(i, true),
      rejected: side(i, false),
      row: pairs.row[i]!,
    })),
  )
  return { pairs: table, columns: columnsOf(2 * at.length, present), concepts }
}

describe('overall hypotheses', () => {
  const { hypotheses, summary } = overallHypotheses({ ...planted, seed: 1 })

  it('find a planted habit, confirm it and put it first', () => {
    const [first] = hypotheses
    expect(first).toMatchObject({
      concept: 'c:0',
      confirmed: true,
      discovered: true,
      pPermutation: 1 / 1024,
    })
    expect(first!.ciLow).toBeGreaterThan(0.1)
    expect(hypotheses.filter(({ confirmed }) => confirmed)).toHaveLength(1)
    expect(summary).toEqual({ discoveryPairs: 300, confirmationPairs: 300, seed: 1, permutations: 1023 })
  })

  it('count what they say they count', () => {
    const u = disparities(planted.columns, planted.concepts)
    for (const h of hypotheses) {
      const m = Number(h.concept.slice(2))
      const values = u.u.subarray(u.indptr[m], u.indptr[m + 1])
      expect(h.n).toBe(600)
      expect(h.discordant).toBe(values.length)
      expect(h.winRate).toBe(values.filter((x) => x > 0).length / values.length)
      expect(h.prevalenceChosen).toBe(u.inChosen[m]! / 600)
    }
  })

  it('are in order of the end of the interval nearer to zero', () => {
    const strengths = hypotheses.map(effectLowerBound)
    expect(strengths).toEqual(strengths.toSorted((a, b) => b - a))
    expect(effectLowerBound({ ciLow: -0.3, ciHigh: -0.1 })).toBe(0.1)
    expect(effectLowerBound({ ciLow: -0.01, ciHigh: 0.5 })).toBe(-0.01)
  })

  it('turn their sign, and nothing else, when chosen and rejected are swapped everywhere', () => {
    const swapped = overallHypotheses({
      ...rearranged(
        planted,
        Array.from({ length: 600 }, (_, i) => i),
        () => true,
      ),
      seed: 1,
    })
    const there = byConcept(hypotheses)
    for (const back of swapped.hypotheses) {
      const h = there.get(back.concept)!
      expect(back.deltaWin).toBeCloseTo(-h.deltaWin, 10)
      expect(back.beta).toBeCloseTo(-h.beta, 10)
      expect(back.ciLow).toBeCloseTo(-h.ciHigh, 10)
      expect(back.p).toBeCloseTo(h.p, 10)
      expect(back.pSign).toBeCloseTo(h.pSign, 12)
      expect(back.confirmed).toBe(h.confirmed)
      expect(back.pPermutation).toBe(h.pPermutation)
      expect(back.joint ?? 0).toBeCloseTo(-(h.joint ?? 0), 6)
    }
  })

  it('do not depend on the order of the rows', () => {
    const shuffled = overallHypotheses({ ...rearranged(planted, permutation(600, random(5))), seed: 1 })
    const there = byConcept(hypotheses)
    expect(shuffled.summary).toEqual(summary)
    for (const back of shuffled.hypotheses) {
      const h = there.get(back.concept)!
      expect(back.deltaWin).toBeCloseTo(h.deltaWin, 10)
      expect(back.q).toBeCloseTo(h.q, 10)
      expect(back.confirmed).toBe(h.confirmed)
      expect(back.pPermutation).toBe(h.pPermutation)
    }
  })

  it('leave out concepts with too few discordant pairs', () => {
    const pairs = synthetic({ n: 100, features: 1, seed: 1 }).pairs
    const spans = (count: number) => Array.from({ length: count }, (_, i) => 2 * i)
    const columns = columnsOf(200, [spans(MINIMUM_DISCORDANT), spans(MINIMUM_DISCORDANT - 1)])
    const concepts = [concept('enough', [0]), concept('few', [1])]
    const rows = overallHypotheses({ pairs, columns, concepts, seed: 1 }).hypotheses
    expect(rows.map((h) => h.concept)).toEqual(['enough'])
    expect(rows[0]).toMatchObject({ model: 'log-F', winRate: 1, pSign: 2 / 1024 })
    expect(Number.isFinite(rows[0]!.se)).toBe(true)
  })

  it('leave out a concept that only one prompt shows', () => {
    const pairs = synthetic({ n: 120, features: 1, seed: 1, perPrompt: 4 }).pairs
    const rows = overallHypotheses({
      pairs: pairTable(
        Array.from({ length: 120 }, (_, i) => ({
          prompt: i < 40 ? 'one and the same' : `p${i}`,
          chosen: pairs.chosen[i]!,
          rejected: pairs.rejected[i]!,
          row: i + 1,
        })),
      ),
      columns: columnsOf(240, [Array.from({ length: 40 }, (_, i) => 2 * i + (i % 3 ? 0 : 1))]),
      concepts: [concept('c:0', [0])],
      seed: 1,
    }).hypotheses
    expect(rows).toEqual([])
  })

  it('fold a copy under the stronger and leave it out of the joint model', () => {
    const { columns, pairs } = planted
    const spans = [...columns.span.subarray(0, columns.indptr[1])]
    const noise = [...columns.span.subarray(columns.indptr[5], columns.indptr[6])]
    const rows = overallHypotheses({
      pairs,
      columns: columnsOf(1200, [spans.filter((_, k) => k % 10 !== 0), spans, noise]),
      concepts: ['copy', 'habit', 'noise'].map((id, f) => concept(id, [f])),
      seed: 1,
    }).hypotheses
    const habit = rows.find((h) => h.concept === 'habit')!
    const copy = rows.find((h) => h.concept === 'copy')!
    const [strong, weak] = habit.foldedUnder === null ? [habit, copy] : [copy, habit]
    expect(strong.similar).toEqual([weak.concept])
    expect(weak.foldedUnder).toBe(strong.concept)
    expect(weak.joint).toBeNull()
    expect(strong.joint).toBeGreaterThan(0)
  })

  it('test length itself without adjusting for length', () => {
    const { pairs } = planted
    const spans = Array.from({ length: 1200 }, (_, span) => span)
    const words = Float32Array.from(spans, (span) =>
      wordCount((span % 2 ? pairs.rejected : pairs.chosen)[span >> 1]!),
    )
    const columns = { ...columnsOf(1200, [spans]), max: words }
    const [row] = overallHypotheses({
      pairs,
      columns,
      concepts: [concept('s:length', [0], true)],
      seed: 1,
    }).hypotheses
    expect(row!.model).toBe('without-length')
    expect(row!.beta).toBeCloseTo(Math.log(row!.winRate / (1 - row!.winRate)), 8)
  })

  it('say how far they are', () => {
    const calls: number[] = []
    overallHypotheses({ ...planted, seed: 1 }, (done, total) => calls.push(done / total))
    expect(calls.at(-1)).toBe(1)
    expect(calls).toEqual(calls.toSorted((a, b) => a - b))
  })

  it('have nothing to say of an empty dataset', () => {
    const empty = { pairs: pairTable([]), columns: columnsOf(0, [[]]), concepts: [concept('c:0', [0])] }
    expect(overallHypotheses({ ...empty, seed: 1 }).hypotheses).toEqual([])
  })
})
