import { describe, expect, it } from 'vitest'
import { strongestOfNested } from '../../../src/core/contexts/overlapping-contexts.ts'

// Food holds recipes and diets; law is elsewhere.
const sets = [
  [0, 1, 2, 3, 4, 5],
  [0, 2, 4],
  [1, 3, 5],
  [6, 7],
].map((set) => Uint32Array.from(set))
const [food, recipes, diets, law] = [0, 1, 2, 3] as const

const test = (context: number, score: number, confirmed = false, column = 0) => ({
  ...{ context, score, confirmed, column },
})

function kept(...given: ReturnType<typeof test>[]) {
  const tests = {
    context: Uint32Array.from(given, ({ context }) => context),
    column: Uint32Array.from(given, ({ column }) => column),
    confirmed: Uint8Array.from(given, ({ confirmed }) => Number(confirmed)),
    score: Float64Array.from(given, ({ score }) => score),
    lift: new Float64Array(given.length).fill(1),
  }
  const rows = strongestOfNested(tests, Uint32Array.from(given.keys()), sets)
  return Array.from(rows, (t) => [tests.column[t]!, tests.context[t]!]).sort()
}

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
