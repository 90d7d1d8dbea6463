import { describe, expect, it } from 'vitest'
import { denseDesign, sparseDesign } from '../../../src/core/stats/design.ts'
import { lassoLogistic } from '../../../src/core/stats/lasso-logistic.ts'
import { ridgeLogistic } from '../../../src/core/stats/ridge-logistic.ts'
import golden from '../../golden/stats/regularised.json' with { type: 'json' }

const rows = golden.x.length
const columns = golden.x[0]!.length
const all = Uint32Array.from({ length: rows }, (_, i) => i)

function sparseColumns() {
  const entries = Array.from({ length: columns }, (_, m) =>
    golden.x.flatMap((row, i) => (row[m] === 0 ? [] : [{ i, value: row[m]! }])),
  )
  const indptr = new Uint32Array(columns + 1)
  entries.forEach((list, m) => (indptr[m + 1] = indptr[m]! + list.length))
  return {
    rows,
    columns,
    indptr,
    row: Uint32Array.from(entries.flat(), ({ i }) => i),
    value: Float64Array.from(entries.flat(), ({ value }) => value),
  }
}

function sparseRows() {
  const entries = golden.x.map((row) => row.flatMap((value, j) => (value === 0 ? [] : [{ j, value }])))
  const indptr = new Uint32Array(rows + 1)
  entries.forEach((list, i) => (indptr[i + 1] = indptr[i]! + list.length))
  return sparseDesign(
    columns,
    indptr,
    Uint32Array.from(entries.flat(), ({ j }) => j),
    Float64Array.from(entries.flat(), ({ value }) => value),
  )
}

describe('L1 logistic', () => {
  it('agrees with statsmodels, the unpenalised column included', () => {
    const b = lassoLogistic(sparseColumns(), Float64Array.from(golden.lasso.penalty))
    golden.lasso.b.forEach((expected, m) => expect(b[m]).toBeCloseTo(expected, 5))
    expect(b[4]).toBe(0)
  })

  it('leaves every penalised column out under a large penalty', () => {
    const b = lassoLogistic(sparseColumns(), Float64Array.of(1e3, 1e3, 1e3, 1e3, 1e3, 0))
    expect([...b.subarray(0, 5)]).toEqual([0, 0, 0, 0, 0])
    expect(b[5]).not.toBe(0)
  })
})

describe('ridge logistic', () => {
  const penalty = Float64Array.from(golden.ridge.penalty)
  const tolerance = 1e-16

  it('agrees with scikit-learn on sparse rows', () => {
    const b = ridgeLogistic(sparseRows(), all, { penalty, tolerance })
    golden.ridge.b.forEach((expected, m) => expect(b[m]).toBeCloseTo(expected, 6))
  })

  it('agrees with it on a dense table, from any start', () => {
    const design = denseDesign(columns, Float64Array.from(golden.x.flat()))
    const start = new Float64Array(columns).fill(0.5)
    const b = ridgeLogistic(design, all, { penalty, tolerance, start })
    golden.ridge.b.forEach((expected, m) => expect(b[m]).toBeCloseTo(expected, 6))
  })

  it('uses the rows it is told to', () => {
    const half = all.filter((i) => i % 2 === 0)
    const some = ridgeLogistic(sparseRows(), half, { penalty, tolerance })
    const twice = ridgeLogistic(sparseRows(), Uint32Array.from([...half, ...half]), {
      penalty: penalty.map((k) => 2 * k),
      tolerance,
    })
    some.forEach((b, j) => expect(twice[j]).toBeCloseTo(b, 7))
  })
})
