import type { Concept } from '../concepts/concept.ts'
import type { Disparities } from '../concepts/disparity.ts'
import type { Effect } from '../stats/adjusted-effect.ts'
import type { LengthModel } from '../stats/length-model.ts'
import { twoSided } from '../stats/normal.ts'
import type { Sample } from '../stats/sample.ts'
import type { FlipTarget } from '../stats/sign-flips.ts'
import { MINIMUM_DISCORDANT } from './limits.ts'
import { statisticsOf } from './statistics.ts'

/** The effect of one concept. */
export interface Tested extends FlipTarget {
  readonly discordant: number
  /** Discordant pairs where the chosen side has more. */
  readonly wins: number
  readonly effect: Effect
  /** Two-sided Wald p of β = 0. */
  readonly p: number
}

/**
 * The concepts with enough discordant pairs, in order; concepts that are length itself are not adjusted for
 * length.
 */
export function testableConcepts(
  sample: Sample,
  disparities: Disparities,
  concepts: readonly Concept[],
): FlipTarget[] {
  const targets: FlipTarget[] = []
  const { testable, isAbsentEnough, lengthItself } = statisticsOf(sample)
  if (!testable) return targets
  const isLength = lengthItself()
  concepts.forEach(({ measure }, concept) => {
    const { pair, u } = discordantPairs(disparities, concept)
    if (!severalClusters(sample, pair) || !isAbsentEnough(pair)) return
    const withoutLength = measure && isLength(pair, u)
    targets.push({ concept, withoutLength })
  })
  return targets
}

/**
 * Fits every target.
 * @param base the length-only model of this sample
 * @param onConcept called after each target
 */
export function testConcepts(
  sample: Sample,
  disparities: Disparities,
  targets: readonly FlipTarget[],
  base: LengthModel | null,
  onConcept?: () => void,
): Tested[] {
  const { fitter } = statisticsOf(sample)
  const [adjusted, unadjusted] = [fitter(base), fitter(null)]
  return targets.map(({ concept, withoutLength }) => {
    const { pair, u } = discordantPairs(disparities, concept)
    const effect = withoutLength ? unadjusted(pair, u) : adjusted(pair, u)
    const wins = u.reduce((count, x) => count + (x > 0 ? 1 : 0), 0)
    const p = twoSided(effect.beta / Math.sqrt(effect.varBeta))
    onConcept?.()
    return { concept, withoutLength, discordant: pair.length, wins, effect, p }
  })
}

/** A concept's discordant pairs, ascending, and their u; views, not copies. */
export function discordantPairs(
  { indptr, pair, u }: Disparities,
  concept: number,
): { readonly pair: Uint32Array; readonly u: Float32Array } {
  const [start, end] = [indptr[concept]!, indptr[concept + 1]!]
  return { pair: pair.subarray(start, end), u: u.subarray(start, end) }
}

function severalClusters(sample: Sample, pair: Uint32Array): boolean {
  if (pair.length < MINIMUM_DISCORDANT) return false
  const clusters = new Set<number>()
  for (const i of pair) if (clusters.add(sample.cluster[i]!).size >= MINIMUM_DISCORDANT) return true
  return false
}
