import type { Effect } from './adjusted-effect.ts'
import { cholesky, solveCholesky } from '../linalg/cholesky.ts'
import { sigmoid } from './logistic.ts'
import { positiveCount, type Labels, type Sample } from './sample.ts'

/** α, β, γ. */
type Point = readonly [alpha: number, beta: number, gamma: number]

/**
 * Responses with the same label, length and u = label · share of the concept's features present: one term of
 * the likelihood.
 */
interface Alike {
  readonly side: number
  readonly length: number
  readonly u: number
  count: number
}

/** What all fits on a sample share. */
interface Base {
  /** All responses with u = 0, grouped, and the group of each response. */
  readonly groups: readonly Alike[]
  readonly groupOf: Uint32Array
  /** Whether γ is estimated; it is not identified where all lengths are equal. */
  readonly adjusted: boolean
  /** Whether γ has a log-F(1,1) prior, because length alone separates good from bad. */
  readonly priorGamma: boolean
}

/** The terms of the likelihood for one concept. */
interface Presence {
  /** The responses without it, then those with it. */
  readonly groups: readonly Alike[]
  /** Whether β has a log-F(1,1) prior. */
  readonly prior: boolean
}

/**
 * P(good) = σ(α + γ·log(words + 1)): the length-only model of a response.
 * @example
 * // Three of four responses of equal length are good.
 * const four = Uint32Array.of(0, 1, 2, 3)
 * const labels = { side: Int8Array.of(1, 1, 1, -1), key: four }
 * const data = sample(Float64Array.from(labels.side), four, four, labels)
 * lengthAlone(data, labels, true).point // → [Math.log(3), 0, 0]
 */
export function lengthAlone(
  { length }: Sample,
  { side }: Labels,
  adjust: boolean,
): Base & { readonly point: Point } {
  const number = new Map<number, number>()
  const groups: Alike[] = []
  const groupOf = Uint32Array.from(length, (l, i) => {
    let g = number.get(l)
    if (g === undefined) number.set(l, (g = groups.push({ side: side[i]!, length: l, u: 0, count: 0 }) - 1))
    groups[g]!.count++
    return g
  })
  const range = (wanted: number) => {
    const own = groups.filter((group) => group.side === wanted).map((group) => Math.abs(group.length))
    return [Math.min(...own), Math.max(...own)] as const
  }
  const [good, bad] = [range(1), range(-1)]
  const adjusted = adjust && Math.min(good[0], bad[0]) < Math.max(good[1], bad[1])
  const priorGamma = adjusted && (good[0] >= bad[1] || bad[0] >= good[1])
  const base = { groups, groupOf, adjusted, priorGamma }
  return { ...base, point: maximise(base, { groups, prior: true }, [0, 0, 0]).point }
}

/** The responses without a concept, then those with it. */
function withConcept({ groups, groupOf }: Base, response: Uint32Array, u: Float32Array): Alike[] {
  const absent = groups.map((group) => ({ ...group }))
  const byAmount = new Map<number, (Alike | undefined)[]>()
  const present: Alike[] = []
  for (let k = 0; k < response.length; k++) {
    const g = groupOf[response[k]!]!
    const amount = Math.abs(u[k]!)
    let alike = byAmount.get(amount)
    if (!alike) byAmount.set(amount, (alike = new Array<Alike | undefined>(groups.length).fill(undefined)))
    let own = alike[g]
    if (!own) present.push((own = alike[g] = { ...groups[g]!, u: u[k]!, count: 0 }))
    own.count++
    absent[g]!.count--
  }
  return [...absent, ...present]
}

export interface ResponseEffect extends Effect {
  /**
   * Influence of each cluster on β̂: the squares sum to β's variance, less a prior's part. Valid until the
   * next fit.
   */
  readonly influence: () => Float64Array
}

/**
 * Prepares the fit of concepts on unpaired data, P(good) = σ(α + β·x + γ·log(words + 1)) by maximum
 * likelihood, with the covariance clustered by prompt. Written with signs, s = ±1 for good and bad, u = s·x
 * and ℓ = s·log(words + 1), it is the model of pairs, σ(αs + βu + γℓ), with an intercept, so swapping good
 * and bad negates every coefficient. Where all responses with (or all without) the concept have one label, β
 * gets the log-F(1,1) prior of adjusted-effect.ts.
 * @param adjust false to hold γ at 0
 * @example
 * // Good are three of four responses with the concept, and one of four without it.
 * const eight = Uint32Array.from({ length: 8 }, (_, i) => i)
 * const labels = { side: Int8Array.of(1, 1, 1, -1, 1, -1, -1, -1), key: eight }
 * const data = sample(Float64Array.from(labels.side), eight, eight, labels)
 * const fit = responseFitter(data, labels, true)
 * fit(eight.subarray(0, 4), Float32Array.of(1, 1, 1, -1)).beta // → Math.log(3) - Math.log(1 / 3)
 */
export function responseFitter(
  sample: Sample,
  labels: Labels,
  adjust: boolean,
): (response: Uint32Array, u: Float32Array) => ResponseEffect {
  const { clusters, n } = sample
  const { side } = labels
  const base = lengthAlone(sample, labels, adjust)
  const goods = positiveCount(side)
  const score = new Float64Array(3 * clusters)

  return (response, u) => {
    const wins = u.reduce((count, x) => count + (x > 0 ? 1 : 0), 0)
    const without = n - response.length
    const pure = (good: number, all: number) => good === 0 || good === all
    const prior = pure(wins, response.length) || pure(goods - wins, without)
    const groups = withConcept(base, response, u)
    let fit = maximise(base, { groups, prior }, base.point)
    if (!fit.converged && !prior) fit = maximise(base, { groups, prior: true }, base.point)
    clusterScores(sample, side, { ...base, point: fit.point }, { response, u }, score)
    const covariance = sandwich(score, fit, base.priorGamma)
    const [alpha, beta, gamma] = fit.point
    return {
      model: !adjust ? 'without-length' : fit.prior ? 'log-F' : 'length-adjusted',
      beta,
      gamma,
      varBeta: covariance[4]!,
      covariance: covariance[5]!,
      varGamma: covariance[8]!,
      intercept: { alpha, covariance: covariance[1]! },
      influence: () => {
        const row = Float64Array.of(0, Math.sqrt(clusters / (clusters - 1)), 0)
        solveCholesky(fit.factor, row)
        return Float64Array.from({ length: clusters }, (_, g) =>
          row.reduce((sum, weight, k) => sum + weight * score[3 * g + k]!, 0),
        )
      },
    }
  }
}

/**
 * Writes Σ_{i∈g} of the gradient at an estimate for each cluster g.
 * @param score clusters × 3
 */
function clusterScores(
  { n, cluster, length }: Sample,
  side: Int8Array,
  { groups, groupOf, adjusted, point: [a, b, c] }: Base & Pick<Fit, 'point'>,
  { response, u }: { readonly response: Uint32Array; readonly u: Float32Array },
  score: Float64Array,
): void {
  const residuals = (amount: number) =>
    Float64Array.from(groups, ({ side: s, length: l }) => {
      return 1 - sigmoid(a * s + b * s * amount + (adjusted ? c * l : 0))
    })
  const absent = residuals(0)
  const byAmount = new Map<number, Float64Array>()
  score.fill(0)
  for (let i = 0; i < n; i++) {
    const residual = absent[groupOf[i]!]!
    const at = 3 * cluster[i]!
    score[at]! += side[i]! * residual
    score[at + 2]! += length[i]! * residual
  }
  for (let k = 0; k < response.length; k++) {
    const i = response[k]!
    const amount = Math.abs(u[k]!)
    let present = byAmount.get(amount)
    if (!present) byAmount.set(amount, (present = residuals(amount)))
    const residual = present[groupOf[i]!]!
    const more = residual - absent[groupOf[i]!]!
    const at = 3 * cluster[i]!
    score[at]! += side[i]! * more
    score[at + 1]! += u[k]! * residual
    score[at + 2]! += length[i]! * more
  }
  if (!adjusted) for (let at = 2; at < score.length; at += 3) score[at] = 0
}

/**
 * H⁻¹ (Σ_g s_g s_gᵀ) H⁻¹ · G/(G − 1), 3 × 3; each pseudo-response of a prior is its own cluster.
 * @param score s_g, G × 3
 */
function sandwich(
  score: Float64Array,
  { point: [, b, c], factor, prior }: Fit,
  priorGamma: boolean,
): Float64Array {
  let [aa, ab, ac, bb, bc, cc] = [0, 0, 0, 0, 0, 0]
  for (let at = 0; at < score.length; at += 3) {
    const own = score[at]!
    const ofConcept = score[at + 1]!
    const ofLength = score[at + 2]!
    aa += own * own
    ab += own * ofConcept
    ac += own * ofLength
    bb += ofConcept * ofConcept
    bc += ofConcept * ofLength
    cc += ofLength * ofLength
  }
  const meat = Float64Array.of(aa, ab, ac, ab, bb, bc, ac, bc, cc)
  if (prior) meat[4]! += pseudoMeat(b)
  if (priorGamma) meat[8]! += pseudoMeat(c)
  // H⁻¹M row by row, then the same of its transpose.
  for (let turn = 0; turn < 2; turn++) {
    for (let j = 0; j < 3; j++) {
      const row = meat.slice(3 * j, 3 * j + 3)
      solveCholesky(factor, row)
      meat.set(row, 3 * j)
    }
    transpose(meat)
  }
  const clusters = score.length / 3
  return meat.map((value) => (value * clusters) / (clusters - 1))
}

/** The term of two pseudo-responses of weight ½ with one predictor at ±1. */
function pseudoMeat(coefficient: number): number {
  const p = sigmoid(coefficient)
  return ((1 - p) ** 2 + p ** 2) / 4
}

/** Of a 3 × 3 matrix, in place. */
function transpose(a: Float64Array): void {
  for (const [i, j] of [
    [1, 3],
    [2, 6],
    [5, 7],
  ] as const) {
    const swap = a[i]!
    a[i] = a[j]!
    a[j] = swap
  }
}

interface Fit {
  readonly point: Point
  /** Cholesky factor of the information there. */
  readonly factor: Float64Array
  readonly converged: boolean
  readonly prior: boolean
}

const ITERATIONS = 60
/** Log-odds beyond this are taken to mean that no finite estimate exists. */
const BEYOND = 15

/** Newton's method with halved steps: the log-likelihood is concave. */
function maximise(base: Base, presence: Presence, start: Point): Fit {
  let point = start
  let slope = derivatives(base, presence, point)
  let converged = false
  for (let iteration = 0; iteration < ITERATIONS && !converged; iteration++) {
    const step = slope.gradient.slice()
    const factor = slope.information.slice()
    cholesky(factor, 3)
    solveCholesky(factor, step)
    converged = step.every((move) => Math.abs(move) < 1e-10)
    const rise = dot(step, slope.gradient)
    let size = 1
    let next = derivatives(base, presence, moved(point, step, size))
    while (dot(step, next.gradient) < -0.9 * rise && size > 1e-6) {
      size /= 2
      next = derivatives(base, presence, moved(point, step, size))
    }
    point = moved(point, step, size)
    slope = next
  }
  const factor = slope.information.slice()
  cholesky(factor, 3)
  return { point, factor, converged: converged && Math.abs(point[1]) < BEYOND, prior: presence.prior }
}

const moved = ([a, b, c]: Point, step: Float64Array, size: number): Point => [
  a + size * step[0]!,
  b + size * step[1]!,
  c + size * step[2]!,
]

const dot = (a: Float64Array, b: Float64Array): number => a[0]! * b[0]! + a[1]! * b[1]! + a[2]! * b[2]!

/**
 * Gradient of the log-likelihood and the information, 3 × 3. A parameter that is held fixed has information 1
 * and slope 0.
 */
function derivatives(
  { adjusted, priorGamma }: Base,
  { groups, prior }: Presence,
  [alpha, beta, gamma]: Point,
): { gradient: Float64Array; information: Float64Array } {
  const gradient = new Float64Array(3)
  const information = new Float64Array(9)
  const add = (s: number, x: number, l: number, count: number) => {
    const p = sigmoid(alpha * s + beta * x + gamma * l)
    const residual = count * (1 - p)
    const weight = residual * p
    gradient[0]! += s * residual
    gradient[1]! += x * residual
    gradient[2]! += l * residual
    information[0]! += s * s * weight
    information[1]! += s * x * weight
    information[2]! += s * l * weight
    information[4]! += x * x * weight
    information[5]! += x * l * weight
    information[8]! += l * l * weight
  }
  for (const { side, u, length, count } of groups) add(side, u, adjusted ? length : 0, count)
  if (prior) for (const x of [1, -1]) add(0, x, 0, 0.5)
  if (priorGamma) for (const l of [1, -1]) add(0, 0, l, 0.5)
  if (!adjusted) information[8] = 1
  information[3] = information[1]!
  information[6] = information[2]!
  information[7] = information[5]!
  return { gradient, information }
}
