import { expect, test } from 'vitest'
import { sortedBy } from '../../../src/core/contexts/order.ts'

const items = Uint32Array.of(5, 3, 9, 4)

/** Keys of `length` items: those of 3, 4 and 9 are the largest there are, that of 5 is smaller. */
function keys(length: number): Uint32Array {
  const key = new Uint32Array(length)
  for (const item of [3, 4, 9]) key[item] = 0xffffffff
  key[5] = 0xfffffffe
  return key
}

test('items are sorted by key, then by number', () => {
  expect([...sortedBy(keys(10), items)]).toEqual([5, 3, 4, 9])
})

test('so they are where key and item together exceed an exact integer', () => {
  expect([...sortedBy(keys(2 ** 21 + 1), items)]).toEqual([5, 3, 4, 9])
})
