import { expect, test } from 'vitest'
import type { Concept } from '../../../src/core/concepts/concept.ts'
import { steeringDirection } from '../../../src/core/shape/protocols/steer.ts'
import { columnsOf } from './columns.ts'

// Two pairs. Feature 0 is on the chosen side of the first and the rejected side of the second.
const columns = columnsOf([
  [1, 0, 0, 1],
  [1, 1, 0, 0],
])
const dictionary = { dim: 2, decoder: Float32Array.of(3, 4, 0, 2) }
const states = { dim: 2, state: Float32Array.of(5, 0, 1, 0, 0, 1, 4, 1) }
const concept = (source: Concept['source'], ...features: number[]): Concept => ({
  id: `${source}-${features.join('+')}`,
  source,
  features: Uint32Array.from(features),
  label: 'Bold',
  description: '',
  kind: 'style',
  family: null,
  measure: false,
  fidelity: null,
  hidden: false,
})
const direction = (of: Concept, known: typeof states | null = states) =>
  steeringDirection(of, { dictionary, columns, states: known })

test('a latent steers along its decoder row, a family along the sum of its rows, both of length 1', () => {
  expect([...direction(concept('dictionary', 0)).vector]).toEqual([0.6, 0.8].map((x) => expect.closeTo(x, 6)))
  const both = direction(concept('family', 0, 1))
  expect([...both.vector]).toEqual([3, 6].map((x) => expect.closeTo(x / Math.sqrt(45), 6)))
  expect(both.method).toBe('decoder')
})

test('another concept steers from the sides without it to the sides with it, whichever was chosen', () => {
  // (5 − 1, 0) from the first pair and −(0 − 4, 1 − 1) from the second.
  const { vector, method } = direction(concept('surface', 0))
  expect([...vector]).toEqual([1, 0])
  expect(method).toBe('mean-difference')
})

test('without a pair that has it on one side only, or without states, there is a sentence instead', () => {
  expect(() => direction(concept('phrase', 1))).toThrow('No direction can be found for Bold: no pair')
  expect(() => direction(concept('surface', 0), null)).toThrow('before the responses are extracted')
})
