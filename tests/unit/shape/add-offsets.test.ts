import { expect, test } from 'vitest'
import { addOffsets } from '../../../src/core/shape/protocols/offsets.ts'

const delta = Float64Array.of(1, 0, -2, 3)

test('λ·Δz is added to every offset; pairs that are dropped or have Δz = 0 do not count as touched', () => {
  const total = Float64Array.of(0, 1, 1, 0)
  expect(addOffsets(total, 0.5, delta, Uint8Array.of(0, 0, 0, 1))).toBe(2)
  expect([...total]).toEqual([0.5, 1, 0, 1.5])
})

test('λ = 0 touches nothing', () => {
  const total = new Float64Array(4)
  expect(addOffsets(total, 0, delta, new Uint8Array(4))).toBe(0)
  expect([...total]).toEqual([0, 0, 0, 0])
})
