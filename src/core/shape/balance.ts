import { cholesky, solveCholesky } from '../linalg/cholesky.ts'

/** A weighted mean to bring about. */
export interface Moment {
  readonly target: number
  /** A kept concept gives way last. */
  readonly held: boolean
}

/** The moments' values of the pairs that share the weights. */
export interface MomentRows {
  /** Pairs × moments, row by row: of the pairs that have any. */
  readonly rows: Float64Array
  /** Pairs that have 0 in all of them. */
  readonly plain: number
}

export interface Balance {
  /** w_i = min(MOST_WEIGHT, exp(−Σ_k multiplier_k x_ik − constant)), mean 1 over the pairs. */
  readonly multipliers: Float64Array
  readonly constant: number
  /** Weighted mean of each moment. */
  readonly reached: Float64Array
  /** Whether every target is met to 1e-6. */
  readonly exact: boolean
}

/** No pair stands for more than so many. */
export const MOST_WEIGHT = 2.5
/**
 * How much a moment that is not held may miss its target per unit of its multiplier, where not all can be
 * met.
 */
const GIVE = 1e-7
const HELD_GIVE = 1e-10
const MET = 1e-6
/** Targets that take weights more than a factor e^this apart are out of reach: it would be to drop pairs. */
const MOST_SPREAD = 10
/** The nearest to such targets may go so far. */
const NEAREST_SPREAD = 14

/**
 * Entropy balancing (Hainmueller 2012) with bounded weights: of all weights with mean 1, none above
 * MOST_WEIGHT, whose weighted means are the targets, those nearest to uniform, min Σ w log w. They are w_i =
 * min(MOST_WEIGHT, e^t_i) with t_i = −θ·x_i − c at the minimum of the convex dual mean φ(t_i) + θ·target + c,
 * where φ′(t) = min(MOST_WEIGHT, e^t).
 *
 * Where no such weights exist, the dual has no minimum; then ½ Σ give_k θ_k² is added, which is to let moment
 * k miss its target at a price of miss²/2give: the nearest that can be had, kept concepts giving way last.
 */
export function balance(moments: readonly Moment[], rows: MomentRows): Balance {
  const k = moments.length
  // The mass is a moment like the others: 1 in every pair, to have mean 1; its multiplier, the last, is c.
  const targets = Float64Array.from([...moments.map(({ target }) => target), 1])
  const none = new Float64Array(k + 1)
  const met = ({ slope }: { readonly slope: Float64Array }) => slope.every((x) => Math.abs(x) < MET)
  // A large problem starts where a sixteenth of its pairs ends: the full passes are then few.
  const fewer =
    rows.rows.length / k > LARGE
      ? minimise(everyNth(rows, k, STRIDE), targets, none, none, MOST_SPREAD)
      : null
  const start = fewer && met(fewer) ? fewer.theta : none
  let found = minimise(rows, targets, start, none, MOST_SPREAD)
  const exact = met(found)
  if (!exact) {
    const give = none.map((_, m) => (m === k ? 0 : moments[m]!.held ? HELD_GIVE : GIVE))
    found = minimise(rows, targets, none, give, NEAREST_SPREAD)
  }
  const { theta, slope } = found
  return {
    multipliers: theta.slice(0, k),
    constant: theta[k]!,
    reached: Float64Array.from(moments, ({ target }, m) => target - slope[m]!),
    exact,
  }
}

/** With more pairs than this that have any moment, a start is looked for on every STRIDE-th. */
const LARGE = 20_000
const STRIDE = 16

function everyNth({ rows, plain }: MomentRows, k: number, stride: number): MomentRows {
  const some = new Float64Array(Math.ceil(rows.length / k / stride) * k)
  for (let r = 0; r < some.length; r += k) some.set(rows.subarray(r * stride, r * stride + k), r)
  return { rows: some, plain: plain / stride }
}

/**
 * So near to the minimum, values of about 1 no longer tell which of two points is lower, and a last step ends
 * there.
 */
const LEAST_SLOPE = 1e-14

/**
 * Newton's method with backtracking on the dual; it gives up where weights differ by more than e^mostSpread.
 */
function minimise(
  rows: MomentRows,
  targets: Float64Array,
  start: Float64Array,
  give: Float64Array,
  mostSpread: number,
) {
  const width = give.length
  let theta = start
  let now = dual(rows, targets, theta)
  const valueAt = (at: Float64Array, { value }: { readonly value: number }) =>
    at.reduce((sum, x, m) => sum + (give[m]! * x * x) / 2, value)
  for (let step = 0; step < 200 && now.spread < mostSpread; step++) {
    const gradient = now.slope.map((x, m) => x + give[m]! * theta[m]!)
    const hessian = now.curvature.slice()
    for (let m = 0; m < width; m++)
      hessian[m * width + m] = hessian[m * width + m]! * (1 + 1e-10) + give[m]! + 1e-14
    const move = gradient.map((g) => -g)
    cholesky(hessian, width)
    solveCholesky(hessian, move)
    const slope = move.reduce((sum, x, m) => sum + x * gradient[m]!, 0)
    if (!(slope < -1e-20)) break
    if (slope > -LEAST_SLOPE) {
      theta = theta.map((x, m) => x + move[m]!)
      now = dual(rows, targets, theta)
      break
    }
    const before = valueAt(theta, now)
    let size = 1
    for (; size > 1e-9; size /= 2) {
      const next = theta.map((x, m) => x + size * move[m]!)
      const there = dual(rows, targets, next)
      if (!(valueAt(next, there) <= before + 1e-4 * size * slope)) continue
      theta = next
      now = there
      break
    }
    if (size <= 1e-9) break
  }
  return { theta, slope: now.slope }
}

/** The dual at θ (c last), its gradient and Hessian, and the log of the largest weight over the smallest. */
function dual({ rows, plain }: MomentRows, targets: Float64Array, theta: Float64Array) {
  const width = theta.length
  const k = width - 1
  const top = Math.log(MOST_WEIGHT)
  const sums = new Float64Array(width)
  const curvature = new Float64Array(width * width)
  let value = 0
  let low = Infinity
  let high = -Infinity
  /** Takes in what pairs have in common; returns their weight. */
  const take = (t: number, count: number): number => {
    const weight = Math.exp(Math.min(t, top))
    value += count * (t > top ? weight * (1 + t - top) : weight)
    low = Math.min(low, t)
    high = Math.max(high, Math.min(t, top))
    sums[k]! += count * weight
    if (t <= top) curvature[width * width - 1]! += count * weight
    return weight
  }
  if (plain > 0) take(-theta[k]!, plain)
  for (let at = 0; at < rows.length; at += k) {
    let t = -theta[k]!
    for (let m = 0; m < k; m++) t -= theta[m]! * rows[at + m]!
    const weight = take(t, 1)
    for (let a = 0; a < k; a++) {
      const wx = weight * rows[at + a]!
      if (wx === 0) continue
      sums[a]! += wx
      if (t > top) continue
      curvature[k * width + a]! += wx
      for (let b = 0; b <= a; b++) curvature[a * width + b]! += wx * rows[at + b]!
    }
  }
  const pairs = plain + rows.length / k
  const slope = targets.map((target, m) => target - sums[m]! / pairs)
  for (let m = 0; m < width; m++) value += pairs * targets[m]! * theta[m]!
  return { value: value / pairs, slope, curvature: curvature.map((x) => x / pairs), spread: high - low }
}

/** The weight of each row of moments, and of a pair that has none. */
export function balancedWeights(
  rows: Float64Array,
  { multipliers, constant }: Pick<Balance, 'multipliers' | 'constant'>,
): { readonly weights: Float64Array; readonly plain: number } {
  const k = multipliers.length
  const weights = new Float64Array(rows.length / k)
  for (let r = 0, at = 0; r < weights.length; r++, at += k) {
    let exponent = -constant
    for (let m = 0; m < k; m++) exponent -= multipliers[m]! * rows[at + m]!
    weights[r] = Math.min(MOST_WEIGHT, Math.exp(exponent))
  }
  return { weights, plain: Math.min(MOST_WEIGHT, Math.exp(-constant)) }
}

/**
 * (Σ w)² / Σ w²: as many equal weights would tell as much (Kish 1965).
 * @param counts 0 where a pair is left out
 */
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
