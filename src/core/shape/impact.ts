import type { Shaping } from './decision.ts'

/** One bar of a histogram over [x0, x1). */
export interface Bin {
  readonly x0: number
  readonly x1: number
  readonly count: number
}

/** What the decisions so far do to the data. */
export interface Impact {
  readonly verdicts: readonly {
    readonly concept: string
    /** Pairs whose offset is changed by this verdict, or which it drops. */
    readonly touched: number
    readonly dropped: number
    /** λ that the strength came to. */
    readonly lambda: number
  }[]
  /** Pairs that any verdict touches: dropped, or left with an offset that is not 0. */
  readonly touched: number
  readonly dropped: number
  /** Offsets of the pairs that stay; empty where no verdict sets any. */
  readonly offsets: readonly Bin[]
  /** Mean Δlog length (chosen − rejected) before, and after over the pairs that stay; 0 where none stay. */
  readonly lengthBefore: number
  readonly lengthAfter: number
}

const BINS = 41

/** Sums up a shaping for the person (DESIGN 6, preview). */
export function impact(shaping: Shaping): Impact {
  const { offsets, dropped, droppedCount, length } = shaping
  let touched = droppedCount
  let before = 0
  let after = 0
  const kept = new Float64Array(length.length - droppedCount)
  let left = 0
  for (let i = 0; i < length.length; i++) {
    before += length[i]!
    if (dropped[i]) continue
    kept[left++] = offsets[i]!
    after += length[i]!
    if (offsets[i] !== 0) touched++
  }
  return {
    verdicts: shaping.verdicts.map(({ verdict, touched, dropped, calibration }) => ({
      concept: verdict.concept,
      touched,
      dropped,
      lambda: calibration.lambda,
    })),
    touched,
    dropped: droppedCount,
    offsets: symmetricBins(kept),
    lengthBefore: length.length ? before / length.length : 0,
    lengthAfter: left ? after / left : 0,
  }
}

/** Equal bins over [−m, m], m the largest absolute value; the middle bin holds 0. No bins when all are 0. */
function symmetricBins(values: Float64Array): Bin[] {
  let most = 0
  for (let i = 0; i < values.length; i++) most = Math.max(most, Math.abs(values[i]!))
  if (most === 0) return []
  const width = (2 * most) / BINS
  const counts = new Uint32Array(BINS)
  for (let i = 0; i < values.length; i++) {
    counts[Math.min(BINS - 1, Math.floor((values[i]! + most) / width))]!++
  }
  return Array.from(counts, (count, b) => ({ x0: -most + b * width, x1: -most + (b + 1) * width, count }))
}
