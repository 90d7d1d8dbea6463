import type { Concept } from '../concepts/concept.ts'
import type { Disparities } from '../concepts/disparity.ts'
import type { Effect } from '../stats/adjusted-effect.ts'
import type { LengthModel } from '../stats/length-model.ts'
import { twoSided } from '../stats/normal.ts'
import { positiveCount, type Sample } from '../stats/sample.ts'
import type { FlipTarget } from '../stats/sign-flips.ts'
import { fitterOf } from './statistics.ts'

/** A concept is tested where at least this many pairs, in at least this many clusters, are discordant. */
export const MINIMUM_DISCORDANT = 10

/** A measure whose sign correlates with the sign of ℓ above this counts as length itself. */
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
  if (!bothJudged(sample)) return targets
  const isLength = lengthItself(sample)
  concepts.forEach(({ measure }, concept) => {
    const { pair, u } = discordantPairs(disparities, concept)
    if (!enough(sample, pair)) return
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
  const adjusted = fitterOf(sample, base)
  const unadjusted = fitterOf(sample, null)
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
  return severalClusters(sample, pair) && (!sample.labels || severalClustersWithout(sample, pair))
}

/** Whether the responses without the concept, too, are in enough clusters. @param response ascending */
function severalClustersWithout(sample: Sample, response: Uint32Array): boolean {
  const clusters = new Set<number>()
  for (let i = 0, k = 0; i < sample.n; i++) {
    if (response[k] === i) k++
    else if (clusters.add(sample.cluster[i]!).size >= MINIMUM_DISCORDANT) return true
  }
  return false
}

function severalClusters(sample: Sample, pair: Uint32Array): boolean {
  if (pair.length < MINIMUM_DISCORDANT) return false
  const clusters = new Set<number>()
  for (const i of pair) if (clusters.add(sample.cluster[i]!).size >= MINIMUM_DISCORDANT) return true
  return false
}

/** Whether unpaired data has enough good and enough bad responses. */
function bothJudged({ labels, n }: Sample): boolean {
  if (!labels) return true
  const goods = positiveCount(labels.side)
  return Math.min(goods, n - goods) >= MINIMUM_DISCORDANT
}

/**
 * Whether a measure is length itself, by the correlation about 0 of sign u with sign ℓ. For single responses,
 * by the correlation of having the concept with being longer than the median.
 */
export function lengthItself({ length, labels }: Sample): (pair: Uint32Array, u: Float32Array) => boolean {
  let sign = length.map(Math.sign)
  if (labels) {
    const words = length.map(Math.abs)
    const median = words.slice().sort()[words.length >> 1]!
    sign = words.map((l) => (l > median ? 1 : 0))
  }
  const count = sign.reduce((sum, s) => sum + Math.abs(s), 0)
  const n = labels ? length.length : Infinity
  return (pair, u) => {
    let agree = 0
    for (let k = 0; k < pair.length; k++) agree += sign[pair[k]!]! * (labels ? 1 : Math.sign(u[k]!))
    // Where absence is coded 0 the means are 0, as with infinite n.
    const variance = (many: number) => many - many ** 2 / n
    const product = variance(count) * variance(pair.length)
    return Math.abs(agree - (count * pair.length) / n) > IS_LENGTH * Math.sqrt(product)
  }
}
