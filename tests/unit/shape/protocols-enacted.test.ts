import { expect, test } from 'vitest'
import { impact } from '../../../src/core/shape/impact.ts'
import { fitBradleyTerry } from '../../../src/core/shape/reliance.ts'
import { conceptScores, pairDifference } from '../../../src/core/shape/score.ts'
import { createShaper } from '../../../src/core/shape/shaper.ts'
import type { Protocol } from '../../../src/core/verdict.ts'
import { decide } from './columns.ts'
import { world } from './world.ts'

const PAIRS = 1500
const data = world(PAIRS, 7)
const { length } = data
const half = Uint32Array.from({ length: PAIRS / 2 }, (_, i) => 2 * i)
const scope = (id: string) => (id === 'even' ? half : undefined)
const shaper = createShaper({ ...data, scope, seed: 3 })
const scored = (concept: string) => data.scored(concept)!
const delta = (concept: string) => pairDifference(conceptScores(data.columns, scored(concept)).z)
const u = (concept: string) => {
  const d = new Float64Array(PAIRS)
  const f = scored(concept).features[0]!
  for (let k = data.columns.indptr[f]!; k < data.columns.indptr[f + 1]!; k++)
    d[data.columns.span[k]! >> 1]! += data.columns.span[k]! & 1 ? -1 : 1
  return d
}
const mean = (values: Float64Array, weights: Float64Array) =>
  values.reduce((sum, x, i) => sum + x * weights[i]!, 0) / weights.reduce((sum, w) => sum + w, 0)
const ones = new Float64Array(PAIRS).fill(1)
const liked = delta('liked')
const before = fitBradleyTerry([liked, length])[0]!

test('re-weighting brings the suppressed mean disparity to zero and holds the kept one', () => {
  const { weights, weighing, verdicts } = shaper.shape([
    decide('liked', 'suppress', 'reweight'),
    decide('loathed', 'keep'),
  ])
  expect(mean(u('liked'), ones)).toBeGreaterThan(0.05)
  expect(mean(u('liked'), weights)).toBeCloseTo(0, 9)
  expect(mean(u('loathed'), weights)).toBeCloseTo(mean(u('loathed'), ones), 9)
  expect(mean(weights, ones)).toBeCloseTo(1, 9)
  expect(weighing!.misses).toEqual([])
  expect(verdicts.every(({ reached }) => reached)).toBe(true)
  const refitted = fitBradleyTerry([liked, length], { weights })[0]!
  expect(Math.abs(refitted / before)).toBeLessThan(0.1)
})

test('half the strength goes half the way, and amplifying goes the other', () => {
  const start = mean(u('liked'), ones)
  const at = (verdict: 'suppress' | 'amplify', strength: number) =>
    mean(u('liked'), shaper.shape([decide('liked', verdict, 'reweight', strength)]).weights)
  expect(at('suppress', 0.5)).toBeCloseTo(start / 2, 9)
  expect(at('amplify', 0.5)).toBeCloseTo(1.5 * start, 9)
  expect(at('suppress', 0)).toBeCloseTo(start, 9)
})

test('what cannot be had is said: which concept gives, and by how much; a kept one gives last', () => {
  const { weighing, verdicts } = shaper.shape([
    decide('liked', 'suppress', 'reweight'),
    { ...decide('liked', 'keep'), note: 'against itself' },
  ])
  const [miss] = weighing!.misses
  expect(miss!.concept).toBe('liked')
  expect(miss!.target).toBe(0)
  expect(miss!.reached).toBeCloseTo(miss!.before, 2)
  expect(verdicts[0]!.reached).toBe(false)
})

test('relabelling flips the pairs that little else speaks for, until the concept predicts nothing', () => {
  const { flipped, verdicts } = shaper.shape([decide('liked', 'suppress', 'relabel')])
  const flips = flipped.reduce((sum, flag) => sum + flag, 0)
  expect(flips).toBeGreaterThan(10)
  expect(verdicts[0]!.pairs.length).toBe(flips)
  expect(flipped.every((flag, i) => flag === 0 || liked[i]! > 0)).toBe(true)
  expect(fitBradleyTerry([liked, length], { flipped })[0]).toBeLessThanOrEqual(1e-9)
  const last = verdicts[0]!.pairs.at(-1)!
  const fewer = flipped.map((flag, i) => (i === last ? 0 : flag))
  expect(fitBradleyTerry([liked, length], { flipped: fewer })[0]).toBeGreaterThan(0)
  // Length speaks less for the labels that are flipped than for those that are not.
  const lengths = [1, 0].map((flag) => length.filter((_, i) => liked[i]! > 0 && flipped[i] === flag))
  const [gone, left] = lengths.map((some) => some.reduce((sum, l) => sum + l, 0) / some.length)
  expect(gone!).toBeLessThan(left!)
})

test('a pair taken off the review list is not flipped, and no other takes its place', () => {
  const [all] = shaper.shape([decide('liked', 'suppress', 'relabel')]).verdicts
  const spared = [all!.pairs[0]! + 1, all!.pairs[3]! + 1]
  const { flipped, verdicts } = shaper.shape([{ ...decide('liked', 'suppress', 'relabel'), spared }])
  expect(verdicts[0]!.pairs).toEqual(all!.pairs)
  expect(verdicts[0]!.touched).toBe(all!.pairs.length - 2)
  expect(flipped[spared[0]! - 1]).toBe(0)
})

test('amplifying by relabelling flips pairs that speak against the concept', () => {
  const { flipped } = shaper.shape([decide('liked', 'amplify', 'relabel', 0.5)])
  expect(flipped.some((flag, i) => flag === 1 && liked[i]! >= 0)).toBe(false)
  expect(fitBradleyTerry([liked, length], { flipped })[0]! / before).toBeCloseTo(1.5, 1)
})

test('offsets on flipped pairs are of the pair as it came, and are calibrated on it as it goes', () => {
  const shaping = shaper.shape([decide('loathed', 'amplify', 'relabel'), decide('liked', 'suppress')])
  const { flipped, offsets } = shaping
  const lambda = shaping.verdicts[1]!.calibration.lambda
  expect([...offsets]).toEqual([...liked].map((x) => expect.closeTo(lambda * x, 12)))
  const [refitted] = fitBradleyTerry([liked, length], { flipped, offset: offsets })
  expect(Math.abs(refitted!)).toBeLessThan(0.01)
})

test.each(['rewrite', 'mask', 'inoculate'] as const)(
  '%s picks the pairs that have the concept',
  (protocol) => {
    const sides = new Set<number>()
    const f = 0
    for (let k = data.columns.indptr[f]!; k < data.columns.indptr[f + 1]!; k++) {
      const span = data.columns.span[k]!
      if (protocol !== 'inoculate' || span % 2 === 0) sides.add(span >> 1)
    }
    const [whole] = shaper.shape([decide('liked', 'suppress', protocol)]).verdicts
    expect(new Set(whole!.pairs)).toEqual(sides)
    const [part] = shaper.shape([decide('liked', 'suppress', protocol, 0.25)]).verdicts
    expect(part!.touched).toBe(Math.round(sides.size / 4))
    expect(shaper.shape([decide('liked', 'suppress', protocol, 0)]).verdicts[0]!.touched).toBe(0)
  },
)

test('a flipped pair is inoculated for the response that it now teaches', () => {
  const shaping = shaper.shape([
    decide('liked', 'suppress', 'relabel'),
    decide('liked', 'suppress', 'inoculate'),
  ])
  for (const i of shaping.verdicts[1]!.pairs) {
    const learned = 2 * i + shaping.flipped[i]!
    expect(data.columns.span.subarray(0, data.columns.indptr[1]).includes(learned)).toBe(true)
  }
})

test.each(['offsets', 'drop', 'reweight', 'relabel', 'rewrite', 'mask', 'inoculate'] as const)(
  '%s within a scope leaves the other pairs alone',
  (protocol: Protocol) => {
    const { offsets, dropped, flipped, weights, verdicts } = shaper.shape([
      { ...decide('liked', 'suppress', protocol), scope: 'even' },
    ])
    for (let i = 1; i < PAIRS; i += 2) {
      expect([offsets[i], dropped[i], flipped[i], weights[i]]).toEqual([0, 0, 0, 1])
    }
    expect(verdicts[0]!.pairs.every((i) => i % 2 === 0)).toBe(true)
    expect(verdicts[0]!.touched).toBeGreaterThan(0)
  },
)

test('within its scope, a verdict at strength 1 explains the concept away', () => {
  const { offsets } = shaper.shape([{ ...decide('liked', 'suppress'), scope: 'even' }])
  const pick = (column: Float64Array) => Float64Array.from(half, (i) => column[i]!)
  const reliance = fitBradleyTerry([pick(liked), pick(length)], { offset: pick(offsets) })[0]!
  expect(Math.abs(reliance / before)).toBeLessThan(0.05)
})

test('a child is residualised on its kept parent: its offsets no longer follow the parent', () => {
  const family = (concept: string) =>
    concept === 'family'
      ? { features: [0, 1] }
      : concept === 'liked'
        ? { features: [0], family: 'family' }
        : data.scored(concept)
  const kin = createShaper({ ...data, scored: family, seed: 3 })
  const { z: parent } = conceptScores(data.columns, { features: [0, 1] })
  const decisions = [decide('liked', 'suppress'), decide('family', 'keep')]
  const { offsets, verdicts } = kin.shape(decisions)
  const { residual, lambda } = verdicts[0]!.calibration
  expect(residual!.on).toBe('family')
  expect(residual!.slope).toBeGreaterThan(0.3)
  const net = pairDifference(
    conceptScores(data.columns, { features: [0] }).z.map((z, j) => z - residual!.slope * parent[j]!),
  )
  expect([...offsets]).toEqual([...net].map((x) => expect.closeTo(lambda * x, 12)))
  const columns = [net, pairDifference(parent), length]
  const [own, kept] = fitBradleyTerry(columns)
  const [ownAfter, keptAfter] = fitBradleyTerry(columns, { offset: offsets })
  expect(Math.abs(ownAfter! / own!)).toBeLessThan(0.02)
  expect(keptAfter! / kept!).toBeCloseTo(1, 2)
  expect(kin.shape([decide('liked', 'suppress')]).verdicts[0]!.calibration.residual).toBeNull()
})

test('all protocols at once are counted apart, and remembered turns change nothing', () => {
  const decisions = [
    decide('liked', 'suppress', 'relabel', 0.3),
    decide('loathed', 'amplify', 'drop', 0.3),
    decide('neutral', 'suppress', 'reweight'),
    decide('neutral', 'suppress', 'mask', 0.5),
    decide('loathed', 'keep'),
    decide('liked', 'suppress', 'offsets', 0.5),
  ]
  const shaping = shaper.shape(decisions)
  expect(shaping).toEqual(createShaper({ ...data, scope, seed: 3 }).shape(decisions))
  const result = impact(shaping)
  const stillThere = shaping.verdicts[0]!.pairs.filter((i) => !shaping.dropped[i])
  expect(result.flipped).toBe(stillThere.length)
  expect(result.dropped).toBe(result.verdicts[1]!.dropped)
  const masked = result.changed.find(({ heading }) => heading === 'Masked')!.pairs
  expect(masked).toBe(result.verdicts[3]!.touched)
  expect(Math.min(result.flipped, result.dropped, masked)).toBeGreaterThan(0)
  expect(result.effectiveSampleSize).toBeLessThan(PAIRS - result.dropped)
  expect(result.weights.reduce((sum, bin) => sum + bin.count, 0)).toBe(PAIRS - result.dropped)
})

test('what takes a concept out of texts never amplifies it', () => {
  for (const protocol of ['rewrite', 'mask', 'inoculate'] as const) {
    expect(shaper.shape([decide('liked', 'amplify', protocol)]).verdicts[0]!.touched).toBe(0)
  }
})

test('strength 0 leaves every pair as it is, whatever the protocol', () => {
  for (const protocol of [
    'offsets',
    'drop',
    'reweight',
    'relabel',
    'rewrite',
    'mask',
    'inoculate',
  ] as const) {
    const { offsets, dropped, flipped, weights, verdicts } = shaper.shape([
      decide('liked', 'suppress', protocol, 0),
    ])
    expect(offsets.every((x) => x === 0) && weights.every((x) => x === 1), protocol).toBe(true)
    expect(dropped.includes(1) || flipped.includes(1) || verdicts[0]!.touched > 0, protocol).toBe(false)
  }
})
