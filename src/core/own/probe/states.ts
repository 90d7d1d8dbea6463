import type { UnitTable } from '../../activations.ts'
import { cholesky } from '../../linalg/cholesky.ts'
import { gramOfColumns } from '../../linalg/dense.ts'
import { readUnitState } from '../../unit-states.ts'

/** The sentence states of some texts: those of text j are rows ptr[j] .. ptr[j + 1] of `value`. */
export interface TextStates {
  readonly dim: number
  readonly ptr: Uint32Array
  readonly value: Float64Array
}

/** z = L⁻¹(x − mean), with covariance L Lᵀ: the states of the data's sentences have unit covariance. */
export interface Whitening {
  readonly dim: number
  readonly mean: Float64Array
  /** L, dim × dim, lower triangle. */
  readonly factor: Float64Array
}

/** The share of the mean variance v in the covariance: (1 − s)·C + s·v·I. */
const SHRINKAGE = 0.5
/** A state's number that never varies would make the covariance singular. */
const LEAST_VARIANCE = 1e-8

/**
 * The mean and covariance of sentence states.
 * @param read writes row i into the first `dim` elements of `into`
 */
export function whiteningOf(
  rows: number,
  dim: number,
  read: (row: number, into: Float64Array) => void,
): Whitening {
  const mean = new Float64Array(dim)
  const own = new Float64Array(dim)
  for (let row = 0; row < rows; row++) {
    read(row, own)
    for (let d = 0; d < dim; d++) mean[d]! += own[d]! / rows
  }
  const factor = gramOfColumns(rows, dim, (row, into) => {
    read(row, into)
    for (let d = 0; d < dim; d++) into[d]! -= mean[d]!
  })
  let variance = 0
  for (let d = 0; d < dim; d++) variance += factor[d * (dim + 1)]! / (rows * dim)
  for (let k = 0; k < factor.length; k++) factor[k]! *= (1 - SHRINKAGE) / rows
  for (let d = 0; d < dim; d++) factor[d * (dim + 1)]! += SHRINKAGE * variance + LEAST_VARIANCE
  cholesky(factor, dim)
  return { dim, mean, factor }
}

/** The states of some spans of a table with sentence states, whitened. */
export function whitenedStates(
  { dim, mean, factor }: Whitening,
  units: UnitTable,
  spans: ArrayLike<number>,
): TextStates {
  const ptr = new Uint32Array(spans.length + 1)
  for (let j = 0; j < spans.length; j++)
    ptr[j + 1] = ptr[j]! + units.unitPtr[spans[j]! + 1]! - units.unitPtr[spans[j]!]!
  const value = new Float64Array(ptr[spans.length]! * dim)
  for (let j = 0; j < spans.length; j++) {
    const first = units.unitPtr[spans[j]!]!
    for (let row = ptr[j]!; row < ptr[j + 1]!; row++) {
      const z = value.subarray(row * dim, (row + 1) * dim)
      readUnitState(units.unitStates!, first + row - ptr[j]!, dim, z)
      for (let a = 0; a < dim; a++) {
        let rest = z[a]! - mean[a]!
        for (let b = 0, at = a * dim; b < a; b++, at++) rest -= factor[at]! * z[b]!
        z[a] = rest / factor[a * (dim + 1)]!
      }
    }
  }
  return { dim, ptr, value }
}

/** The direction w of whitened states as one of states as they are: L⁻ᵀw. */
export function rawDirection({ dim, factor }: Whitening, w: Float64Array): Float64Array {
  const raw = w.slice()
  for (let a = dim - 1; a >= 0; a--) {
    raw[a]! /= factor[a * (dim + 1)]!
    for (let b = 0; b < a; b++) raw[b]! -= factor[a * dim + b]! * raw[a]!
  }
  return raw
}

/** Mean over sentences, texts × dim; zeros for a text without sentences. */
export function textMeans({ dim, ptr, value }: TextStates): Float64Array {
  const means = new Float64Array((ptr.length - 1) * dim)
  for (let j = 0; j + 1 < ptr.length; j++) {
    const count = ptr[j + 1]! - ptr[j]!
    for (let row = ptr[j]!; row < ptr[j + 1]!; row++)
      for (let d = 0; d < dim; d++) means[j * dim + d]! += value[row * dim + d]! / count
  }
  return means
}
