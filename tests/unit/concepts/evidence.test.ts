import { expect, test } from 'vitest'
import { evidencePairs } from '../../../src/core/concepts/evidence.ts'
import type { ConceptProfile } from '../../../src/core/concepts/profile.ts'

/**
 * Pairs with the concept on the chosen side only, at these strengths; on both sides equally where `both` says
 * so.
 */
const profileOf = (strengths: readonly number[], both: readonly number[] = []): ConceptProfile => {
  const columns = strengths.map((strength, k) => ({
    chosen: strength,
    rejected: both.includes(k) ? strength : 0,
  }))
  return {
    pair: Uint32Array.from(columns.keys()),
    chosenMax: Float32Array.from(columns, ({ chosen }) => chosen),
    rejectedMax: Float32Array.from(columns, ({ rejected }) => rejected),
    chosenFreq: new Float32Array(columns.length).fill(1),
    rejectedFreq: Float32Array.from(columns, ({ rejected }) => Number(rejected > 0)),
    u: Float32Array.from(columns, ({ rejected }) => Number(rejected === 0)),
  }
}
const order = (...args: Parameters<typeof evidencePairs>) => [...evidencePairs(...args)]

test('typical pairs are those of median strength, not the weakest or the strongest', () => {
  expect(order(profileOf([1, 9, 5, 6, 2]), 'typical', false, 1)).toEqual([2, 3, 4, 0, 1])
})

test('of an even number the upper median counts', () => {
  expect(order(profileOf([1, 2, 10, 20]), 'typical', false, 1)).toEqual([2, 1, 0, 3])
})

test('pairs that do not differ have no part in the median', () => {
  const profile = profileOf([1, 2, 3, 9, 9, 9, 9], [3, 4, 5, 6])
  expect(order(profile, 'typical', false, 1)).toEqual([1, 0, 2])
})

test('for: strongest first, and of equals the first in the file', () => {
  expect(order(profileOf([1, 9, 5, 9, 2]), 'for', false, 1)).toEqual([1, 3, 2, 4, 0])
  expect(order(profileOf([1, 9]), 'against', false, 1)).toEqual([])
})

test('a measure is as strong as its two values are apart', () => {
  const profile: ConceptProfile = {
    ...profileOf([10, 8, 3]),
    rejectedMax: Float32Array.of(9, 1, 1),
    rejectedFreq: Float32Array.of(9, 1, 1),
  }
  expect(order(profile, 'for', true, 1)).toEqual([1, 2, 0])
})

test('random pairs are all that differ, in an order that depends on the seed alone', () => {
  const profile = profileOf([1, 2, 3, 4, 5, 6, 7, 8], [7])
  const [first, again, other] = [3, 3, 4].map((seed) => order(profile, 'random', false, seed))
  expect(again).toEqual(first)
  expect(other).not.toEqual(first)
  expect(first!.toSorted()).toEqual([0, 1, 2, 3, 4, 5, 6])
})
