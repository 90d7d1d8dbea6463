import { expect, it } from 'vitest'
import { gramOfRows, timesTransposed } from '../../../src/core/linalg/dense.ts'
import { random } from '../../../src/core/random.ts'

const rng = random(5)
const matrix = (rows: number, columns: number) =>
  Float64Array.from({ length: rows * columns }, () => rng() - 0.5)

/** One dot product at a time. */
function naive(a: Float64Array, b: Float64Array, columns: number): number[] {
  const row = (m: Float64Array, r: number) => [...m.subarray(r * columns, (r + 1) * columns)]
  const rows = (m: Float64Array) => Array.from({ length: m.length / columns }, (_, r) => row(m, r))
  return rows(a).flatMap((x) => rows(b).map((y) => x.reduce((sum, value, k) => sum + value * y[k]!, 0)))
}

// Sizes that four divides and sizes that it does not, down to a single row.
it.each([
  [8, 4, 6],
  [5, 7, 3],
  [1, 1, 9],
  [2, 6, 1],
])('multiplies %i rows by %i rows of %i numbers', (rows, across, columns) => {
  const [a, b] = [matrix(rows, columns), matrix(across, columns)]
  const product = timesTransposed(a, b, columns)
  naive(a, b, columns).forEach((value, k) => expect(product[k]).toBeCloseTo(value, 12))
  expect(product).toHaveLength(rows * across)
})

it.each([1, 4, 6, 11])('has the products of %i rows with each other', (rows) => {
  const a = matrix(rows, 5)
  const gram = gramOfRows(a, 5)
  naive(a, a, 5).forEach((value, k) => expect(gram[k]).toBeCloseTo(value, 12))
})
