import { cholesky, solveCholesky } from '../linalg/cholesky.ts'
import { sigmoid } from '../stats/logistic.ts'

/** Newton converges quadratically: after a step this small, what is left is of the order of its square. */
const TOLERANCE = 1e-5
const MAX_STEPS = 100
const LARGE = 20_000

export interface RelianceOptions {
  /** A fixed term of the linear predictor per pair, such as the offsets of a shaped loss. */
  readonly offset?: Float64Array
  /** Pairs with a non-zero entry are left out. */
  readonly dropped?: Uint8Array
  /** Pairs with a non-zero entry have their sides, and so every column and the offset, exchanged. */
  readonly flipped?: Uint8Array
  /** How much each pair counts; 1 when left out. */
  readonly weights?: Float64Array
}

/**
 * How much a reward head relies on each column: the Bradley–Terry model P(chosen) = σ(Σ_c b_c x_ic +
 * offset_i) over pairs, fitted by Newton's method. Every coefficient has a log-F(1,1) prior (½b − log(1 +
 * e^b), half a success and half a failure at x = 1; Greenland & Mansournia 2015), so that the estimate exists
 * where a concept never occurs on one side; on hundreds of pairs it moves a coefficient by far less than its
 * standard error.
 * @param columns differences chosen − rejected, each as long as the pairs
 * @returns one coefficient per column
 */
export function fitBradleyTerry(
  columns: readonly Float64Array[],
  options: RelianceOptions = {},
): Float64Array {
  const b = new Float64Array(columns.length)
  // A large problem starts where a sixteenth of its pairs ends: the full passes are then few.
  if (b.length > 0 && columns[0]!.length > LARGE) newton(b, columns, options, 16)
  newton(b, columns, options, 1)
  return b
}

/** Moves b to the maximum of the likelihood of every `stride`-th pair. */
function newton(
  b: Float64Array,
  columns: readonly Float64Array[],
  { offset, dropped, flipped, weights }: RelianceOptions,
  stride: number,
): void {
  const k = b.length
  const pairs = columns[0]?.length ?? 0
  const x = new Float64Array(k)
  const gradient = new Float64Array(k)
  const hessian = new Float64Array(k * k)
  for (let step = 0; step < MAX_STEPS; step++) {
    hessian.fill(0)
    for (let c = 0; c < k; c++) {
      gradient[c] = 0.5 - sigmoid(b[c]!)
      hessian[c * k + c] = sigmoid(b[c]!) * sigmoid(-b[c]!)
    }
    for (let i = 0; i < pairs; i += stride) {
      if (dropped !== undefined && dropped[i] !== 0) continue
      let eta = offset === undefined ? 0 : offset[i]!
      for (let c = 0; c < k; c++) {
        x[c] = columns[c]![i]!
        eta += b[c]! * x[c]!
      }
      const sign = flipped !== undefined && flipped[i] !== 0 ? -1 : 1
      const count = weights === undefined ? 1 : weights[i]!
      const miss = 1 / (1 + Math.exp(sign * eta))
      const residual = sign * count * miss
      const weight = count * miss * (1 - miss)
      for (let c = 0; c < k; c++) {
        const xc = x[c]!
        if (xc === 0) continue
        gradient[c]! += xc * residual
        for (let d = 0; d <= c; d++) hessian[c * k + d]! += weight * xc * x[d]!
      }
    }
    cholesky(hessian, k)
    solveCholesky(hessian, gradient)
    const largest = gradient.reduce((most, value) => Math.max(most, Math.abs(value)), 0)
    // A capped step keeps Newton inside the region where the quadratic model holds.
    const scale = largest > 2 ? 2 / largest : 1
    for (let c = 0; c < k; c++) b[c]! += scale * gradient[c]!
    if (largest < TOLERANCE) break
  }
}
