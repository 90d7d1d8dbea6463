import { cholesky, solveCholesky } from '../stats/cholesky.ts'
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
 * How much a reward head relies on each column: the Bradley–Terry model P(chosen) = σ(Σ_c b_c x_ic + offset_i) over
 * pairs, fitted by Newton's method. Every coefficient has a log-F(1,1) prior (½b − log(1 + e^b), half a success and
 * half a failure at x = 1; Greenland & Mansournia 2015), so that the estimate exists where a concept never
 * occurs on one side; on hundreds of pairs it moves a coefficient by far less than its standard error.
 * @param columns differences chosen − rejected, each as long as the pairs
 * @returns one coefficient per column
 */
export function fitReliance(columns: readonly Float64Array[], options: RelianceOptions = {}): Float64Array {
  const design = rows(columns, options)
  const b = new Float64Array(columns.length)
  // A large problem starts where a sixteenth of its pairs ends: the full passes are then few.
  if (design.pairs > LARGE) newton(b, design, 16)
  newton(b, design, 1)
  return b
}

/** The pairs that are left, row by row. */
interface Design {
  readonly pairs: number
  readonly x: Float64Array
  readonly offset: Float64Array
  readonly count: Float64Array
}

function rows(columns: readonly Float64Array[], options: RelianceOptions): Design {
  const { offset, dropped, flipped, weights } = options
  const k = columns.length
  const all = columns[0]?.length ?? 0
  const x = new Float64Array(all * k)
  const fixed = new Float64Array(all)
  const count = new Float64Array(all)
  let pairs = 0
  for (let i = 0; i < all; i++) {
    if (dropped?.[i]) continue
    const sign = flipped?.[i] ? -1 : 1
    if (offset) fixed[pairs] = sign * offset[i]!
    for (let c = 0; c < k; c++) x[pairs * k + c] = sign * columns[c]![i]!
    count[pairs++] = weights ? weights[i]! : 1
  }
  return { pairs, x, offset: fixed, count }
}

/** Moves b to the maximum of the likelihood of every `stride`-th pair. */
function newton(b: Float64Array, { pairs, x, offset, count }: Design, stride: number): void {
  const k = b.length
  for (let step = 0; step < MAX_STEPS; step++) {
    const gradient = Float64Array.from(b, (value) => 0.5 - sigmoid(value))
    const hessian = new Float64Array(k * k)
    for (let c = 0; c < k; c++) hessian[c * k + c] = sigmoid(b[c]!) * sigmoid(-b[c]!)
    for (let i = 0; i < pairs; i += stride) {
      const row = i * k
      let eta = offset[i]!
      for (let c = 0; c < k; c++) eta += b[c]! * x[row + c]!
      const miss = 1 / (1 + Math.exp(eta))
      const residual = count[i]! * miss
      const weight = residual * (1 - miss)
      for (let c = 0; c < k; c++) {
        const xc = x[row + c]!
        if (xc === 0) continue
        gradient[c]! += xc * residual
        for (let d = 0; d <= c; d++) hessian[c * k + d]! += weight * xc * x[row + d]!
      }
    }
    const move = gradient.slice()
    cholesky(hessian, k)
    solveCholesky(hessian, move)
    const largest = move.reduce((most, value) => Math.max(most, Math.abs(value)), 0)
    // A capped step keeps Newton inside the region where the quadratic model holds.
    const scale = largest > 2 ? 2 / largest : 1
    for (let c = 0; c < k; c++) b[c]! += scale * move[c]!
    if (largest < TOLERANCE) break
  }
}
