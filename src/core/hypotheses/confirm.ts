import type { Concept } from '../concepts/concept.ts'
import type { Disparities } from '../concepts/disparity.ts'
import { benjaminiHochberg } from '../stats/benjamini-hochberg.ts'
import { lengthModel } from '../stats/length-model.ts'
import { twoSided } from '../stats/normal.ts'
import { dealClusters, subset, type Sample } from '../stats/sample.ts'
import { signFlips, stepDown } from '../stats/sign-flips.ts'
import { testConcepts } from './test-concepts.ts'

/** Found: Benjamini–Hochberg q on the discovery split at most this. */
export const DISCOVERY_Q = 0.1
/** Confirmed: family-wise p on the confirmation split at most this. */
export const CONFIRMATION_P = 0.05

export interface Replication {
  readonly discoveryPairs: number
  readonly confirmationPairs: number
  /** Concepts found on the discovery split. */
  readonly found: ReadonlySet<number>
  /** Those among them that replicate. */
  readonly confirmed: ReadonlySet<number>
}

/**
 * Finds concepts on one half of the clusters and confirms them on the other. On the discovery half the larger of the
 * Wald and the score p counts: Wald's is too small where few pairs are discordant and one side wins almost all. On
 * the confirmation half only the found ones are tested, in the direction found, by step-down sign flips; on labels
 * that say nothing, anything is confirmed in at most 5% of datasets.
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
  const discovery = subset(sample, disparities, (i) => half[i] === 0)
  const confirmation = subset(sample, disparities, (i) => half[i] === 1)
  const { tested, gamma } = testConcepts(discovery.sample, discovery.disparities, concepts, onConcept)
  const targets = tested.map(({ concept, effect }) => ({
    concept,
    withoutLength: effect.model === 'without-length',
    sign: Math.sign(effect.beta),
  }))
  const score = signFlips(discovery.sample, discovery.disparities, targets, gamma, 0, seed).statistic
  const q = benjaminiHochberg(Float64Array.from(tested, ({ p }, t) => Math.max(p, twoSided(score[t]!))))
  const found = targets.filter((_, t) => q[t]! <= DISCOVERY_Q)

  const base = lengthModel(confirmation.sample)
  const flips = signFlips(confirmation.sample, confirmation.disparities, found, base?.gamma ?? 0, bits, seed)
  const p = stepDown(
    flips,
    found.map(({ sign }) => sign),
  )
  return {
    discoveryPairs: discovery.sample.n,
    confirmationPairs: confirmation.sample.n,
    found: new Set(found.map(({ concept }) => concept)),
    confirmed: new Set(found.filter((_, t) => p[t]! <= CONFIRMATION_P).map(({ concept }) => concept)),
  }
}
