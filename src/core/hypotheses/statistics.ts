import type { Disparities } from '../concepts/disparity.ts'
import { effectFitter } from '../stats/adjusted-effect.ts'
import { type LengthModel, lengthModel } from '../stats/length-model.ts'
import type { Sample } from '../stats/sample.ts'
import { type FlipTarget, signFlips, type SignFlips } from '../stats/sign-flips.ts'
import { signTest } from '../stats/sign-test.ts'
import { fisherTest } from '../stats/fisher.ts'
import { labelPermutations } from '../stats/label-permutations.ts'
import { responseFitter } from '../stats/response-effect.ts'

/** log₂ of the permutations behind the moments of a statistic that is looked at alone. */
const MOMENT_BITS = 8

/** Fits concepts by the model of pairs, or of single responses. @param base null to hold γ at 0 */
export function fitterOf(sample: Sample, base: LengthModel | null): ReturnType<typeof effectFitter> {
  return sample.labels ? responseFitter(sample, sample.labels, base !== null) : effectFitter(sample, base)
}

/**
 * Score statistics under labels that say nothing: sign flips of pairs, permutations of the labels of single
 * responses.
 */
export function nullStatistics(
  sample: Sample,
  disparities: Disparities,
  targets: readonly FlipTarget[],
  bits: number,
  seed: number,
): SignFlips {
  return sample.labels
    ? labelPermutations(sample, sample.labels, disparities, targets, { bits, seed })
    : signFlips(sample, disparities, targets, lengthModel(sample)?.gamma ?? 0, { bits, seed })
}

/** The statistics of the labels as they are, each about standard normal where labels say nothing. */
export function scoreStatistics(
  sample: Sample,
  disparities: Disparities,
  targets: readonly FlipTarget[],
  seed: number,
): Float32Array {
  const bits = sample.labels ? MOMENT_BITS : 0
  const { statistic, flips } = nullStatistics(sample, disparities, targets, bits, seed)
  return Float32Array.from(targets, (_, t) => statistic[t * flips]!)
}

/**
 * Exact p of the raw counts: the sign test on discordant pairs, Fisher's test on single responses.
 * @param goods how many responses are judged good
 */
export const exactTest = ({ labels, n }: Sample, goods: number, wins: number, discordant: number): number =>
  labels ? fisherTest(wins, discordant, goods, n) : signTest(wins, discordant - wins)
