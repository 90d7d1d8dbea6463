import type { Concept } from '../concepts/concept.ts'
import type { Disparities } from '../concepts/disparity.ts'
import { effectFitter, type Effect } from '../stats/adjusted-effect.ts'
import type { LengthModel } from '../stats/length-model.ts'
import { twoSided } from '../stats/normal.ts'
import type { Sample } from '../stats/sample.ts'
import type { FlipTarget } from '../stats/sign-flips.ts'

/** A concept is tested where at least so many pairs are discordant, in at least so many clusters. */
export const MINIMUM_DISCORDANT = 10

/** A measure whose sign agrees with length's this much is length. */
const IS_LENGTH = 0.9

/** The effect of one concept. */
export interface Tested extends FlipTarget {
  readonly discordant: number
  /** Discordant pairs where the chosen side has more. */
  readonly wins: number
  readonly effect: Effect
  /** Two-sided Wald p of β = 0. */
  readonly p: number
}

/** The concepts with enough discordant pairs, in order; those that are length themselves are not adjusted for it. */
export function testableConcepts(
  sample: Sample,
  disparities: Disparities,
  concepts: readonly Concept[],
): FlipTarget[] {
  const lengths = sample.length.reduce((count, l) => count + Math.abs(Math.sign(l)), 0)
  const targets: FlipTarget[] = []
  concepts.forEach(({ measure }, concept) => {
    const { pair, u } = discordantPairs(disparities, concept)
    if (!enough(sample, pair)) return
    const withoutLength = measure && Math.abs(signAgreement(sample, pair, u, lengths)) > IS_LENGTH
    targets.push({ concept, withoutLength })
  })
  return targets
}

/** Fits every target. @param base what length says of this sample @param onConcept called after each target */
export function testConcepts(
  sample: Sample,
  disparities: Disparities,
  targets: readonly FlipTarget[],
  base: LengthModel | null,
  onConcept?: () => void,
): Tested[] {
  const adjusted = effectFitter(sample, base)
  const unadjusted = effectFitter(sample, null)
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

function enough(sample: Sample, pair: Uint32Array): boolean {
  if (pair.length < MINIMUM_DISCORDANT) return false
  const clusters = new Set<number>()
  for (const i of pair) if (clusters.add(sample.cluster[i]!).size >= MINIMUM_DISCORDANT) return true
  return false
}

/** Correlation about 0 of sign u with sign ℓ. @param lengths pairs with ℓ ≠ 0 */
function signAgreement({ length }: Sample, pair: Uint32Array, u: Float32Array, lengths: number): number {
  let agree = 0
  for (let k = 0; k < pair.length; k++) agree += Math.sign(u[k]!) * Math.sign(length[pair[k]!]!)
  return lengths === 0 ? 0 : agree / Math.sqrt(lengths * pair.length)
}
