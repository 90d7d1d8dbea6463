import type { Disparities } from '../concepts/disparity.ts'
import type { effectFitter } from '../stats/adjusted-effect.ts'
import type { LengthModel } from '../stats/length-model.ts'
import type { Sample } from '../stats/sample.ts'
import type { FlipTarget, SignFlips } from '../stats/sign-flips.ts'
import { pairStatistics } from './pair-statistics.ts'
import { responseStatistics } from './response-statistics.ts'

/** What the statistics of pairs and of single responses do differently. */
export interface Statistics {
  /** Chosen and rejected sides; of single responses the good and the bad ones. */
  readonly chosen: number
  readonly rejected: number
  /** Fits concepts to the labels. @param base null to hold γ at 0 */
  fitter(base: LengthModel | null): ReturnType<typeof effectFitter>
  /**
   * Score statistics under random labels: sign flips of pairs, permutations of the labels of single
   * responses.
   */
  nullStatistics(
    disparities: Disparities,
    targets: readonly FlipTarget[],
    bits: number,
    seed: number,
  ): SignFlips
  /** log₂ of the permutations behind the moments of a statistic that is looked at alone. */
  readonly momentBits: number
  /** Exact p of the raw counts: the sign test on discordant pairs, Fisher's test on single responses. */
  exactTest(wins: number, discordant: number): number
  /** Whether there are labels enough, of either kind, to test anything. */
  readonly testable: boolean
  /** Whether enough clusters lack a concept. @param pair discordant pairs, ascending */
  isAbsentEnough(pair: Uint32Array): boolean
  /** Prepares the question whether a measure is length itself. */
  lengthItself(): (pair: Uint32Array, u: Float32Array) => boolean
  /** u as it goes with other concepts: for single responses without the label. */
  withoutLabel<T extends Float32Array | Float64Array>(u: T): T
  /** The share of good ones among single responses without the concept; nothing for pairs. */
  withoutConcept(wins: number, discordant: number): { readonly winRateWithout?: number }
  /**
   * Shares of the good and of the bad responses with the concept, where they follow from the counts; null for
   * pairs.
   */
  prevalence(
    wins: number,
    discordant: number,
  ): { readonly prevalenceChosen: number; readonly prevalenceRejected: number } | null
  /** The columns of the intercept: none for pairs, whose models have none. */
  intercept(): Float64Array[]
  /** Columns of length and intercept, kept apart, for joint models. */
  nuisances(): Float64Array[]
}

export const statisticsOf = (sample: Sample): Statistics =>
  sample.labels ? responseStatistics(sample, sample.labels) : pairStatistics(sample)

/** The statistics of the observed labels, each about standard normal under random labels. */
export function scoreStatistics(
  sample: Sample,
  disparities: Disparities,
  targets: readonly FlipTarget[],
  seed: number,
): Float32Array {
  const { momentBits, nullStatistics } = statisticsOf(sample)
  const { statistic, flips } = nullStatistics(disparities, targets, momentBits, seed)
  return Float32Array.from(targets, (_, t) => statistic[t * flips]!)
}
