import { expect, test } from 'vitest'
import { fitBradleyTerry } from '../../../src/core/shape/reliance.ts'
import { conceptScores, pairDifference } from '../../../src/core/shape/score.ts'
import { impact } from '../../../src/core/shape/impact.ts'
import { createShaper } from '../../../src/core/shape/shaper.ts'
import { decide } from './columns.ts'
import { world } from './world.ts'

const data = world(2000, 5)
const shaper = createShaper({ ...data, seed: 3 })
const delta = (concept: string) => pairDifference(conceptScores(data.columns, data.scored(concept)!).z)
const liked = delta('liked')
const labels = (strength: number, verdict: 'suppress' | 'amplify' = 'suppress') =>
  shaper.shape([decide('liked', verdict, 'soft-labels', strength)]).softLabels!

/** The reliance of a head on the pairs in both orders. */
function refitted(soft: Float64Array, concept = liked): number {
  const isSoft = (i: number) => !Number.isNaN(soft[i]!)
  const both = (column: Float64Array) => [...column, ...column.map((x) => -x)]
  const weights = [...soft.map((p, i) => (isSoft(i) ? p : 1)), ...soft.map((p, i) => (isSoft(i) ? 1 - p : 0))]
  const columns = [concept, data.length].map((column) => Float64Array.from(both(column)))
  return fitBradleyTerry(columns, { weights: Float64Array.from(weights) })[0]!
}

test('pairs that differ in the concept have a label between 0 and 1, the others none', () => {
  const soft = labels(1)
  soft.forEach((p, i) => {
    if (liked[i] === 0) expect(p).toBeNaN()
    else expect(p > 0 && p < 1).toBe(true)
  })
})

test('strength goes from the reliance of the data over none to the opposite, and amplify doubles it', () => {
  const before = fitBradleyTerry([liked, data.length])[0]!
  expect(Math.abs(refitted(labels(1)))).toBeLessThan(0.05 * before)
  expect(refitted(labels(0.5)) / before).toBeCloseTo(0.5, 1)
  expect(refitted(labels(2)) / before).toBeCloseTo(-1, 1)
  expect(refitted(labels(1, 'amplify')) / before).toBeCloseTo(2, 1)
})

test('several concepts share one label', () => {
  const both = shaper.shape([
    decide('liked', 'suppress', 'soft-labels'),
    decide('loathed', 'amplify', 'soft-labels'),
  ]).softLabels!
  const before = fitBradleyTerry([delta('loathed'), data.length])[0]!
  expect(Math.abs(refitted(both) / fitBradleyTerry([liked, data.length])[0]!)).toBeLessThan(0.05)
  expect(Math.abs(refitted(both, delta('loathed')) / before)).toBeLessThan(0.05)
})

test('the impact counts the pairs, and the concept no longer leans where they are as they teach', () => {
  const result = impact(shaper.shape([decide('liked', 'suppress', 'soft-labels')]))
  const differ = liked.filter((x) => x !== 0).length
  expect(result.changed.find(({ protocol }) => protocol === 'soft-labels')!.pairs).toBe(differ)
  expect(result.touched).toBe(differ)
  expect(result.verdicts[0]!.touched).toBe(differ)
})

test('strength 0 and keep soften nothing', () => {
  expect(shaper.shape([decide('liked', 'suppress', 'soft-labels', 0)]).softLabels).toBeNull()
  expect(shaper.shape([decide('liked', 'keep', 'soft-labels')]).softLabels).toBeNull()
})

test('stored labels are used as they are', () => {
  const stored = labels(1)
  const again = createShaper({ ...data, seed: 3, softLabels: stored })
  const first = shaper.shape([decide('liked', 'suppress', 'soft-labels')])
  const decision = { ...first.verdicts[0]!.verdict, calibration: first.verdicts[0]!.calibration }
  expect(again.shape([decision]).softLabels).toEqual(stored)
})
