import { type Bin, bins, symmetricBins } from '../stats/histogram.ts'
import type { Protocol } from '../verdict.ts'
import { effectiveSampleSize } from './balance.ts'
import { type Collateral, collateral, type ImpactBasis, orderOf } from './collateral.ts'
import type { Miss, Shaping } from './decision.ts'
import type { Overlap } from './overlap.ts'
import { PROTOCOLS, protocolOf } from './protocols.ts'
import type { Enactment } from './protocols/protocol.ts'

export type { Bin }

/** What one verdict does. */
export interface VerdictImpact {
  readonly concept: string
  readonly scope: string
  readonly protocol: Protocol
  /** Pairs that it changes in any way. */
  readonly touched: number
  readonly dropped: number
  /** λ that the strength came to. */
  readonly lambda: number
  /** Coefficient of Δz before, and the one aimed for. */
  readonly reliance: number
  readonly target: number
  /** False where the protocol cannot get there. */
  readonly reached: boolean
}

/** How many pairs a protocol changes: "Rewritten", 26. */
export interface ChangedCount {
  readonly protocol: Protocol
  readonly heading: string
  readonly pairs: number
}

/** What the decisions so far do to the data. */
export interface Impact {
  readonly verdicts: readonly VerdictImpact[]
  /** Pairs that any verdict touches. */
  readonly touched: number
  readonly dropped: number
  /** Pairs whose chosen and rejected are exchanged. */
  readonly flipped: number
  /** Pairs that each protocol changes, of those whose pairs are counted. */
  readonly changed: readonly ChangedCount[]
  /** Offsets of the pairs that stay; empty where no verdict sets any. Margins are their mirror image. */
  readonly offsets: readonly Bin[]
  /** Weights of the pairs that stay; empty where no verdict re-weights. */
  readonly weights: readonly Bin[]
  /** Equal pairs that would tell as much as those that stay do with their weights. */
  readonly effectiveSampleSize: number
  /** What the weights could not bring about; empty where all is as decided. */
  readonly misses: readonly Miss[]
  /** Decided concepts that are a part of another decided one. */
  readonly overlaps: readonly Overlap[]
  /** Mean Δlog length (chosen − rejected) before, and after over the pairs that stay; 0 where none stay. */
  readonly lengthBefore: number
  readonly lengthAfter: number
  /** Every concept whose mean disparity changes, most changed first. */
  readonly collateral: readonly Collateral[]
}

const BINS = 41

/** Sums up a shaping for the person. @param basis for the collateral; none without it */
export function impact(shaping: Shaping, basis?: ImpactBasis, overlaps: readonly Overlap[] = []): Impact {
  const { weights, dropped, length, weighing } = shaping
  const left = staying(shaping)
  return {
    verdicts: shaping.verdicts.map(verdictImpact),
    touched: touchedPairs(shaping),
    dropped: shaping.droppedCount,
    flipped: left.flipped,
    changed: PROTOCOLS.flatMap(({ id, counted }) => {
      if (!counted) return []
      const pairs = { dropped: shaping.droppedCount, flipped: left.flipped, edited: edited(shaping, id) }
      return [{ protocol: id, heading: counted.heading, pairs: pairs[counted.pairs] }]
    }),
    offsets: symmetricBins(left.offsets, BINS),
    weights: weighing ? bins(left.weights, BINS) : [],
    effectiveSampleSize: effectiveSampleSize(weights, dropped),
    misses: weighing?.misses ?? [],
    overlaps,
    lengthBefore: mean(length),
    lengthAfter: left.length,
    collateral: basis ? collateral(shaping, basis) : [],
  }
}

/**
 * The pairs that are not dropped, as they go: their offsets and weights, how many are flipped, and mean Δlog
 * length.
 */
function staying(shaping: Shaping) {
  const { offsets, dropped, flipped, weights, length, droppedCount } = shaping
  const stay = length.length - droppedCount
  const left = { offsets: new Float64Array(stay), weights: new Float64Array(stay) }
  let exchanged = 0
  let lengths = 0
  let weight = 0
  for (let i = 0, at = 0; i < length.length; i++) {
    if (dropped[i]) continue
    const sign = flipped[i] ? -1 : 1
    left.offsets[at] = sign * offsets[i]!
    left.weights[at++] = weights[i]!
    lengths += orderOf(shaping, i) * weights[i]! * length[i]!
    weight += weights[i]!
    exchanged += flipped[i]!
  }
  return { ...left, flipped: exchanged, length: weight ? lengths / weight : 0 }
}

function mean(values: Float64Array): number {
  let sum = 0
  for (let i = 0; i < values.length; i++) sum += values[i]!
  return values.length ? sum / values.length : 0
}

function verdictImpact({ verdict, calibration, touched, dropped, reached }: Shaping['verdicts'][number]) {
  return {
    concept: verdict.concept,
    scope: verdict.scope,
    protocol: verdict.protocol,
    touched,
    dropped,
    lambda: calibration.lambda,
    reliance: calibration.reliance,
    target: calibration.target,
    reached,
  }
}

/** Steps whose pairs are all changed; what a drop or a relabelling proposes, a person may spare. */
const EDITS: ReadonlySet<Enactment['step']> = new Set(['texts', 'labels'])

/**
 * Pairs that are dropped, flipped, edited, or have an offset or another weight than pairs without the
 * concepts.
 */
function touchedPairs({ offsets, dropped, flipped, weights, weighing, verdicts }: Shaping): number {
  const plain = weighing ? Math.exp(-weighing.constant) : 1
  const edited = new Uint8Array(offsets.length)
  for (const { verdict, pairs } of verdicts)
    if (EDITS.has(protocolOf(verdict.protocol).enact.step)) for (const i of pairs) edited[i] = 1
  let touched = 0
  for (let i = 0; i < offsets.length; i++) {
    const weighed = weights[i] !== 1 && weights[i] !== plain
    if (edited[i] || dropped[i] || flipped[i] || offsets[i] !== 0 || weighed) touched++
  }
  return touched
}

/** Pairs that verdicts of one protocol edit, each counted once. */
function edited({ verdicts, offsets }: Shaping, protocol: Protocol): number {
  const edits = verdicts.filter(({ verdict }) => verdict.protocol === protocol)
  if (edits.length < 2) return edits[0]?.pairs.length ?? 0
  const has = new Uint8Array(offsets.length)
  let count = 0
  for (const { pairs } of edits) for (const i of pairs) if (has[i]!++ === 0) count++
  return count
}
