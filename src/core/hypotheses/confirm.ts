import type { Concept } from '../concepts/concept.ts'
import type { Disparities } from '../concepts/disparity.ts'
import { benjaminiHochberg } from '../stats/benjamini-hochberg.ts'
import { twoSided } from '../stats/normal.ts'
import { assignFolds, rowsInFold, subset, type Sample, type Subset } from '../stats/sample.ts'
import { type FlipTarget, stepDown } from '../stats/sign-flips.ts'
import { nullStatistics, scoreStatistics } from './statistics.ts'
import { testableConcepts } from './test-concepts.ts'

/** Found: Benjamini–Hochberg q on one half at most this. */
export const DISCOVERY_Q = 0.1
/** A concept with at most this p on one half is tested on the other. */
export const NOMINATION_P = 0.05
/** Replicated: family-wise p at most this, over both directions. */
export const REPLICATION_P = 0.05

export interface Replication {
  /** Pairs in the one half and in the other. */
  readonly discoveryPairs: number
  readonly confirmationPairs: number
  /** Concepts found on either half. */
  readonly found: ReadonlySet<number>
  /** Concepts nominated on one half and replicated on the other. */
  readonly replicated: ReadonlySet<number>
}

/**
 * Searches one half of the clusters and tests what it nominates on the other, then the same with the halves
 * exchanged, each direction at half of REPLICATION_P. The threshold to nominate is low and the test strict
 * because both directions are tried: an effect that chance makes weaker on one half is stronger on the other,
 * so one direction is likely to succeed.
 */
export function replicate(
  sample: Sample,
  disparities: Disparities,
  concepts: readonly Concept[],
  bits: number,
  seed: number,
): Replication {
  const half = assignFolds(sample, 2, seed)
  const first = subset(
    sample,
    disparities,
    rowsInFold(half, (part) => part === 0),
  )
  const second = subset(
    sample,
    disparities,
    rowsInFold(half, (part) => part === 1),
  )
  const found = new Set<number>()
  const replicated = new Set<number>()
  for (const [searched, other] of [[first, second] as const, [second, first] as const]) {
    const candidates = search(searched, concepts, seed)
    for (const { concept, q } of candidates) if (q <= DISCOVERY_Q) found.add(concept)
    const p = test(other, candidates, bits, seed)
    candidates.forEach(({ concept }, t) => {
      if (p[t]! <= REPLICATION_P / 2) replicated.add(concept)
    })
  }
  return { discoveryPairs: first.sample.n, confirmationPairs: second.sample.n, found, replicated }
}

interface Candidate extends FlipTarget {
  /** Sign of the score statistic where it was nominated. */
  readonly sign: number
  readonly q: number
}

/**
 * The concepts whose score statistic is significant on this half, against a standard normal. Wald's test
 * loses power for the strongest effects: its standard error grows as the win rate approaches 1 (Hauck &
 * Donner 1977).
 */
function search({ sample, disparities }: Subset, concepts: readonly Concept[], seed: number): Candidate[] {
  const targets = testableConcepts(sample, disparities, concepts)
  const statistic = scoreStatistics(sample, disparities, targets, seed)
  const p = Float64Array.from(statistic, twoSided)
  const q = benjaminiHochberg(p)
  return targets
    .map((target, t) => ({ ...target, sign: Math.sign(statistic[t]!), q: q[t]! }))
    .filter((_, t) => p[t]! <= NOMINATION_P)
}

/** Family-wise one-sided p of the candidates on this half, in the direction nominated, by step-down max-T. */
function test(
  { sample, disparities }: Subset,
  candidates: readonly Candidate[],
  bits: number,
  seed: number,
): Float64Array {
  const flips = nullStatistics(sample, disparities, candidates, bits, seed)
  return stepDown(
    flips,
    candidates.map(({ sign }) => sign),
  )
}
