import type { EffectModel } from '../hypothesis.ts'
import type { LengthModel } from './length-model.ts'
import { sigmoid } from './logistic.ts'
import type { Sample } from './sample.ts'
import { separated } from './linear-separability.ts'

/** Estimate of P(chosen) = σ(β·u + γ·ℓ), with the clustered covariance of (β, γ). */
export interface Effect {
  readonly model: EffectModel
  readonly beta: number
  readonly gamma: number
  readonly varBeta: number
  readonly covariance: number
  readonly varGamma: number
  /** Of unpaired data: the model's intercept and its covariance with β. */
  readonly intercept?: { readonly alpha: number; readonly covariance: number }
}

/**
 * Prepares the fit of concepts on one sample. The fit takes a concept's discordant pairs, ascending, and
 * their u, and maximises the likelihood through the origin over all pairs; concordant pairs (u = 0) inform γ.
 * Where the estimate does not exist, β gets a log-F(1,1) prior: two pseudo-pairs u = ±1 of weight ½
 * (Greenland & Mansournia 2015), which are clusters of their own in the covariance. Covariance: H⁻¹ (Σ_g s_g
 * s_gᵀ) H⁻¹ · G/(G − 1).
 * @param base the length-only model, or null to hold γ at 0
 * @example
 * // Eight pairs of equal length with the concept on the chosen side, two with it on the rejected side.
 * const ten = Uint32Array.from({ length: 10 }, (_, i) => i)
 * const pairs = sample(new Float64Array(10), ten, ten)
 * const u = Float32Array.of(1, 1, 1, 1, 1, 1, 1, 1, -1, -1)
 * const { beta, varBeta } = effectFitter(pairs, null)(ten, u)
 * beta // → Math.log(8 / 2)
 * varBeta // → (10 / 9) * (1 / 8 + 1 / 2)
 */
export function effectFitter(
  sample: Sample,
  base: LengthModel | null,
): (pair: Uint32Array, u: Float32Array) => Effect {
  const exists = existenceTest(sample.length, base)
  const covariance = clusteredCovariance(sample, base)
  return (pair, u) => {
    const prior = !exists(pair, u)
    const likelihood = { length: sample.length, base, pair, u, prior }
    const { point, slope } = maximise(likelihood)
    const model = !base ? 'without-length' : prior ? 'log-F' : 'length-adjusted'
    return { model, ...point, ...covariance(likelihood, point, slope) }
  }
}

/** Whether the maximum-likelihood estimate of a concept exists. */
function existenceTest(
  length: Float64Array,
  base: LengthModel | null,
): (pair: Uint32Array, u: Float32Array) => boolean {
  const signs = countSigns(length)
  return (pair, u) => {
    const oneSided = u.every((x) => x > 0) || u.every((x) => x < 0)
    if (!base || base.prior || oneSided) return !oneSided
    // Where concordant pairs have both signs of ℓ, only the half-planes u ≥ 0 and u ≤ 0 can separate the
    // data.
    let [longer, shorter] = signs
    for (const i of pair) {
      if (length[i]! > 0) longer--
      if (length[i]! < 0) shorter--
    }
    if (longer > 0 && shorter > 0) return true
    const rest = [longer > 0 ? 1 : 0, shorter > 0 ? -1 : 0]
    return !separated([...u, 0, 0], [...Array.from(pair, (i) => length[i]!), ...rest])
  }
}

/** The likelihood of one concept's fit; `base` null holds γ at 0. */
interface Likelihood {
  readonly length: Float64Array
  readonly base: LengthModel | null
  readonly pair: Uint32Array
  readonly u: Float32Array
  /** Whether β has a log-F(1,1) prior. */
  readonly prior: boolean
}

/** Newton's method from β = 0 and the γ of length alone. */
function maximise(likelihood: Likelihood): { point: Point; slope: Derivatives } {
  const point: Point = { beta: 0, gamma: likelihood.base?.gamma ?? 0 }
  let slope = derivatives(likelihood, point)
  for (let iteration = 0; iteration < 60; iteration++) {
    const { bb, bg, gg } = inverse(slope)
    let stepBeta = bb * slope.beta + bg * slope.gamma
    let stepGamma = bg * slope.beta + gg * slope.gamma
    if (Math.abs(stepBeta) + Math.abs(stepGamma) < 1e-10) break
    // The log-likelihood is concave along the step: halve the step while it goes well past the maximum.
    const rise = stepBeta * slope.beta + stepGamma * slope.gamma
    let next = derivatives(likelihood, step(point, stepBeta, stepGamma))
    while (stepBeta * next.beta + stepGamma * next.gamma < -0.9 * rise) {
      stepBeta /= 2
      stepGamma /= 2
      next = derivatives(likelihood, step(point, stepBeta, stepGamma))
    }
    point.beta += stepBeta
    point.gamma += stepGamma
    slope = next
  }
  return { point, slope }
}

type Covariance = Pick<Effect, 'varBeta' | 'covariance' | 'varGamma'>

/** The cluster-robust (sandwich) covariance at an estimate. */
function clusteredCovariance(
  sample: Sample,
  base: LengthModel | null,
): (likelihood: Likelihood, point: Point, slope: Derivatives) => Covariance {
  const { length, cluster, clusters } = sample
  const scoreBeta = new Float64Array(clusters)
  const scoreGamma = new Float64Array(clusters)
  const touched = new Uint8Array(clusters)
  return ({ pair, u, prior }, point, slope) => {
    let meatBeta = 0
    let meatBoth = 0
    let meatGamma = base ? base.meat(point.gamma) : 0
    for (let k = 0; k < pair.length; k++) {
      const i = pair[k]!
      const g = cluster[i]!
      const l = base ? length[i]! : 0
      const residual = 1 - sigmoid(point.beta * u[k]! + point.gamma * l)
      scoreBeta[g]! += u[k]! * residual
      scoreGamma[g]! += l * (residual - (1 - sigmoid(point.gamma * l)))
      touched[g] = 1
    }
    for (const i of pair) {
      const g = cluster[i]!
      if (!touched[g]) continue
      const plain = base ? clusterScore(sample, g, point.gamma) : 0
      const own = plain + scoreGamma[g]!
      meatBeta += scoreBeta[g]! ** 2
      meatBoth += scoreBeta[g]! * own
      meatGamma += own ** 2 - plain ** 2
      scoreBeta[g] = scoreGamma[g] = touched[g] = 0
    }
    if (prior) {
      const p = sigmoid(point.beta)
      meatBeta += ((1 - p) ** 2 + p ** 2) / 4
    }
    const factor = clusters / (clusters - 1)
    const { bb, bg, gg } = inverse(slope)
    const left = [bb * meatBeta + bg * meatBoth, bb * meatBoth + bg * meatGamma] as const
    const right = [bg * meatBeta + gg * meatBoth, bg * meatBoth + gg * meatGamma] as const
    return {
      varBeta: factor * (left[0] * bb + left[1] * bg),
      covariance: factor * (left[0] * bg + left[1] * gg),
      varGamma: factor * (right[0] * bg + right[1] * gg),
    }
  }
}

interface Point {
  beta: number
  gamma: number
}

/** Gradient of the log-likelihood and minus its second derivatives. */
interface Derivatives {
  beta: number
  gamma: number
  bb: number
  bg: number
  gg: number
}

const step = (point: Point, beta: number, gamma: number): Point => ({
  beta: point.beta + beta,
  gamma: point.gamma + gamma,
})

function derivatives({ length, base, pair, u, prior }: Likelihood, { beta, gamma }: Point): Derivatives {
  let slopeBeta = 0
  let slopeGamma = 0
  let bb = 0
  let bg = 0
  let gg = 0
  for (let k = 0; k < pair.length; k++) {
    const x = u[k]!
    const l = base ? length[pair[k]!]! : 0
    const p = sigmoid(beta * x + gamma * l)
    const plain = sigmoid(gamma * l)
    const weight = p * (1 - p)
    slopeBeta += x * (1 - p)
    slopeGamma += l * (plain - p)
    bb += x * x * weight
    bg += x * l * weight
    gg += l * l * (weight - plain * (1 - plain))
  }
  if (prior) {
    const p = sigmoid(beta)
    slopeBeta += 0.5 - p
    bb += p * (1 - p)
  }
  if (base) {
    slopeGamma += base.score(gamma)
    gg += base.information(gamma)
  }
  return { beta: slopeBeta, gamma: slopeGamma, bb, bg, gg }
}

/** Inverse of the 2 × 2 information; where γ is held (gg = 0), of its β part. */
function inverse({ bb, bg, gg }: Derivatives): { bb: number; bg: number; gg: number } {
  if (gg === 0) return { bb: 1 / bb, bg: 0, gg: 0 }
  const determinant = bb * gg - bg * bg
  return { bb: gg / determinant, bg: -bg / determinant, gg: bb / determinant }
}

/** A cluster's score of γ under length alone. */
function clusterScore({ length, member, memberPtr }: Sample, g: number, gamma: number): number {
  let score = 0
  for (let k = memberPtr[g]!; k < memberPtr[g + 1]!; k++) {
    const l = length[member[k]!]!
    score += l * (1 - sigmoid(gamma * l))
  }
  return score
}

function countSigns(length: Float64Array): [longer: number, shorter: number] {
  let longer = 0
  let shorter = 0
  for (const l of length) {
    if (l > 0) longer++
    if (l < 0) shorter++
  }
  return [longer, shorter]
}
