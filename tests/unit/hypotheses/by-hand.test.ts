import { describe, expect, it, test } from 'vitest'
import type { Disparities } from '../../../src/core/concepts/disparity.ts'
import { replicate } from '../../../src/core/hypotheses/confirm.ts'
import { foldConcepts } from '../../../src/core/hypotheses/fold.ts'
import { effectLowerBound } from '../../../src/core/hypotheses/rank.ts'
import { jointCoefficients } from '../../../src/core/hypotheses/redundancy.ts'
import { exactTest } from '../../../src/core/hypotheses/statistics.ts'
import {
  discordantPairs,
  lengthItself,
  MINIMUM_DISCORDANT,
  testableConcepts,
  testConcepts,
} from '../../../src/core/hypotheses/test-concepts.ts'
import { lengthModel } from '../../../src/core/stats/length-model.ts'
import { twoSided } from '../../../src/core/stats/normal.ts'
import { assignFolds, type Labels, sample, type Sample } from '../../../src/core/stats/sample.ts'
import { concept } from '../stats/synthetic.ts'

const keys = (count: number) => Uint32Array.from({ length: count }, (_, g) => Math.imul(g + 1, 0x9e3779b1))

/** Pairs of these length differences, each in a cluster of its own unless `perCluster` share one. */
function pairsOf(length: readonly number[], perCluster = 1, labels: Labels | null = null): Sample {
  const cluster = Uint32Array.from(length, (_, i) => Math.floor(i / perCluster))
  return sample(Float64Array.from(length), cluster, keys(Math.ceil(length.length / perCluster)), labels)
}

/** Disparities from one row a concept, a number a pair. */
function disparitiesOf(rows: readonly (readonly number[])[]): Disparities {
  const entries = rows.map((row) => row.flatMap((u, pair) => (u === 0 ? [] : [{ u, pair }])))
  const indptr = new Uint32Array(rows.length + 1)
  entries.forEach((list, m) => (indptr[m + 1] = indptr[m]! + list.length))
  return {
    pairs: rows[0]!.length,
    concepts: rows.length,
    indptr,
    pair: Uint32Array.from(entries.flat(), ({ pair }) => pair),
    u: Float32Array.from(entries.flat(), ({ u }) => u),
    inChosen: new Uint32Array(rows.length),
    inRejected: new Uint32Array(rows.length),
  }
}

const row = (pairs: number, at: (pair: number) => number) => Array.from({ length: pairs }, (_, i) => at(i))
const labelled = (side: readonly number[]): Labels => ({ side: Int8Array.from(side), key: keys(side.length) })

test('the bound of an effect is the end of its interval that is nearer to 0, negative where 0 is inside', () => {
  expect(effectLowerBound({ ciLow: 0.1, ciHigh: 0.4 })).toBe(0.1)
  expect(effectLowerBound({ ciLow: -0.4, ciHigh: -0.1 })).toBe(0.1)
  expect(effectLowerBound({ ciLow: -0.2, ciHigh: 0.3 })).toBe(-0.2)
  expect(effectLowerBound({ ciLow: -0.3, ciHigh: 0.2 })).toBe(-0.2)
  expect(effectLowerBound({ ciLow: 0, ciHigh: 0.2 })).toBeCloseTo(0, 15)
  expect(effectLowerBound({ ciLow: -0.2, ciHigh: 0 })).toBeCloseTo(0, 15)
})

describe('what is tested', () => {
  const tested = (data: Sample, rows: readonly (readonly number[])[], measure = false) =>
    testableConcepts(
      data,
      disparitiesOf(rows),
      rows.map((_, m) => concept(`c:${m}`, [m], measure)),
    )

  it('is a concept with ten discordant pairs in ten clusters', () => {
    expect(MINIMUM_DISCORDANT).toBe(10)
    const zeros = row(40, () => 0)
    const some = (count: number) => row(40, (i) => (i < count ? 1 : 0))
    expect(tested(pairsOf(zeros), [some(9), some(10), some(40)]).map((t) => t.concept)).toEqual([1, 2])
    // Of clusters of two pairs, 19 pairs fill nine and a half.
    expect(tested(pairsOf(zeros, 2), [some(18), some(19), some(20)]).map((t) => t.concept)).toEqual([1, 2])
  })

  it('is, of single responses, one that ten clusters have and ten have responses without', () => {
    const side = row(40, (i) => (i % 2 ? -1 : 1))
    const data = pairsOf(side, 1, labelled(side))
    const present = (count: number) => row(40, (i) => (i < count ? side[i]! : 0))
    const rows = [9, 10, 30, 31].map(present)
    expect(tested(data, rows).map((t) => t.concept)).toEqual([1, 2])
    const grouped = pairsOf(side, 2, labelled(side))
    expect(tested(grouped, [18, 19, 20, 21, 22].map(present)).map((t) => t.concept)).toEqual([1, 2, 3])
  })

  it('is nothing where fewer than ten responses are good, or bad', () => {
    const counted = (goods: number) => {
      const side = row(40, (i) => (i < goods ? 1 : -1))
      return tested(pairsOf(side, 1, labelled(side)), [row(40, (i) => (i % 2 ? side[i]! : 0))]).length
    }
    expect([9, 10, 30, 31].map(counted)).toEqual([0, 1, 1, 0])
  })

  it('a measure whose sign agrees with length’s is length, and not adjusted for it', () => {
    // 100 pairs of which the first is longer; the measure disagrees in k of them: agreement (100 − 2k)/100.
    const longer = pairsOf(row(100, (i) => (i % 2 ? -1 : 1)))
    const but = (k: number) => row(100, (i) => (i % 2 ? -1 : 1) * (i < k ? -1 : 1))
    const without = (rows: readonly (readonly number[])[], measure: boolean) =>
      tested(longer, rows, measure).map((t) => t.withoutLength)
    expect(without([but(0), but(4), but(5), but(6), but(96)], true)).toEqual([true, true, false, false, true])
    expect(without([but(0)], false)).toEqual([false])
  })

  it('of single responses, to be length is to be longer than the median', () => {
    const side = row(100, (i) => (i % 2 ? -1 : 1))
    const words = row(100, (i) => side[i]! * (i + 1))
    const isLength = lengthItself(pairsOf(words, 1, labelled(side)))
    const above = (from: number) => {
      const pair = Uint32Array.from({ length: 100 - from }, (_, k) => from + k)
      return isLength(
        pair,
        Float32Array.from(pair, (i) => side[i]!),
      )
    }
    // Longer than the 51st: the last 49. With 55 instead, the correlation is √(49·45/(51·55)) = 0.887.
    expect([51, 48, 45, 20].map(above)).toEqual([true, true, false, false])
  })

  it('counts wins, and gives Wald’s p of β', () => {
    const rows = [row(40, (i) => (i < 30 ? (i % 3 ? 1 : -1) : 0)), row(40, (i) => (i < 20 ? 0.5 : 0))]
    const data = pairsOf(row(40, (i) => ((i * 7) % 11) - 5))
    const u = disparitiesOf(rows)
    const targets = [
      { concept: 1, withoutLength: true },
      { concept: 0, withoutLength: false },
    ]
    let calls = 0
    const [second, first] = testConcepts(data, u, targets, lengthModel(data), () => void calls++)
    expect(calls).toBe(2)
    expect(first).toMatchObject({ concept: 0, discordant: 30, wins: 20, withoutLength: false })
    expect(second).toMatchObject({ concept: 1, discordant: 20, wins: 20, withoutLength: true })
    expect(second!.effect.model).toBe('without-length')
    expect(second!.effect.gamma).toBe(0)
    expect(first!.effect.gamma).not.toBe(0)
    for (const { p, effect } of [first!, second!])
      expect(p).toBe(twoSided(effect.beta / Math.sqrt(effect.varBeta)))
  })

  it('finds a concept’s discordant pairs', () => {
    const { pair, u } = discordantPairs(disparitiesOf([row(4, () => 1), [0, -1, 0, 0.5]]), 1)
    expect([[...pair], [...u]]).toEqual([
      [1, 3],
      [-1, 0.5],
    ])
  })
})

test('the exact test of pairs is the sign test, that of single responses Fisher’s', () => {
  expect(exactTest(pairsOf(row(9, () => 0)), 9, 4, 5)).toBeCloseTo(12 / 32, 12)
  const side = row(6, (i) => (i < 3 ? 1 : -1))
  expect(exactTest(pairsOf(side, 1, labelled(side)), 3, 3, 3)).toBeCloseTo(2 / 20, 12)
})

describe('replication', () => {
  const zeros = row(120, () => 0)
  const data = pairsOf(zeros)
  const half = assignFolds(data, 2, 1)
  const run = (...rows: readonly (readonly number[])[]) => {
    const concepts = rows.map((_, m) => concept(`c:${m}`, [m]))
    const { found, replicated, ...split } = replicate(data, disparitiesOf(rows), concepts, 8, 1)
    return { found: [...found].sort(), replicated: [...replicated].sort(), ...split }
  }
  const won = row(120, () => 1)
  const wonInFirst = row(120, (i) => (half[i] === 0 ? 1 : i % 2 ? 1 : -1))
  const opposite = row(120, (i) => (half[i] === 0 ? 1 : -1))
  const even = row(120, (i) => (i % 4 < 2 ? 1 : -1))

  it('is of what both halves say, in one direction', () => {
    expect(run(won)).toMatchObject({ found: [0], replicated: [0] })
    expect(run(won.map((u) => -u))).toMatchObject({ found: [0], replicated: [0] })
    expect(run(opposite)).toMatchObject({ found: [0], replicated: [] })
  })

  it('finds what one half alone says, and does not replicate it', () => {
    expect(run(wonInFirst)).toMatchObject({ found: [0], replicated: [] })
    expect(run(even, won)).toMatchObject({ found: [1], replicated: [1] })
  })

  it('cuts the clusters in two', () => {
    expect(run(won)).toMatchObject({ discoveryPairs: 60, confirmationPairs: 60 })
  })
})

describe('folding', () => {
  const fold = (rows: readonly (readonly number[])[], ranked = rows.map((_, m) => m)) =>
    ranked.map((m) => foldConcepts(disparitiesOf(rows), ranked).get(m))
  const on = (...pairs: number[]) => row(20, (i) => (pairs.includes(i) ? 1 : 0))
  const range = (from: number, to: number) => Array.from({ length: to - from }, (_, k) => from + k)

  it('is under the first that is correlated above 0.7, in the order given', () => {
    const [a, b] = [on(...range(0, 10)), on(...range(0, 9))]
    expect(fold([a, b])).toEqual([null, 0])
    expect(fold([a, b], [1, 0])).toEqual([null, 1])
  })

  it('counts pairs late in the file as those early', () => {
    expect(fold([on(...range(10, 20)), on(...range(11, 20))])).toEqual([null, 0])
    expect(fold([on(...range(0, 4), ...range(16, 20)), on(...range(16, 20))])).toEqual([null, null])
    expect(fold([on(...range(4, 12)), on(...range(4, 12))])).toEqual([null, 0])
  })

  // Ten of twenty pairs and k of them: r = √(k/(20 − k)), above 0.7 from 7 on.
  it.each([
    [6, null],
    [7, 0],
  ])('a share of %i in ten', (count, under) => {
    expect(fold([on(...range(0, 10)), on(...range(0, count))])).toEqual([null, under])
    expect(fold([on(...range(10, 20)), on(...range(10, 10 + count))])).toEqual([null, under])
  })

  it('does not chain: what folds is no representative', () => {
    const rows = [on(...range(0, 10)), on(...range(0, 7)), on(...range(0, 5))]
    // The third follows the second (r = 0.79), not the first (0.58).
    expect(fold(rows)).toEqual([null, 0, null])
  })
})

describe('the joint model', () => {
  const PAIRS = 100
  /** 41 flips of which the first is what was observed; the 95% point of |T| = 1 … 40 is 39. */
  const nulls = Array.from({ length: 40 }, (_, f) => (f % 2 ? -1 : 1) * (40 - f))
  const flips = (scale: number, ...rows: readonly (readonly number[])[]) => ({
    targets: rows.length,
    flips: 41,
    statistic: Float32Array.from(rows.flatMap((values) => [1e6, ...values])),
    scale: new Float64Array(rows.length).fill(scale),
  })
  const target = (m: number) => ({ concept: m, withoutLength: false })
  const data = pairsOf(row(PAIRS, () => 0))

  // Where all pairs have u = 1 the slope at b is 100·(1 − σ(b)), and the penalty 39·scale.
  it('is penalised by the 95% point of the largest score under random labels', () => {
    const u = disparitiesOf([row(PAIRS, () => 1)])
    const [b] = jointCoefficients(data, u, [target(0)], flips(0.5, nulls))
    expect(b).toBeCloseTo(Math.log((1 - 0.195) / 0.195), 6)
    const [none] = jointCoefficients(data, u, [target(0)], flips(1.3, nulls))
    expect(none).toBe(0)
  })

  // In 25 pairs u = 1 becomes 2, and so does the statistic's scale: 25·2·(1 − σ(2b)) = 39·0.25·2.
  it('divides by the root mean square', () => {
    const u = disparitiesOf([row(PAIRS, (i) => (i < 25 ? 1 : 0))])
    const [b] = jointCoefficients(data, u, [target(0)], flips(0.25, nulls))
    expect(b).toBeCloseTo(Math.log((1 - 0.39) / 0.39) / 2, 6)
  })

  it('takes the largest score over concepts', () => {
    const rows = [row(PAIRS, () => 1), row(PAIRS, (i) => (i % 2 ? 1 : -1))]
    const [small, large] = [nulls.map((t) => t / 100), nulls]
    for (const order of [
      [large, small],
      [small, large],
    ]) {
      const [b, none] = jointCoefficients(data, disparitiesOf(rows), [0, 1].map(target), flips(0.5, ...order))
      expect(b).toBeCloseTo(Math.log((1 - 0.195) / 0.195), 6)
      expect(none).toBe(0)
    }
  })

  it('holds length, unpenalised where both sides are longer at times', () => {
    const u = disparitiesOf([row(PAIRS, (i) => (i % 2 ? 1 : -1))])
    const longer = (i: number) => (i % 2 ? 1 : -1) * (i < 10 ? -1 : 1)
    // Length agrees with u in 90 of 100 and is wrong in none of what u gets right.
    const [b] = jointCoefficients(pairsOf(row(PAIRS, longer)), u, [target(0)], flips(0.01, nulls))
    expect(Math.abs(b!)).toBeLessThan(0.1)
    const always = jointCoefficients(pairsOf(row(PAIRS, () => 1)), u, [target(0)], flips(0.01, nulls))
    expect(Number.isFinite(always[0]!)).toBe(true)
  })

  it('has nothing of nothing', () => {
    expect(jointCoefficients(data, disparitiesOf([row(PAIRS, () => 1)]), [], flips(1))).toHaveLength(0)
  })
})
