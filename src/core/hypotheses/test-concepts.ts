import type { Concept } from '../concepts/concept.ts'
import type { Disparities } from '../concepts/disparity.ts'
import { effectFitter, type Effect } from '../stats/adjusted-effect.ts'
import { lengthModel } from '../stats/length-model.ts'
import { twoSided } from '../stats/normal.ts'
import type { Sample } from '../stats/sample.ts'

/** A concept is tested where at least so many pairs are discordant, in at least so many clusters. */
export const MINIMUM_DISCORDANT = 10

/** A measure whose sign agrees with length's this much is length. */
const IS_LENGTH = 0.9

/** The effect of one concept. */
export interface Tested {
  /** Index of the concept. */
  readonly concept: number
  readonly discordant: number
  /** Discordant pairs where the chosen side has more. */
  readonly wins: number
  readonly effect: Effect
  /** Two-sided Wald p of β = 0. */
  readonly p: number
}

export interface ConceptTests {
  readonly tested: readonly Tested[]
  /** γ of length alone. */
  readonly gamma: number
}

/** Fits every concept with enough discordant pairs, in order. @param onConcept called after each concept */
export function testConcepts(
  sample: Sample,
  disparities: Disparities,
  concepts: readonly Concept[],
  onConcept?: () => void,
): ConceptTests {
  const base = lengthModel(sample)
  const adjusted = effectFitter(sample, base)
  const unadjusted = effectFitter(sample, null)
  const lengths = sample.length.reduce((count, l) => count + Math.abs(Math.sign(l)), 0)
  const tested: Tested[] = []
  concepts.forEach((concept, m) => {
    const pair = disparities.pair.subarray(disparities.indptr[m], disparities.indptr[m + 1])
    const u = disparities.u.subarray(disparities.indptr[m], disparities.indptr[m + 1])
    if (enough(sample, pair)) {
      const isLength = concept.measure && Math.abs(signAgreement(sample, pair, u, lengths)) > IS_LENGTH
      const effect = isLength ? unadjusted(pair, u) : adjusted(pair, u)
      const wins = u.reduce((count, x) => count + (x > 0 ? 1 : 0), 0)
      const p = twoSided(effect.beta / Math.sqrt(effect.varBeta))
      tested.push({ concept: m, discordant: pair.length, wins, effect, p })
    }
    onConcept?.()
  })
  return { tested, gamma: base?.gamma ?? 0 }
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
