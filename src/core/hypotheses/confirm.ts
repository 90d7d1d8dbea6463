import type { Concept } from '../concepts/concept.ts'
import type { Disparities } from '../concepts/disparity.ts'
import { benjaminiHochberg } from '../stats/benjamini-hochberg.ts'
import { lengthModel } from '../stats/length-model.ts'
import { twoSided } from '../stats/normal.ts'
import { dealClusters, subset, type Sample, type Subset } from '../stats/sample.ts'
import { type FlipTarget, signFlips, stepDown } from '../stats/sign-flips.ts'
import { testableConcepts } from './test-concepts.ts'

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
): Replication {
  const half = dealClusters(sample, 2, seed)
  const first = subset(sample, disparities, (i) => half[i] === 0)
  const second = subset(sample, disparities, (i) => half[i] === 1)
  const found = new Set<number>()
  const confirmed = new Set<number>()
  for (const [discovery, confirmation] of [[first, second] as const, [second, first] as const]) {
    const candidates = discover(discovery, concepts)
    for (const { concept } of candidates) found.add(concept)
    const p = confirm(confirmation, candidates, bits, seed)
    candidates.forEach(({ concept }, t) => {
      if (p[t]! <= CONFIRMATION_P / 2) confirmed.add(concept)
    })
  }
  return { discoveryPairs: first.sample.n, confirmationPairs: second.sample.n, found, confirmed }
}

interface Candidate extends FlipTarget {
  /** Sign of the score statistic where it was found. */
  readonly sign: number
}

/**
 * The concepts whose score statistic stands out on this half, against a standard normal. Wald's test would lose power
 * just where a habit is plainest: its errors grow as a concept wins all (Hauck & Donner 1977).
 */
function discover({ sample, disparities }: Subset, concepts: readonly Concept[]): Candidate[] {
  const targets = testableConcepts(sample, disparities, concepts)
  const { statistic } = signFlips(sample, disparities, targets, lengthModel(sample)?.gamma ?? 0, 0, 0)
  const q = benjaminiHochberg(Float64Array.from(statistic, twoSided))
  const candidates = targets.map((target, t) => ({ ...target, sign: Math.sign(statistic[t]!) }))
  return candidates.filter((_, t) => q[t]! <= DISCOVERY_Q)
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
