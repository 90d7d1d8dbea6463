import { EigenvalueDecomposition, Matrix } from 'ml-matrix'
import type { UnitTable } from '../activations.ts'
import { chosenSpan, rejectedSpan } from '../pairs.ts'

/** Components that a reward head sees of the mean states. */
const WIDTH = 32
/** Pairs behind the covariance. */
const SAMPLED = 2000

/**
 * The leading principal components, about 0, of the mean-state differences chosen − rejected.
 * @returns pairs × width, row by row
 */
export function stateComponents(
  { state, dim }: Pick<UnitTable, 'state' | 'dim'>,
  pairs: Uint32Array,
): { readonly width: number; readonly values: Float64Array } {
  const difference = (pair: number, out: Float64Array) => {
    const chosen = chosenSpan(pair) * dim
    const rejected = rejectedSpan(pair) * dim
    for (let d = 0; d < dim; d++) out[d] = state[chosen + d]! - state[rejected + d]!
  }
  const row = new Float64Array(dim)
  const covariance = Matrix.zeros(dim, dim)
  const step = Math.ceil(pairs.length / SAMPLED)
  for (let at = 0; at < pairs.length; at += step) {
    difference(pairs[at]!, row)
    for (let a = 0; a < dim; a++)
      for (let b = 0; b <= a; b++) covariance.set(a, b, covariance.get(a, b) + row[a]! * row[b]!)
  }
  for (let a = 0; a < dim; a++) for (let b = 0; b < a; b++) covariance.set(b, a, covariance.get(a, b))
  const { eigenvectorMatrix } = new EigenvalueDecomposition(covariance, { assumeSymmetric: true })
  const width = Math.min(WIDTH, dim)
  // Eigenvalues ascend.
  const basis = Float64Array.from({ length: width * dim }, (_, k) =>
    eigenvectorMatrix.get(k % dim, dim - 1 - Math.floor(k / dim)),
  )
  const values = new Float64Array(pairs.length * width)
  pairs.forEach((pair, at) => {
    difference(pair, row)
    for (let c = 0; c < width; c++) {
      let sum = 0
      for (let d = 0; d < dim; d++) sum += basis[c * dim + d]! * row[d]!
      values[at * width + c] = sum
    }
  })
  return { width, values }
}
