import type { Concept } from '../concepts/concept.ts'
import type { Disparities } from '../concepts/disparity.ts'
import { benjaminiHochberg } from '../stats/benjamini-hochberg.ts'
import { lengthModel } from '../stats/length-model.ts'
import { twoSided } from '../stats/normal.ts'
import { dealClusters, subset, type Sample, type Subset } from '../stats/sample.ts'
import { type FlipTarget, signFlips, stepDown } from '../stats/sign-flips.ts'
import { testConcepts } from './test-concepts.ts'

/** Found: Benjamini–Hochberg q on the discovery split at most this. */
export const DISCOVERY_Q = 0.1
/** Confirmed: family-wise p at most this, over both confirmation splits. */
export const CONFIRMATION_P = 0.05

export interface Replication {
  readonly discoveryPairs: number
  readonly confirmationPairs: number
  /** Concepts found on a discovery split. */
  readonly found: ReadonlySet<number>
  /** Those among them that replicate on the other split. */
  readonly confirmed: ReadonlySet<number>
}

/**
 * Finds concepts on one half of the clusters and confirms them on the other, then the same with the halves exchanged:
 * so no half of the data is spent on search alone, and the draw of the halves matters less. Each direction has half of
 * CONFIRMATION_P; on labels that say nothing, anything is confirmed in at most 5% of datasets.
 */
export function replicate(
  sample: Sample,
  disparities: Disparities,
  concepts: readonly Concept[],
  bits: number,
  seed: number,
  onConcept?: () => void,
): Replication {
  const half = dealClusters(sample, 2, seed)
  const first = subset(sample, disparities, (i) => half[i] === 0)
  const second = subset(sample, disparities, (i) => half[i] === 1)
  const found = new Set<number>()
  const confirmed = new Set<number>()
  for (const [discovery, confirmation] of [[first, second] as const, [second, first] as const]) {
    const candidates = discover(discovery, concepts, onConcept)
    for (const { concept } of candidates) found.add(concept)
    const p = confirm(confirmation, candidates, bits, seed)
    candidates.forEach(({ concept }, t) => {
      if (p[t]! <= CONFIRMATION_P / 2) confirmed.add(concept)
    })
  }
  return { discoveryPairs: first.sample.n, confirmationPairs: second.sample.n, found, confirmed }
}

interface Candidate extends FlipTarget {
  /** Sign of β where it was found. */
  readonly sign: number
}

/**
 * The concepts that pass on this half. The larger of the Wald and the score p counts: Wald's is too small where few
 * pairs are discordant and one side wins almost all.
 */
function discover(
  { sample, disparities }: Subset,
  concepts: readonly Concept[],
  onConcept?: () => void,
): Candidate[] {
  const { tested, gamma } = testConcepts(sample, disparities, concepts, onConcept)
  const targets = tested.map(({ concept, effect }) => ({
    concept,
    withoutLength: effect.model === 'without-length',
    sign: Math.sign(effect.beta),
  }))
  const score = signFlips(sample, disparities, targets, gamma, 0, 0).statistic
  const q = benjaminiHochberg(Float64Array.from(tested, ({ p }, t) => Math.max(p, twoSided(score[t]!))))
  return targets.filter((_, t) => q[t]! <= DISCOVERY_Q)
}

/** Family-wise one-sided p of the candidates on this half, in the direction found, by step-down sign flips. */
function confirm(
  { sample, disparities }: Subset,
  candidates: readonly Candidate[],
  bits: number,
  seed: number,
): Float64Array {
  const gamma = lengthModel(sample)?.gamma ?? 0
  const flips = signFlips(sample, disparities, candidates, gamma, bits, seed)
  return stepDown(
    flips,
    candidates.map(({ sign }) => sign),
  )
}
