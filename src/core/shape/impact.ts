import { type Bin, bins, symmetricBins } from '../stats/histogram.ts'
import type { Protocol } from '../verdict.ts'
import { effectiveSampleSize } from './balance.ts'
import { type Collateral, collateral, type ImpactBasis } from './collateral.ts'
import type { Miss, Shaping } from './decision.ts'

export type { Bin }

/** What one verdict does. */
export interface VerdictImpact {
  readonly concept: string
  readonly scope: string
  readonly protocol: Protocol
  /** Pairs that it changes in any way. */
  readonly touched: number
  readonly dropped: number
  readonly flipped: number
  readonly rewritten: number
  readonly masked: number
  readonly inoculated: number
  /** λ that the strength came to. */
  readonly lambda: number
  /** Coefficient of Δz before, and the one aimed for. */
  readonly reliance: number
  readonly target: number
  /** False where the protocol cannot get there. */
  readonly reached: boolean
}

/** What the decisions so far do to the data. */
export interface Impact {
  readonly verdicts: readonly VerdictImpact[]
  /** Pairs that any verdict touches. */
  readonly touched: number
  readonly dropped: number
  readonly flipped: number
  readonly rewritten: number
  readonly masked: number
  readonly inoculated: number
  /** Offsets of the pairs that stay; empty where no verdict sets any. Margins are their mirror image. */
  readonly offsets: readonly Bin[]
  /** Weights of the pairs that stay; empty where no verdict re-weights. */
  readonly weights: readonly Bin[]
  /** Equal pairs that would tell as much as those that stay do with their weights. */
  readonly effectiveSampleSize: number
  /** What the weights could not bring about; empty where all is as decided. */
  readonly misses: readonly Miss[]
  /** Mean Δlog length (chosen − rejected) before, and after over the pairs that stay; 0 where none stay. */
  readonly lengthBefore: number
  readonly lengthAfter: number
  /** Every concept whose mean disparity changes, most changed first. */
  readonly collateral: readonly Collateral[]
}

const BINS = 41

/** Sums up a shaping for the person (DESIGN 6, preview). @param basis for the collateral; none without it */
export function impact(shaping: Shaping, basis?: ImpactBasis): Impact {
  const { offsets, dropped, flipped, weights, length } = shaping
  const touched = touchedPairs(shaping)
  const stay = length.length - shaping.droppedCount
  const kept = { offsets: new Float64Array(stay), weights: new Float64Array(stay) }
  const sums = { before: 0, after: 0, weight: 0, touched: 0, flipped: 0 }
  let at = 0
  for (let i = 0; i < length.length; i++) {
    sums.before += length[i]!
    sums.touched += touched[i]!
    if (dropped[i]) continue
    kept.offsets[at] = flipped[i] ? -offsets[i]! : offsets[i]!
    kept.weights[at++] = weights[i]!
    sums.after += (flipped[i] ? -1 : 1) * weights[i]! * length[i]!
    sums.weight += weights[i]!
    sums.flipped += flipped[i]!
  }
  const edited = (protocol: Protocol) => union(shaping, protocol)
  return {
    verdicts: shaping.verdicts.map(verdictImpact),
    touched: sums.touched,
    dropped: shaping.droppedCount,
    flipped: sums.flipped,
    rewritten: edited('rewrite'),
    masked: edited('mask'),
    inoculated: edited('inoculate'),
    offsets: symmetricBins(kept.offsets, BINS),
    weights: shaping.weighing ? bins(kept.weights, BINS) : [],
    effectiveSampleSize: effectiveSampleSize(weights, dropped),
    misses: shaping.weighing?.misses ?? [],
    lengthBefore: length.length ? sums.before / length.length : 0,
    lengthAfter: sums.weight ? sums.after / sums.weight : 0,
    collateral: basis ? collateral(shaping, basis) : [],
  }
}

function verdictImpact({ verdict, calibration, touched, dropped, reached }: Shaping['verdicts'][number]) {
  const by = (protocol: Protocol) =>
    verdict.protocol === protocol && verdict.verdict !== 'keep' ? touched : 0
  return {
    concept: verdict.concept,
    scope: verdict.scope,
    protocol: verdict.protocol,
    touched,
    dropped,
    flipped: by('relabel'),
    rewritten: by('rewrite'),
    masked: by('mask'),
    inoculated: by('inoculate'),
    lambda: calibration.lambda,
    reliance: calibration.reliance,
    target: calibration.target,
    reached,
  }
}

/** 1 where a pair is dropped, flipped, edited, or has an offset or another weight than pairs without the concepts. */
function touchedPairs({ offsets, dropped, flipped, weights, weighing, verdicts }: Shaping): Uint8Array {
  const plain = weighing ? Math.exp(-weighing.constant) : 1
  const touched = Uint8Array.from(offsets, (offset, i) =>
    dropped[i] || flipped[i] || offset !== 0 || (weights[i] !== 1 && weights[i] !== plain) ? 1 : 0,
  )
  for (const { verdict, pairs } of verdicts)
    if (verdict.protocol !== 'relabel') for (const i of pairs) touched[i] = 1
  return touched
}

/** Pairs that verdicts of one protocol edit, each counted once. */
function union({ verdicts, offsets }: Shaping, protocol: Protocol): number {
  const edits = verdicts.filter(({ verdict }) => verdict.protocol === protocol)
  if (edits.length < 2) return edits[0]?.pairs.length ?? 0
  const has = new Uint8Array(offsets.length)
  for (const { pairs } of edits) for (const i of pairs) has[i] = 1
  return has.reduce((sum, flag) => sum + flag, 0)
}
