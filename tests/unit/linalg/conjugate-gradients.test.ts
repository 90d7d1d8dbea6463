import { expect, test } from 'vitest'
import { conjugateGradients } from '../../../src/core/linalg/conjugate-gradients.ts'

/** [[4, 1], [1, 3]], whose inverse times (1, 2) is (1/11, 7/11). */
const multiply = (x: Float64Array) => Float64Array.of(4 * x[0]! + x[1]!, x[0]! + 3 * x[1]!)
const b = Float64Array.of(1, 2)
const plain = { multiply, precondition: (r: Float64Array) => r, tolerance: 1e-24, iterations: 10 }

test('solves in as many steps as there are unknowns', () => {
  const x = conjugateGradients(b, { ...plain, iterations: 2 })
  expect(x[0]).toBeCloseTo(1 / 11, 12)
  expect(x[1]).toBeCloseTo(7 / 11, 12)
})

test('solves in one step where the preconditioner is the inverse', () => {
  const precondition = (r: Float64Array) =>
    Float64Array.of((3 * r[0]! - r[1]!) / 11, (4 * r[1]! - r[0]!) / 11)
  const x = conjugateGradients(b, { ...plain, precondition, iterations: 1 })
  expect(x[0]).toBeCloseTo(1 / 11, 12)
  expect(x[1]).toBeCloseTo(7 / 11, 12)
})

test('stops at its tolerance: the first step is steepest descent, and leaves a sixteenth of |r|²', () => {
  // r = b, rᵀr = 5, rᵀAr = 20: x = b/4; the residual is (−1/2, 1/4).
  const x = conjugateGradients(b, { ...plain, tolerance: 0.07 })
  expect([...x]).toEqual([0.25, 0.5])
  expect([...conjugateGradients(b, { ...plain, tolerance: 0.06 })]).not.toEqual([0.25, 0.5])
})
