import { expect, test } from 'vitest'
import { COPIES, ordersOf } from '../../../src/core/export/orders.ts'

const pairs = 4000
const values = {
  offsets: new Float64Array(pairs),
  dropped: new Uint8Array(pairs),
  flipped: Uint8Array.from({ length: pairs }, (_, i) => Number(i === 1)),
  softLabels: Float64Array.from({ length: pairs }, (_, i) => (i < 2 ? NaN : 0.3)),
}
const all = [...values.offsets.keys()]

test('weights are the label in either order, and 1 where there is none', () => {
  const orders = ordersOf(values, 'weights')
  expect(orders(0)).toEqual([{ flipped: false, factor: 1 }])
  expect(orders(1)).toEqual([{ flipped: true, factor: 1 }])
  expect(orders(2)).toEqual([
    { flipped: false, factor: 0.3 },
    { flipped: true, factor: 0.7 },
  ])
})

test('copies are as many for every pair, and in the order that came as often as the label says', () => {
  const orders = ordersOf(values, 'copies')
  for (const pair of all) expect(orders(pair)).toHaveLength(COPIES)
  const soft = all.slice(2).flatMap(orders)
  expect(soft.filter(({ flipped }) => !flipped).length / soft.length).toBeCloseTo(0.3, 2)
  // 1.2 of 4: one or two, never none.
  for (const pair of all.slice(2))
    expect([1, 2]).toContain(orders(pair).filter(({ flipped }) => !flipped).length)
})

test('a drawn order is in a row of its own, the same each time', () => {
  const orders = ordersOf(values, 'drawn')
  const first = all.flatMap(orders)
  expect(first).toHaveLength(pairs)
  expect(first.filter(({ flipped }) => !flipped).length / pairs).toBeCloseTo(0.3, 1)
  expect(all.flatMap(ordersOf(values, 'drawn'))).toEqual(first)
})

test('without soft labels every pair is one row', () => {
  const orders = ordersOf({ ...values, softLabels: null }, 'copies')
  expect(all.flatMap(orders)).toHaveLength(pairs)
})
