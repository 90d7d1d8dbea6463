import { sigmoid } from './logistic.ts'

/** Sparse columns: column m holds value[k] in row[k] for k in indptr[m] .. indptr[m + 1]. */
export interface SparseColumns {
  readonly rows: number
  readonly columns: number
  readonly indptr: Uint32Array
  readonly row: Uint32Array
  readonly value: Float64Array
}

/**
 * Entries visited before an ill-conditioned fit stops: about two seconds. The loss falls at every step, so
 * stopping early only separates collinear columns less well.
 */
const MOST_ENTRIES = 3e8

/**
 * L1 logistic regression through the origin in which every row is a success: minimises Σ_i log(1 + e^−η_i) +
 * Σ_m penalty_m·|b_m|, η = Xb, by cyclic coordinate descent on the quadratic bound of the loss (Friedman,
 * Hastie & Tibshirani 2010, with the fixed curvature ¼ of Böhning 1992), which falls at every step.
 * @param penalty per column, 0 for one that is not penalised
 * @returns the coefficients, within `tolerance` of the optimality conditions relative to the number of rows
 * unless MOST_ENTRIES came first
 * @example
 * // One column of four ones: the score at 0 is 4 · ½, so a penalty of 2 keeps it out.
 * const row = Uint32Array.of(0, 1, 2, 3)
 * const value = Float64Array.of(1, 1, 1, 1)
 * const x = { rows: 4, columns: 1, indptr: Uint32Array.of(0, 4), row, value }
 * lassoLogistic(x, Float64Array.of(2)) // → [0]
 * lassoLogistic(x, Float64Array.of(1)) // → [Math.log(3)]
 */
export function lassoLogistic(x: SparseColumns, penalty: Float64Array, tolerance = 1e-9): Float64Array {
  const b = new Float64Array(x.columns)
  const eta = new Float64Array(x.rows)
  const active = new Set<number>(Array.from(penalty.keys()).filter((m) => penalty[m] === 0))
  let visited = 0
  const visit = (m: number): number => {
    visited += x.indptr[m + 1]! - x.indptr[m]!
    let gradient = 0
    let curvature = 0
    for (let k = x.indptr[m]!; k < x.indptr[m + 1]!; k++) {
      const p = sigmoid(eta[x.row[k]!]!)
      gradient += x.value[k]! * (1 - p)
      curvature += x.value[k]! ** 2 / 4
    }
    if (curvature === 0) return 0
    const target = b[m]! * curvature + gradient
    const shrunk = Math.sign(target) * Math.max(0, Math.abs(target) - penalty[m]!)
    const change = shrunk / curvature - b[m]!
    if (change === 0) return 0
    b[m]! += change
    for (let k = x.indptr[m]!; k < x.indptr[m + 1]!; k++) eta[x.row[k]!]! += change * x.value[k]!
    return Math.abs(change) * curvature
  }
  while (visited < MOST_ENTRIES) {
    let largest = 0
    for (let m = 0; m < x.columns; m++) {
      const change = visit(m)
      if (b[m] !== 0) active.add(m)
      largest = Math.max(largest, change)
    }
    if (largest <= tolerance * x.rows) break
    while (visited < MOST_ENTRIES) {
      let change = 0
      for (const m of active) change = Math.max(change, visit(m))
      if (change <= (tolerance * x.rows) / 2) break
    }
  }
  return b
}
