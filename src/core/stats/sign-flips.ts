import type { Disparities } from '../concepts/disparity.ts'
import { mix } from './hash.ts'
import { sigmoid } from './logistic.ts'
import type { Sample } from './sample.ts'
import { walshHadamard } from './walsh-hadamard.ts'

/** Tolerance within which two statistics count as equal. */
const TIE = 1e-5

/** A concept to test: its number, and whether γ is held at 0 for it. */
export interface FlipTarget {
  readonly concept: number
  readonly withoutLength: boolean
}

/** Relabellings to draw: 2^bits of them, the observed labelling included. */
export interface Draws {
  readonly bits: number
  readonly seed: number
}

/** Score statistics of targets under sign flips, one row a target; flip 0 leaves the labels as they are. */
export interface SignFlips {
  readonly targets: number
  /** Flips, the first among them: 2^bits. */
  readonly flips: number
  /** targets × flips. */
  readonly statistic: Float32Array
  /** Per target: the statistic's denominator, sqrt(Σ_g ν_g²). */
  readonly scale: Float64Array
}

/**
 * The statistics of some targets, in the order given.
 * @example
 * const statistic = Float32Array.of(1, -1, 3, -3)
 * const two = { targets: 2, flips: 2, statistic, scale: Float64Array.of(1, 1) }
 * ofTargets(two, [1]).statistic // → [3, -3]
 */
export function ofTargets({ flips, statistic, scale }: SignFlips, some: readonly number[]): SignFlips {
  const chosen = new Float32Array(some.length * flips)
  some.forEach((t, at) => chosen.set(statistic.subarray(t * flips, (t + 1) * flips), at * flips))
  return { targets: some.length, flips, statistic: chosen, scale: Float64Array.from(some, (t) => scale[t]!) }
}

/**
 * Sign-flipping score contributions (Hemerik, Goeman & Finos 2020). With γ₀ of the length-only fit, r_i = 1 −
 * σ(γ₀ℓ_i), w_i = σ(1 − σ) and b = Σwℓu / Σwℓ², a cluster contributes ν_g = Σ_{i∈g} r_i(u_i − bℓ_i), and T =
 * Σ ε_g ν_g / sqrt(Σ ν_g²) with ε_g = ±1 for whole clusters, the same for every concept. The flips are a
 * group: ε_g = (−1)^⟨h_g, b⟩ for random bit strings h_g and all b, which tests exactly (Koning & Hemerik
 * 2024) and costs one Walsh–Hadamard transform a concept.
 * @param gamma γ₀
 * @example
 * // Four pairs of equal length, of which three have the concept: +1, +1, −1. T = (½ + ½ − ½) / √(3 · ¼).
 * const four = Uint32Array.of(0, 1, 2, 3)
 * const three = { indptr: Uint32Array.of(0, 3), pair: four.subarray(0, 3), u: Float32Array.of(1, 1, -1) }
 * const target = { concept: 0, withoutLength: true }
 * const pairs = sample(new Float64Array(4), four, four)
 * const { statistic } = signFlips(pairs, three, [target], 0, { bits: 0, seed: 1 })
 * statistic // → [1 / Math.sqrt(3)]
 */
export function signFlips(
  sample: Sample,
  disparities: Disparities,
  targets: readonly FlipTarget[],
  gamma: number,
  { bits, seed }: Draws,
): SignFlips {
  const flips = 2 ** bits
  const { cluster, clusters, length } = sample
  const bucket = sample.key.map((key) => (bits === 0 ? 0 : mix(mix(key, seed), 1) >>> (32 - bits)))
  const residual = length.map((l) => 1 - sigmoid(gamma * l))

  const lengthScore = new Float64Array(clusters)
  const lengthFlipped = new Float64Array(flips)
  let lengthWeight = 0
  for (let i = 0; i < sample.n; i++) {
    const g = cluster[i]!
    const r = residual[i]!
    lengthScore[g]! += r * length[i]!
    lengthFlipped[bucket[g]!]! += r * length[i]!
    lengthWeight += r * (1 - r) * length[i]! ** 2
  }
  walshHadamard(lengthFlipped)
  const lengthSquares = lengthScore.reduce((sum, s) => sum + s * s, 0)

  const statistic = new Float32Array(targets.length * flips)
  const scale = new Float64Array(targets.length)
  const conceptScore = new Float64Array(clusters)
  const touched: number[] = []
  const flipped = new Float64Array(flips)
  targets.forEach(({ concept, withoutLength }, t) => {
    flipped.fill(0)
    touched.length = 0
    let cross = 0
    for (let k = disparities.indptr[concept]!; k < disparities.indptr[concept + 1]!; k++) {
      const i = disparities.pair[k]!
      const g = cluster[i]!
      const r = withoutLength ? 0.5 : residual[i]!
      const score = r * disparities.u[k]!
      if (conceptScore[g] === 0) touched.push(g)
      conceptScore[g]! += score
      flipped[bucket[g]!]! += score
      cross += (1 - r) * length[i]! * score
    }
    const b = withoutLength || lengthWeight === 0 ? 0 : cross / lengthWeight
    let squares = b * b * lengthSquares
    for (const g of touched) {
      squares += conceptScore[g]! * (conceptScore[g]! - 2 * b * lengthScore[g]!)
      conceptScore[g] = 0
    }
    walshHadamard(flipped)
    scale[t] = Math.sqrt(Math.max(0, squares))
    for (let f = 0; f < flips; f++)
      statistic[t * flips + f] = (flipped[f]! - b * lengthFlipped[f]!) / (scale[t]! || 1)
  })
  return { targets: targets.length, flips, statistic, scale }
}

/**
 * Family-wise two-sided p of each target: the share of flips whose largest |T| over all targets reaches its
 * own.
 * @example
 * // Two targets under four flips; the second flip reaches the first target's |T| of 2.
 * familyWise({ targets: 2, flips: 4, statistic: Float32Array.of(2, 0, -2, 1, 1, -3, 0, 1) }) // → [0.75, 1]
 */
export function familyWise({ targets, flips, statistic }: SignFlips): Float64Array {
  const largest = new Float64Array(flips)
  for (let t = 0; t < targets; t++) {
    for (let f = 0; f < flips; f++) largest[f] = Math.max(largest[f]!, Math.abs(statistic[t * flips + f]!))
  }
  return Float64Array.from({ length: targets }, (_, t) =>
    shareReaching(largest, Math.abs(statistic[t * flips]!)),
  )
}

/**
 * Family-wise one-sided p by step-down max-T (Westfall & Young 1993, alg. 4.1): each target is compared with
 * the largest statistic among those no stronger than it.
 * @param sign +1 or −1 per target: the direction tested
 * @example
 * stepDown({ targets: 1, flips: 4, statistic: Float32Array.of(2, 0, 3, 1) }, [1]) // → [0.5]
 */
export function stepDown({ targets, flips, statistic }: SignFlips, sign: readonly number[]): Float64Array {
  const observed = Float64Array.from({ length: targets }, (_, t) => sign[t]! * statistic[t * flips]!)
  const weakestFirst = Uint32Array.from(observed.keys()).sort((a, b) => observed[a]! - observed[b]!)
  const largest = new Float64Array(flips).fill(-Infinity)
  const p = new Float64Array(targets)
  for (const t of weakestFirst) {
    for (let f = 0; f < flips; f++) largest[f] = Math.max(largest[f]!, sign[t]! * statistic[t * flips + f]!)
    p[t] = shareReaching(largest, observed[t]!)
  }
  let least = 0
  for (const t of weakestFirst.reverse()) p[t] = least = Math.max(least, p[t]!)
  return p
}

function shareReaching(values: Float64Array, level: number): number {
  let reaching = 0
  for (const value of values) if (value >= level - TIE) reaching++
  return reaching / values.length
}
