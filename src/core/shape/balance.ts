import { cholesky, solveCholesky } from '../stats/cholesky.ts'

/** A weighted mean to bring about. */
export interface Moment {
  readonly target: number
  /** A kept concept gives way last. */
  readonly held: boolean
}

/** The moments' values by pair; the pairs that have 0 in all of them are one row. */
export interface MomentRows {
  /** Rows × moments, row by row. */
  readonly rows: Float64Array
  /** Pairs behind each row. */
  readonly counts: Float64Array
}

/** @param columns one a moment @param pairs that share the weights */
export function momentRows(columns: readonly Float64Array[], pairs: Uint32Array): MomentRows {
  const some = pairs.filter((i) => columns.some((column) => column[i] !== 0))
  const none = pairs.length - some.length
  const k = columns.length
  const rows = new Float64Array((some.length + 1) * k)
  columns.forEach((column, m) => some.forEach((i, at) => (rows[at * k + m] = column[i]!)))
  const counts = new Float64Array(some.length + 1).fill(1)
  counts[some.length] = none
  return { rows, counts }
}

export interface Balance {
  /** w_i = exp(−Σ_k multiplier_k x_ik − constant), mean 1 over the pairs. */
  readonly multipliers: Float64Array
  readonly constant: number
  /** Weighted mean of each moment. */
  readonly reached: Float64Array
  /** Whether every target is met to 1e-6. */
  readonly exact: boolean
}

/** How much a moment that is not held may miss its target per unit of its multiplier, where not all can be met. */
const GIVE = 1e-6
const HELD_GIVE = 1e-9
const MET = 1e-6
/** Targets that take weights more than a factor e^this apart are out of reach: a few pairs would stand for all. */
const MOST_SPREAD = 10

/**
 * Entropy balancing (Hainmueller 2012): of all weights with mean 1 whose weighted means are the targets, those nearest to
 * uniform, min Σ w log w. They are w_i ∝ exp(−θ·(x_i − t)), with θ at the minimum of the convex dual
 * log mean exp(−θ·(x − t)).
 *
 * Where no such weights exist, the dual has no minimum; then ½ Σ give_k θ_k² is added, which is to let moment k miss its
 * target at a price of miss²/2give: the nearest that can be had, kept concepts giving way last.
 */
export function balance(moments: readonly Moment[], { rows, counts }: MomentRows): Balance {
  const k = moments.length
  const centred = rows.map((x, at) => x - moments[at % k]!.target)
  const met = (theta: Float64Array) => dual(centred, counts, theta).mean.every((x) => Math.abs(x) < MET)
  let theta = minimise(centred, counts, new Float64Array(k))
  const exact = met(theta)
  if (!exact) {
    const give = Float64Array.from(moments, ({ held }) => (held ? HELD_GIVE : GIVE))
    theta = minimise(centred, counts, give)
  }
  const { mean, logMean } = dual(centred, counts, theta)
  return {
    multipliers: theta,
    constant: moments.reduce((sum, { target }, m) => sum - theta[m]! * target, logMean),
    reached: mean.map((x, m) => x + moments[m]!.target),
    exact,
  }
}

/** Newton's method with backtracking on the dual; it gives up where weights differ beyond MOST_SPREAD. */
function minimise(rows: Float64Array, counts: Float64Array, give: Float64Array): Float64Array {
  const k = give.length
  const theta = new Float64Array(k)
  let now = dual(rows, counts, theta)
  for (let step = 0; step < 200; step++) {
    const gradient = now.mean.map((x, m) => give[m]! * theta[m]! - x)
    const hessian = now.covariance.slice()
    for (let m = 0; m < k; m++) hessian[m * k + m] = hessian[m * k + m]! * (1 + 1e-10) + give[m]! + 1e-14
    const move = gradient.map((g) => -g)
    cholesky(hessian, k)
    solveCholesky(hessian, move)
    const slope = move.reduce((sum, x, m) => sum + x * gradient[m]!, 0)
    if (!(slope < -1e-20) || spread(rows, theta) > MOST_SPREAD) break
    const value = penalised(now.logMean, theta, give)
    for (let size = 1; size > 1e-9; size /= 2) {
      const next = theta.map((x, m) => x + size * move[m]!)
      const there = dual(rows, counts, next)
      if (!(penalised(there.logMean, next, give) <= value + 1e-4 * size * slope)) continue
      theta.set(next)
      now = there
      break
    }
  }
  return theta
}

const penalised = (logMean: number, theta: Float64Array, give: Float64Array): number =>
  theta.reduce((sum, x, m) => sum + (give[m]! * x * x) / 2, logMean)

/** log mean exp(−θ·x), and the mean and covariance of x under the weights, by pattern. */
function dual(rows: Float64Array, counts: Float64Array, theta: Float64Array) {
  const k = theta.length
  const exponents = exponentsOf(rows, theta)
  const top = exponents.reduce((most, x) => Math.max(most, x), -Infinity)
  const mean = new Float64Array(k)
  const covariance = new Float64Array(k * k)
  let total = 0
  let pairs = 0
  exponents.forEach((x, r) => {
    const weight = counts[r]! * Math.exp(x - top)
    total += weight
    pairs += counts[r]!
    for (let a = 0; a < k; a++) {
      const wx = weight * rows[r * k + a]!
      mean[a]! += wx
      for (let b = 0; b <= a; b++) covariance[a * k + b]! += wx * rows[r * k + b]!
    }
  })
  for (let a = 0; a < k; a++) mean[a]! /= total
  for (let a = 0; a < k; a++)
    for (let b = 0; b <= a; b++) covariance[a * k + b] = covariance[a * k + b]! / total - mean[a]! * mean[b]!
  return { logMean: Math.log(total / pairs) + top, mean, covariance }
}

function exponentsOf(rows: Float64Array, theta: Float64Array): Float64Array {
  const k = theta.length
  return Float64Array.from({ length: rows.length / k }, (_, r) => {
    let sum = 0
    for (let m = 0; m < k; m++) sum -= theta[m]! * rows[r * k + m]!
    return sum
  })
}

/** Log of the largest weight over the smallest. */
function spread(rows: Float64Array, theta: Float64Array): number {
  let low = Infinity
  let high = -Infinity
  for (const x of exponentsOf(rows, theta)) {
    if (x < low) low = x
    if (x > high) high = x
  }
  return high - low
}

/** The weight of every pair of a balance, 1 for pairs that do not share in it. */
export function balancedWeights(
  length: number,
  columns: readonly Float64Array[],
  { multipliers, constant }: Pick<Balance, 'multipliers' | 'constant'>,
  pairs: Uint32Array,
): Float64Array {
  const weights = new Float64Array(length).fill(1)
  for (const i of pairs) {
    let exponent = -constant
    for (let m = 0; m < columns.length; m++) exponent -= multipliers[m]! * columns[m]![i]!
    weights[i] = Math.exp(exponent)
  }
  return weights
}

/** (Σ w)² / Σ w²: as many equal weights would tell as much (Kish 1965). @param counts 0 where a pair is left out */
export function effectiveSampleSize(weights: Float64Array, dropped: Uint8Array): number {
  let sum = 0
  let squares = 0
  for (let i = 0; i < weights.length; i++) {
    if (dropped[i]) continue
    sum += weights[i]!
    squares += weights[i]! ** 2
  }
  return squares === 0 ? 0 : (sum * sum) / squares
}
