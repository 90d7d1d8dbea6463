import { EigenvalueDecomposition, Matrix } from 'ml-matrix'
import type { Random } from '../random.ts'
import type { OnCheckpoint } from './checkpoint.ts'
import { mirrored, timesTransposed } from './dense.ts'

/** Directions drawn beyond those asked for (Halko, Martinsson & Tropp 2011, section 4.2). */
const OVERSAMPLING = 10

/** Leading singular values of a matrix A, descending, and its right singular vectors, one a row. */
export interface RightSingular {
  readonly values: Float64Array
  /** values.length × columns. */
  readonly vectors: Float64Array
  readonly columns: number
}

/**
 * Randomised SVD of A from its Gram matrix AᵀA: a Gaussian sketch of the range, refined by `passes` subspace
 * iterations, then Rayleigh–Ritz (Halko, Martinsson & Tropp 2011, algorithms 4.4 and 5.3). The Gram matrix is
 * small, and one pass with it equals two with A; the signs of the rows of A do not matter.
 * @param gram columns × columns, symmetric
 * @param rank at most this many values; fewer where A has fewer columns or less rank
 */
export function randomisedSvd(
  gram: Float64Array,
  columns: number,
  rank: number,
  rng: Random,
  { passes, check }: { readonly passes: number; readonly check?: OnCheckpoint | undefined },
): RightSingular {
  const width = Math.min(columns, rank + OVERSAMPLING)
  let basis = Float64Array.from({ length: width * columns }, () => gaussian(rng))
  for (let pass = 0; pass < passes; pass++)
    basis = orthonormalRows(timesTransposed(basis, gram, columns, check), columns)
  const found = basis.length / columns
  const image = timesTransposed(basis, gram, columns, check)
  const small = Matrix.from1DArray(found, found, mirrored(timesTransposed(basis, image, columns), found))
  const eigen = new EigenvalueDecomposition(small, { assumeSymmetric: true })
  const order = Uint32Array.from(eigen.realEigenvalues.keys())
    .reverse()
    .filter((j) => eigen.realEigenvalues[j]! > 1e-12 * eigen.realEigenvalues.at(-1)!)
    .slice(0, rank)
  const vectors = new Float64Array(order.length * columns)
  order.forEach((j, r) => {
    const vector = vectors.subarray(r * columns, (r + 1) * columns)
    for (let a = 0; a < found; a++)
      axpy(eigen.eigenvectorMatrix.get(a, j), basis.subarray(a * columns, (a + 1) * columns), vector)
  })
  return { values: Float64Array.from(order, (j) => Math.sqrt(eigen.realEigenvalues[j]!)), vectors, columns }
}

/** Box–Muller. */
const gaussian = (rng: Random): number => Math.sqrt(-2 * Math.log(1 - rng())) * Math.cos(2 * Math.PI * rng())

function dot(a: Float64Array, b: Float64Array): number {
  const { length } = a
  let even = 0
  let odd = 0
  let k = 0
  // Two independent sums can be computed in parallel.
  for (; k + 1 < length; k += 2) {
    even += a[k]! * b[k]!
    odd += a[k + 1]! * b[k + 1]!
  }
  return k < length ? even + odd + a[k]! * b[k]! : even + odd
}

/** b += x·a. */
function axpy(x: number, a: Float64Array, b: Float64Array): void {
  for (let k = 0; k < b.length; k++) b[k]! += x * a[k]!
}

/** Gram–Schmidt, applied twice to each row; rows linearly dependent on earlier ones are left out. */
function orthonormalRows(rows: Float64Array, columns: number): Float64Array<ArrayBuffer> {
  const basis = rows.slice()
  let kept = 0
  for (let r = 0; r < rows.length / columns; r++) {
    basis.copyWithin(kept * columns, r * columns, (r + 1) * columns)
    const row = basis.subarray(kept * columns, (kept + 1) * columns)
    const before = Math.sqrt(dot(row, row))
    for (let round = 0; round < 2; round++)
      for (let q = 0; q < kept; q++) {
        const earlier = basis.subarray(q * columns, (q + 1) * columns)
        axpy(-dot(row, earlier), earlier, row)
      }
    const norm = Math.sqrt(dot(row, row))
    if (norm <= 1e-10 * before || norm === 0) continue
    for (let f = 0; f < columns; f++) row[f]! /= norm
    kept++
  }
  return basis.slice(0, kept * columns)
}
