import { describe, expect, it, test } from 'vitest'
import { appendColumns, denseDesign, signedRows, sparseDesign } from '../../../src/core/stats/design.ts'

/** The table (1, 0, −2; 0, 0, 0; 3, 4, 0) in either form. */
const dense = denseDesign(3, Float64Array.of(1, 0, -2, 0, 0, 0, 3, 4, 0))
const sparse = sparseDesign(
  3,
  Uint32Array.of(0, 2, 2, 4),
  Uint32Array.of(0, 2, 0, 1),
  Float64Array.of(1, -2, 3, 4),
)
const b = Float64Array.of(10, 100, 1000)
const added = (design: typeof dense, row: number, factor: number) => {
  const out = new Float64Array(design.columns).fill(1)
  design.add(row, factor, out)
  return [...out]
}
const squared = (design: typeof dense, row: number, factor: number) => {
  const out = new Float64Array(design.columns).fill(1)
  design.addSquares(row, factor, out)
  return [...out]
}

describe.each([
  ['dense', dense],
  ['sparse', sparse],
])('a %s design', (_, design) => {
  it('knows its size', () => expect([design.rows, design.columns]).toEqual([3, 3]))

  it('multiplies a row by a vector', () =>
    expect([0, 1, 2].map((row) => design.dot(row, b))).toEqual([10 - 2000, 0, 30 + 400]))

  it('adds a multiple of a row, and of its squares, to what is there', () => {
    expect(added(design, 0, 2)).toEqual([3, 1, -3])
    expect(added(design, 1, 2)).toEqual([1, 1, 1])
    expect(squared(design, 0, 2)).toEqual([3, 1, 9])
    expect(squared(design, 2, 0.5)).toEqual([5.5, 9, 1])
  })

  it('with columns appended, has them after its own', () => {
    const wide = appendColumns(design, 2, Float64Array.of(1, 2, 3, 4, 5, 6))
    expect([wide.rows, wide.columns]).toEqual([3, 5])
    expect(wide.dot(1, Float64Array.of(10, 100, 1000, 1, 10))).toBe(43)
    expect(wide.dot(2, Float64Array.of(1, 0, 0, 1, 10))).toBe(3 + 5 + 60)
    expect(added(wide, 0, 2)).toEqual([3, 1, -3, 3, 5])
    expect(squared(wide, 2, 2)).toEqual([19, 33, 1, 51, 73])
    expect(appendColumns(design, 0, new Float64Array(0))).toBe(design)
  })

  it('with rows negated, has the same squares', () => {
    const signed = signedRows(design, Uint8Array.of(0, 0, 1))
    expect([0, 1, 2].map((row) => signed.dot(row, b) + 0)).toEqual([-1990, 0, -430])
    expect(added(signed, 2, 2)).toEqual([-5, -7, 1])
    expect(added(signed, 0, 2)).toEqual([3, 1, -3])
    expect(squared(signed, 2, 1)).toEqual([10, 17, 1])
  })
})

describe('mean products', () => {
  it('are Σ x xᵀ / n, both triangles', () => {
    const expected = [10, 12, -2, 12, 16, 0, -2, 0, 4]
    dense.meanProducts!().forEach((value, k) => expect(value).toBeCloseTo(expected[k]! / 3, 14))
    expect(dense.meanProducts!()).toBe(dense.meanProducts!())
  })

  it('of more than 4,000 rows are those of every second, and still a mean', () => {
    const table = denseDesign(
      1,
      Float64Array.from({ length: 6000 }, (_, i) => (i % 2 === 0 ? 2 : 100)),
    )
    expect(table.meanProducts!()[0]).toBeCloseTo(4, 10)
    const odd = denseDesign(
      1,
      Float64Array.from({ length: 4001 }, (_, i) => (i % 2 === 0 ? 2 : 100)),
    )
    expect(odd.meanProducts!()[0]).toBeCloseTo(4, 10)
    const all = denseDesign(
      1,
      Float64Array.from({ length: 4000 }, (_, i) => (i % 2 === 0 ? 2 : 100)),
    )
    expect(all.meanProducts!()[0]).toBeCloseTo((4 + 10000) / 2, 8)
  })

  test('a sparse design has none', () => expect(sparse.meanProducts).toBeUndefined())
})
