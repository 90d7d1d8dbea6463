import { chebyshevPoints, chebyshevValue } from './chebyshev.ts'
import { sigmoid } from './logistic.ts'
import type { Sample } from './sample.ts'

/**
 * The length-only model P(chosen) = σ(γℓ), as functions of γ over all pairs. Concordant pairs enter a
 * concept's fit only through these functions, so the cost of a fit is that of its discordant pairs.
 */
export interface LengthModel {
  /** Maximum-likelihood estimate. */
  readonly gamma: number
  /**
   * True where lengths separate the labels: γ then has a log-F(1,1) prior, which is part of the functions
   * below.
   */
  readonly prior: boolean
  /** Σ ℓ(1 − σ(γℓ)): first derivative of the log-likelihood. */
  score(gamma: number): number
  /** Σ ℓ²σ(1 − σ): minus its second derivative. */
  information(gamma: number): number
  /** Σ over clusters of the square of the cluster's score. */
  meat(gamma: number): number
}

const POINTS = chebyshevPoints(26)
const WIDTH = 3
type Quantity = 0 | 1 | 2

/**
 * Fits the length-only model. Each quantity is analytic in γ except for poles at imaginary distance π/max|ℓ|,
 * so on a panel of half that half-width interpolation in 26 Chebyshev points is exact to 4.2^−25 ≈ 2e−16
 * (Trefethen 2013, Th. 8.2). Panels are computed on first use.
 * @returns null where all lengths are equal, so that γ is not identified
 * @example
 * // The longer response is chosen in three of four pairs.
 * const four = Uint32Array.of(0, 1, 2, 3)
 * lengthModel(sample(Float64Array.of(1, 1, 1, -1), four, four)).gamma // → Math.log(3)
 */
export function lengthModel(sample: Sample): LengthModel | null {
  const longest = sample.length.reduce((most, l) => Math.max(most, Math.abs(l)), 0)
  if (longest === 0) return null
  const prior = oneSided(sample.length)
  const gamma = fitGamma(sample.length, prior)
  const half = Math.PI / longest / 2
  const panels = new Map<number, Float64Array>()

  const value = (quantity: Quantity, g: number): number => {
    const panel = Math.round((g - gamma) / (2 * half))
    const centre = gamma + panel * 2 * half
    let table = panels.get(panel)
    if (!table) {
      table = new Float64Array(POINTS.length * WIDTH)
      for (let k = 0; k < POINTS.length; k++)
        table.set(lengthSums(sample, centre + half * POINTS[k]!, prior), k * WIDTH)
      panels.set(panel, table)
    }
    return chebyshevValue(POINTS, table, WIDTH, quantity, (g - centre) / half)
  }
  return {
    gamma,
    prior,
    score: (g) => value(0, g),
    information: (g) => value(1, g),
    meat: (g) => value(2, g),
  }
}

/** Score, information and meat at one γ, by a pass over all pairs, cluster by cluster. */
function lengthSums(
  { length, member, memberPtr, clusters }: Sample,
  gamma: number,
  prior: boolean,
): [number, number, number] {
  let score = 0
  let information = 0
  let meat = 0
  for (let g = 0; g < clusters; g++) {
    let clusterScore = 0
    for (let k = memberPtr[g]!; k < memberPtr[g + 1]!; k++) {
      const l = length[member[k]!]!
      const p = sigmoid(gamma * l)
      clusterScore += l * (1 - p)
      information += l * l * p * (1 - p)
    }
    score += clusterScore
    meat += clusterScore * clusterScore
  }
  if (prior) {
    const p = sigmoid(gamma)
    score += 0.5 - p
    information += p * (1 - p)
    meat += ((1 - p) ** 2 + p ** 2) / 4
  }
  return [score, information, meat]
}

/**
 * γ of the length-only fit of some pairs alone; 0 where all lengths are 0.
 * @example
 * lengthGamma(Float64Array.of(1, 1, 1, -1)) // → Math.log(3)
 */
export const lengthGamma = (length: Float64Array): number =>
  length.some((l) => l !== 0) ? fitGamma(length, oneSided(length)) : 0

/** Whether lengths separate the labels. */
const oneSided = (length: Float64Array): boolean => length.every((l) => l >= 0) || length.every((l) => l <= 0)

/** Newton's method; a step is halved while the slope after it is steeper and of the other sign. */
function fitGamma(length: Float64Array, prior: boolean): number {
  let gamma = 0
  let [score, information] = slopes(length, gamma, prior)
  for (let iteration = 0; iteration < 50; iteration++) {
    let step = score / information
    if (Math.abs(step) < 1e-11) break
    let next = slopes(length, gamma + step, prior)
    while (next[0] * score < 0 && Math.abs(next[0]) > 0.9 * Math.abs(score)) {
      step /= 2
      next = slopes(length, gamma + step, prior)
    }
    gamma += step
    ;[score, information] = next
  }
  return gamma
}

/** Score and information at one γ. */
function slopes(length: Float64Array, gamma: number, prior: boolean): [number, number] {
  let [score, information] = [0, 0]
  for (const l of length) {
    const p = sigmoid(gamma * l)
    score += l * (1 - p)
    information += l * l * p * (1 - p)
  }
  if (!prior) return [score, information]
  const p = sigmoid(gamma)
  return [score + 0.5 - p, information + p * (1 - p)]
}
