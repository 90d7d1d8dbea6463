import type { Verdict } from '../verdict.ts'
import type { Normalisation } from './score.ts'

/** What a reward spec fixes, so that applying it fits nothing anew. */
export interface Calibration {
  readonly lambda: number
  /** Coefficient of Δz in the unshaped model, and the one aimed for: reliance − λ. */
  readonly reliance: number
  readonly target: number
  /** Whether the model that gave them holds length fixed. */
  readonly lengthAdjusted: boolean
}

/** A verdict to enact; one that carries its calibration is enacted with it as it is. */
export interface Decision extends Verdict {
  readonly calibration?: Calibration
}

export interface ShapedVerdict {
  readonly verdict: Verdict
  readonly normalisation: Normalisation
  readonly calibration: Calibration
  /** Pairs whose offset it changes, or which it drops. */
  readonly touched: number
  readonly dropped: number
  /** False where dropping every candidate does not bring the coefficient to the target. */
  readonly reached: boolean
}

/** What the verdicts make of the data (DESIGN 6). */
export interface Shaping {
  /** Σ_c λ_c Δz_ic per pair, for every pair, dropped or not. The margin is its negative. */
  readonly offsets: Float64Array
  /** 1 where the pair is dropped. */
  readonly dropped: Uint8Array
  readonly droppedCount: number
  /** Δlog length per pair, chosen − rejected: what the shaping held fixed. */
  readonly length: Float64Array
  /** Decided between pairs that explain equally much which was dropped first. */
  readonly seed: number
  /** Parallel to the verdicts given. */
  readonly verdicts: readonly ShapedVerdict[]
}
