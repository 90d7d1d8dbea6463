import { expect, test } from 'vitest'
import { fitBradleyTerry } from '../../../src/core/shape/reliance.ts'
import { conceptScores, pairDifference } from '../../../src/core/shape/score.ts'
import { createShaper } from '../../../src/core/shape/shaper.ts'
import type { VerdictKind } from '../../../src/core/verdict.ts'
import { columnsOf, decide } from '../../unit/shape/columns.ts'
import golden from './shape.json' with { type: 'json' }

const columns = columnsOf(golden.activation)
const length = Float64Array.from(golden.length)
const concepts: Record<string, { features: number[]; weights: number[] }> = golden.scores
const shaper = createShaper({ columns, length, seed: 1, scored: (concept) => concepts[concept] })
const close = (actual: ArrayLike<number>, wanted: readonly number[]) => {
  expect(actual.length).toBe(wanted.length)
  wanted.forEach((value, i) => expect(actual[i]).toBeCloseTo(value, 8))
}

test('scores, means and standard deviations agree with NumPy', () => {
  for (const { mean, sd, z, ...parts } of Object.values(golden.scores)) {
    const scores = conceptScores(columns, parts)
    expect(scores.mean).toBeCloseTo(mean, 8)
    expect(scores.sd).toBeCloseTo(sd, 8)
    close(scores.z.slice(0, z.length), z)
  }
})

test('a concept that is only ever on one side has the finite reliance that statsmodels gives it', () => {
  const delta = pairDifference(conceptScores(columns, concepts['one-sided']!).z)
  close(fitBradleyTerry([delta, length]), golden.oneSided)
})

test('λ and offsets of a joint decision agree with statsmodels', () => {
  const { decided, lambda, reliance, offsets } = golden.joint
  const shaping = shaper.shape(
    decided.map((d) => decide(d.concept, d.verdict as VerdictKind, 'offsets', d.strength)),
  )
  close(
    shaping.verdicts.map((shaped) => shaped.calibration.reliance),
    reliance.slice(0, 3),
  )
  close(
    shaping.verdicts.map((shaped) => shaped.calibration.lambda),
    lambda,
  )
  close(shaping.offsets, offsets)
})

test('a model refitted with the offsets agrees with statsmodels', () => {
  const deltas = golden.joint.decided.map((d) =>
    pairDifference(conceptScores(columns, concepts[d.concept]!).z),
  )
  close(
    fitBradleyTerry([...deltas, length], { offset: Float64Array.from(golden.joint.offsets) }),
    golden.joint.refitted,
  )
})

test.each(golden.drops)('$verdict $concept at $strength drops as many pairs as brute force', (wanted) => {
  const shaping = shaper.shape([
    decide(wanted.concept, wanted.verdict as VerdictKind, 'drop', wanted.strength),
  ])
  expect(shaping.verdicts[0]!.calibration.lambda).toBeCloseTo(wanted.lambda, 8)
  expect(shaping.droppedCount).toBe(wanted.count)
})

test('a second verdict drops on what the first one left', () => {
  const shaping = shaper.shape([decide('a', 'suppress', 'drop'), decide('family', 'suppress', 'drop')])
  expect(shaping.verdicts.map((shaped) => shaped.dropped)).toEqual([
    golden.inSequence.first,
    golden.inSequence.second,
  ])
  expect(shaping.verdicts[1]!.calibration.lambda).toBeCloseTo(golden.inSequence.secondLambda, 8)
})
