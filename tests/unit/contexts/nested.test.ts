import { describe, expect, it } from 'vitest'
import type { ContextTest } from '../../../src/core/contexts/scope.ts'
import { strongestOfNested } from '../../../src/core/contexts/nested.ts'

// Food holds recipes and diets; law is elsewhere.
const sets = [
  [0, 1, 2, 3, 4, 5],
  [0, 2, 4],
  [1, 3, 5],
  [6, 7],
].map((set) => Uint32Array.from(set))
const [food, recipes, diets, law] = [0, 1, 2, 3] as const

const test = (context: number, score: number, confirmed = false, column = 0) =>
  ({ score, confirmed, column, contrast: { lift: 1, context } }) as ContextTest

const kept = (...tests: ContextTest[]) =>
  strongestOfNested(tests, sets)
    .map(({ column, contrast: { context } }) => [column, context])
    .sort()

describe('tests in nested contexts', () => {
  it('keep the whole where it says more than its parts', () => {
    expect(kept(test(food, 5), test(recipes, 3), test(diets, 4))).toEqual([[0, food]])
  })

  it('keep a part where it says more than the whole, and what the other part says', () => {
    expect(kept(test(food, 4), test(recipes, 5), test(diets, 1))).toEqual([
      [0, recipes],
      [0, diets],
    ])
  })

  it('prefer what is confirmed', () => {
    expect(kept(test(food, 5), test(recipes, 4, true))).toEqual([[0, recipes]])
  })

  it('leave disjoint contexts and other concepts alone', () => {
    expect(kept(test(food, 5), test(law, 1), test(recipes, 3, false, 1))).toEqual([
      [0, food],
      [0, law],
      [1, recipes],
    ])
  })
})
