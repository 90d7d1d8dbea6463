import { describe, expect, test } from 'vitest'
import { ownCompletions, spreadOrder } from '../../../src/core/export/spread.ts'

const SIZES = [2, 4, 8, 16, 32, 64, 128, 1000]

/** Rows of each prompt, by their number. */
const prompts = (...counts: readonly number[]) =>
  counts.flatMap((count, p) => new Array<string>(count).fill(`prompt ${p}`))
const pairs = (count: number) => prompts(...new Array<number>(count).fill(2))

test('completions move on by one inside a batch, the last one to the first', () => {
  const rows = ['a', 'b', 'b', 'a', 'c']
  const asTheyCame = Uint32Array.of(0, 1, 2, 3, 4)
  // a←b, b←a | b←a, a←b | c←c
  expect(ownCompletions(rows, asTheyCame, 2)).toBe(1)
  // a←a, b←a, b←b, a←b | c←c
  expect(ownCompletions(rows, asTheyCame, 4)).toBe(3)
  // a←c, b←a, b←b, a←b, c←a
  expect(ownCompletions(rows, asTheyCame, 8)).toBe(1)
})

describe('the order', () => {
  test.each([
    ['pairs', pairs(80)],
    ['an odd number of pairs', pairs(325)],
    ['two pairs', pairs(2)],
    ['prompts of many sizes', prompts(9, 7, 5, 5, 3, 2, 2, 2, 1, 1, 1, 1, 1, 2, 4, 6)],
    ['one prompt with a third of the rows', prompts(30, ...new Array<number>(60).fill(1))],
    ['single rows', prompts(...new Array<number>(64).fill(1))],
  ])('gives no row a completion of its own prompt: %s', (_, rows) => {
    const order = spreadOrder(rows)
    expect([...order].sort((a, b) => a - b)).toEqual(rows.map((__, i) => i))
    for (const size of SIZES) expect(ownCompletions(rows, order, size)).toBe(0)
  })

  test('as they came, every row of neighbouring pairs got one', () => {
    const rows = pairs(80)
    const order = Uint32Array.from(rows, (_, i) => i)
    expect(SIZES.slice(0, 3).map((size) => ownCompletions(rows, order, size))).toEqual([160, 80, 80])
  })

  test('is the same each time, mixes prompts and hides no row of a prompt that has them all', () => {
    const rows = pairs(80)
    expect(spreadOrder(rows)).toEqual(spreadOrder(rows))
    expect([...spreadOrder(rows)].slice(0, 40)).not.toEqual(rows.slice(0, 40).map((_, i) => i))
    expect([...spreadOrder(prompts(5))].sort()).toEqual([0, 1, 2, 3, 4])
    expect(spreadOrder([])).toHaveLength(0)
  })
})
