import { expect, test } from 'vitest'
import { conceptScores, pairDifference } from '../../../src/core/shape/score.ts'
import { columnsOf } from './columns.ts'

const columns = columnsOf([
  [1, 0, 3, 0],
  [0, 2, 0, 0],
  [0.1, 0.1, 0.1, 0.1],
])

test('a score is the weighted sum of the features, z-scored over all responses', () => {
  const { mean, sd, z } = conceptScores(columns, { features: [0, 1], weights: [1, 2] })
  expect(mean).toBe(2)
  expect(sd).toBeCloseTo(Math.sqrt((1 + 4 + 1 + 4) / 4), 12)
  expect([...z].map((value) => value * sd + mean)).toEqual([1, 4, 3, 0])
})

test('features weigh 1 unless told otherwise', () => {
  expect(conceptScores(columns, { features: [0, 1] })).toEqual(
    conceptScores(columns, { features: [0, 1], weights: [1, 1] }),
  )
})

test('a concept that is the same in every response has sd 0 and z 0, however its mean rounds', () => {
  const { sd, z } = conceptScores(columns, { features: [2] })
  expect(sd).toBe(0)
  expect([...z]).toEqual([0, 0, 0, 0])
})

test('a stored normalisation is used as it is', () => {
  const { mean, sd, z } = conceptScores(columns, { features: [0] }, { mean: 1, sd: 2 })
  expect([mean, sd]).toEqual([1, 2])
  expect([...z]).toEqual([0, -0.5, 1, -0.5])
})

test('the difference of a pair is chosen minus rejected', () => {
  expect([...pairDifference(Float64Array.of(3, 1, -1, 4))]).toEqual([2, -5])
})
