import { expect, test } from 'vitest'
import type { Concept } from '../../../src/core/concepts/concept.ts'
import { refit, type Training } from '../../../src/core/shape/evaluate/refit.ts'
import { headFeatures } from '../../../src/core/shape/head.ts'
import { columnsOf } from './columns.ts'

/**
 * A decided concept with Δz = 1 in four pairs and −1 in four; no other feature fires, and lengths are equal.
 */
const delta = Float64Array.of(1, 1, 1, 1, -1, -1, -1, -1)
const all = Uint32Array.from(delta.keys())
const concepts: Concept[] = []
const columns = columnsOf([new Array<number>(16).fill(0)])
const features = headFeatures({ columns, concepts, length: new Float64Array(8), states: null }, all)
const training = (change: Partial<Training> = {}): Training => ({
  features,
  deltas: [delta],
  weights: new Float64Array(8).fill(1),
  offset: new Float64Array(8),
  flipped: new Uint8Array(8),
  dropped: new Uint8Array(8),
  ...change,
})
const KAPPA = 30
const last = (length: number) => Float64Array.from({ length }, (_, j) => Number(j === length - 1))
const own = (fitted: ReturnType<typeof refit>) => last(fitted.head.b.length)

// b = 0, so that p = ½ in each of 8 pairs: their information is 8/4, that of the log-F prior is 1/4.
test('the influence of a pair is (1 − p)·Δz over the information of the pairs and of the log-F prior', () => {
  const fitted = refit(training(), all, KAPPA)
  const v = own(fitted)
  expect(fitted.effect(v)).toBeCloseTo(0, 7)
  const influence = fitted.influence(v)
  delta.forEach((sign, i) => expect(influence[i]).toBeCloseTo((sign * 0.5) / 2.25, 6))
})

test('the influence is what the coefficient changes by where a pair counts a little more', () => {
  const step = 1e-3
  const weights = new Float64Array(8).fill(1)
  weights[2]! += step
  const before = refit(training(), all, KAPPA)
  const after = refit(training({ weights }), all, KAPPA)
  const v = own(before)
  expect((after.effect(v) - before.effect(v)) / step).toBeCloseTo(before.influence(v)[2]!, 3)
})

test('a dropped pair has no influence, and one whose sides are exchanged has the opposite one', () => {
  const dropped = Uint8Array.of(1, 0, 0, 0, 1, 0, 0, 0)
  const fitted = refit(training({ dropped }), all, KAPPA)
  expect([...fitted.influence(own(fitted))].map((x) => Number(x.toFixed(4)))).toEqual(
    [0, 1, 1, 1, 0, -1, -1, -1].map((sign) => Number(((sign * 0.5) / 1.75).toFixed(4))),
  )
  const flipped = Uint8Array.of(1, 0, 0, 0, 1, 0, 0, 0)
  const turned = refit(training({ flipped }), all, KAPPA)
  expect(turned.influence(own(turned))[0]).toBeCloseTo(-0.5 / 2.25, 6)
})
