import { valuesAt } from '../indices.ts'
import { cholesky, solveCholesky } from '../linalg/cholesky.ts'
import { conjugateGradients, dot } from '../linalg/conjugate-gradients.ts'
import type { Design } from './design.ts'
import { sigmoid } from './logistic.ts'

export interface RidgeOptions {
  /** κ per column: the loss has ½ Σ κ_j b_j²; 0 leaves a column unpenalised. */
  readonly penalty: Float64Array
  /** Where to begin. */
  readonly start?: Float64Array
  /** Weight of each row of the design; 1 when left out. */
  readonly weights?: Float64Array
  /** A fixed term of each row's linear predictor; 0 when left out. */
  readonly offset?: Float64Array
  /** Stops after a step whose predicted decrease of the loss is below this per row. */
  readonly tolerance?: number
}

/**
 * Ridge logistic regression through the origin in which every row is a success: minimises Σ_{i in rows} w_i
 * log(1 + e^−(x_i·b + offset_i)) + ½ Σ κ_j b_j² by Newton's method, each step by conjugate gradients (Lin,
 * Weng & Keerthi 2008), halved while the loss rises. Linear in the entries of the rows. The gradients are
 * preconditioned by the Hessian's diagonal, or, for dense designs, by the full Hessian at b = 0.
 * @example
 * // Three of four rows have x = 1, one has x = −1.
 * const x = denseDesign(1, Float64Array.of(1, 1, 1, -1))
 * ridgeLogistic(x, Uint32Array.of(0, 1, 2, 3), { penalty: Float64Array.of(0) }) // → [Math.log(3)]
 */
export function ridgeLogistic(x: Design, rows: Uint32Array, options: RidgeOptions): Float64Array {
  const { penalty, start, weights: counts, offset, tolerance = 1e-7 } = options
  const b = start ? start.slice() : new Float64Array(x.columns)
  const precondition = preconditioner(x, rows.length, penalty)
  const count = valuesAt(rows, (i) => counts?.[i] ?? 1)
  let margins = valuesAt(rows, (i) => x.dot(i, b) + (offset?.[i] ?? 0))
  let loss = lossAt(margins, count, b, penalty)
  for (let iteration = 0; iteration < 100; iteration++) {
    const gradient = b.map((bj, j) => penalty[j]! * bj)
    const diagonal = penalty.slice()
    const weights = new Float64Array(rows.length)
    rows.forEach((i, k) => {
      const p = sigmoid(margins[k]!)
      weights[k] = count[k]! * p * (1 - p)
      x.add(i, count[k]! * (p - 1), gradient)
      if (!x.meanProducts) x.addSquares(i, weights[k]!, diagonal)
    })
    const direction = newtonStep({ x, rows, weights, penalty }, gradient, (r) => precondition(r, diagonal))
    const gain = -dot(gradient, direction) / 2
    const slopes = valuesAt(rows, (i) => x.dot(i, direction))
    let size = 1
    for (; size > 1e-8; size /= 2) {
      const nextB = b.map((bj, j) => bj + size * direction[j]!)
      const nextMargins = margins.map((m, k) => m + size * slopes[k]!)
      const nextLoss = lossAt(nextMargins, count, nextB, penalty)
      if (nextLoss > loss) continue
      b.set(nextB)
      margins = nextMargins
      loss = nextLoss
      break
    }
    if (gain <= tolerance * rows.length || size <= 1e-8) break
  }
  return b
}

/** An approximation of H⁻¹r. */
function preconditioner(x: Design, rows: number, penalty: Float64Array) {
  if (!x.meanProducts) {
    return (residual: Float64Array, diagonal: Float64Array) =>
      residual.map((r, j) => (diagonal[j]! > 0 ? r / diagonal[j]! : 0))
  }
  const factor = x.meanProducts().map((product) => (product * rows) / 4)
  // A little more than the penalty, so that unpenalised collinear columns stay non-singular.
  penalty.forEach(
    (kappa, j) => (factor[j * (x.columns + 1)] = factor[j * (x.columns + 1)]! * (1 + 1e-9) + kappa),
  )
  cholesky(factor, x.columns)
  return (residual: Float64Array) => {
    const solved = residual.slice()
    solveCholesky(factor, solved)
    return solved
  }
}

function lossAt(margins: Float64Array, count: Float64Array, b: Float64Array, penalty: Float64Array): number {
  let loss = 0
  margins.forEach((m, k) => {
    loss += count[k]! * (m > 0 ? Math.log1p(Math.exp(-m)) : Math.log1p(Math.exp(m)) - m)
  })
  for (let j = 0; j < b.length; j++) loss += (penalty[j]! * b[j]! ** 2) / 2
  return loss
}

/** H = XᵀWX + diag(κ), over some rows of X. */
interface Hessian {
  readonly x: Design
  readonly rows: Uint32Array
  readonly weights: Float64Array
  readonly penalty: Float64Array
}

/** Solves H d = −gradient to a tenth of its norm. */
function newtonStep(
  { x, rows, weights, penalty }: Hessian,
  gradient: Float64Array,
  precondition: (residual: Float64Array) => Float64Array,
): Float64Array {
  const multiply = (search: Float64Array) => {
    const image = search.map((s, j) => penalty[j]! * s)
    rows.forEach((i, k) => {
      x.add(i, weights[k]! * x.dot(i, search), image)
    })
    return image
  }
  return conjugateGradients(
    gradient.map((g) => -g),
    { multiply, precondition, tolerance: 0.01, iterations: 200 },
  )
}
