import type { Disparities } from '../concepts/disparity.ts'
import { sigmoid } from '../stats/logistic.ts'
import type { Shaping } from './decision.ts'
import { protocolOf } from './protocols.ts'

/** What happens to a concept, decided or not: its mean disparity among what the pairs still teach. */
export interface Collateral {
  readonly concept: string
  readonly before: number
  readonly after: number
}

/** The concepts of the table, with their disparities over the same pairs. */
export interface ImpactBasis {
  readonly disparities: Disparities
  readonly concepts: readonly { readonly id: string }[]
}

/** By pair, how much it still teaches. */
export interface EffectiveWeight {
  /**
   * Weight × 2σ(−offset) × (2p − 1) where the pair has a soft label p, negative where the pair is flipped: by
   * the slope of its loss where a model starts, what it pulls the model towards its chosen side, 1 for a pair
   * as it came. 0 where it is dropped.
   */
  readonly pull: Float64Array
  /** Sum of |pull|. */
  readonly total: number
}

/**
 * How much more often a pair is trained in the order that it came in than in the other: 1, −1 flipped, 2p − 1
 * softened.
 */
export function orderOf(
  { flipped, softLabels }: Pick<Shaping, 'flipped' | 'softLabels'>,
  pair: number,
): number {
  const p = softLabels?.[pair] ?? NaN
  return Number.isNaN(p) ? (flipped[pair] ? -1 : 1) : 2 * p - 1
}

export function effectiveWeight(shaping: Shaping): EffectiveWeight {
  const { offsets, dropped, weights } = shaping
  const pull = new Float64Array(offsets.length)
  let total = 0
  for (let i = 0; i < pull.length; i++) {
    if (dropped[i]) continue
    const order = orderOf(shaping, i)
    const left = weights[i]! * (offsets[i] === 0 ? 1 : 2 * sigmoid(-Math.sign(order) * offsets[i]!))
    pull[i] = order * left
    total += Math.abs(pull[i]!)
  }
  return { pull, total }
}

/**
 * Mean disparity of every concept, over the pairs as they came and over what a model starts to learn from
 * them now: a pair counts by its pull. A concept whose offsets explain it away has 0, as has one that the
 * weights balance.
 */
export function collateral(shaping: Shaping, { disparities, concepts }: ImpactBasis): Collateral[] {
  const { pairs } = disparities
  const { pull, total } = effectiveWeight(shaping)
  const gone = rewrittenAway(shaping)
  const plain = plainSums(disparities)
  const pulled = pulledSums(disparities, pull)
  const changed: Collateral[] = []
  concepts.forEach(({ id }, m) => {
    const removed = gone.get(id)
    const before = plain[m]! / pairs
    const after = total ? (pulled[m]! - (removed ? pulledAway(disparities, m, pull, removed) : 0)) / total : 0
    if (Math.abs(after - before) > 1e-12) changed.push({ concept: id, before, after })
  })
  return changed.sort((a, b) => Math.abs(b.after - b.before) - Math.abs(a.after - a.before))
}

/** Σ pull·u by concept. */
function pulledSums({ indptr, pair, u, concepts }: Disparities, pull: Float64Array): Float64Array {
  const sums = new Float64Array(concepts)
  for (let m = 0; m < concepts; m++) {
    let sum = 0
    for (let k = indptr[m]!, end = indptr[m + 1]!; k < end; k++) sum += pull[pair[k]!]! * u[k]!
    sums[m] = sum
  }
  return sums
}

const known = new WeakMap<Disparities, Float64Array>()

/** Σ u by concept: of one table once, not with every step of a slider. */
function plainSums(disparities: Disparities): Float64Array {
  const sums = known.get(disparities) ?? pulledSums(disparities, new Float64Array(disparities.pairs).fill(1))
  known.set(disparities, sums)
  return sums
}

/** What of a concept's Σ pull·u is in the pairs that its style is cut from. */
function pulledAway({ indptr, pair, u }: Disparities, m: number, pull: Float64Array, removed: Uint8Array) {
  let sum = 0
  for (let k = indptr[m]!, end = indptr[m + 1]!; k < end; k++)
    if (removed[pair[k]!]) sum += pull[pair[k]!]! * u[k]!
  return sum
}

/** By concept, the pairs that its style is cut from. */
function rewrittenAway({ verdicts, offsets }: Shaping): Map<string, Uint8Array> {
  const gone = new Map<string, Uint8Array>()
  for (const { verdict, pairs } of verdicts) {
    if (!protocolOf(verdict.protocol).removesConcept) continue
    const has = gone.get(verdict.concept) ?? new Uint8Array(offsets.length)
    for (const i of pairs) has[i] = 1
    gone.set(verdict.concept, has)
  }
  return gone
}
