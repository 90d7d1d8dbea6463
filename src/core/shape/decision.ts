import type { Verdict } from '../verdict.ts'
import type { Normalisation } from './score.ts'

/** What a reward spec fixes, so that applying it fits nothing anew. */
export interface Calibration {
  /** Of the offsets; 0 for protocols that set none. */
  readonly lambda: number
  /** Coefficient of Δz in the unshaped model, and the one aimed for. */
  readonly reliance: number
  readonly target: number
  /** Whether the model that gave them holds length fixed. */
  readonly lengthAdjusted: boolean
  /** Its part in the weights; null where it has none. */
  readonly weight: WeightPart | null
  /** The kept parent and the slope a of z − a·z_parent, where the score is residualised. */
  readonly residual: { readonly on: string; readonly slope: number } | null
}

/** A column's part in log w = −Σ_c disparity_c·u_c − Σ_j score_j·x_j·(1 − σ(η)) − constant. */
export interface ScorePart {
  readonly score: number
  /**
   * Of x_j in η = Σ_j coefficient_j·x_j + γ·Δlog length + rest: where a head refitted with the weights ends.
   */
  readonly coefficient: number
}

/** Of the difference of the square roots of a feature's activations, chosen − rejected. */
export interface FeatureCoefficient {
  readonly feature: number
  readonly coefficient: number
}

/** A concept's part in the weights; its own x is Δz. */
export interface WeightPart extends ScorePart {
  readonly disparity: number
  /**
   * Features that carry its effect with it, by their index; x is the difference of the square roots of
   * activations.
   */
  readonly companions: readonly (ScorePart & FeatureCoefficient)[]
}

/** A verdict to enact; one that carries its calibration is enacted with it as it is. */
export interface Decision extends Verdict {
  readonly calibration?: Calibration
  /** The pairs to flip, reviewed before; worked out when left out. */
  readonly flips?: Uint32Array
}

export interface ShapedVerdict {
  readonly verdict: Verdict
  readonly normalisation: Normalisation
  readonly calibration: Calibration
  /** Pairs that it changes in any way. */
  readonly touched: number
  readonly dropped: number
  /** False where all that the protocol can do does not bring the concept to the target. */
  readonly reached: boolean
  /**
   * The pairs that it drops, proposes to flip (those that a person spared among them), rewrites, masks or
   * inoculates, first to go first; none for offsets, weights and directions, which have a value for every
   * pair.
   */
  readonly pairs: Uint32Array
}

/** A weighted mean disparity that the weights could not bring where it should be. */
export interface Miss {
  readonly concept: string
  readonly before: number
  readonly target: number
  readonly reached: number
}

/** The entropy balancing behind the weights. */
export interface EntropyBalance {
  /** Log of the normaliser. */
  readonly constant: number
  /** Coefficient of Δlog length in η. */
  readonly gamma: number
  /** What else is in η: the features that are neither a concept's nor its companions. */
  readonly rest: readonly FeatureCoefficient[]
  /** Empty where every mean is where it should be. */
  readonly misses: readonly Miss[]
}

/** What the verdicts make of the data. Everything is said of the pairs as they came: unflipped. */
export interface Shaping {
  /** Σ_c λ_c Δz_ic per pair, for every pair, dropped or not. The margin is its negative. */
  readonly offsets: Float64Array
  /** 1 where the pair is dropped. */
  readonly dropped: Uint8Array
  readonly droppedCount: number
  /** 1 where chosen and rejected change places. */
  readonly flipped: Uint8Array
  /** How much each pair counts; mean 1 over the pairs that stay. */
  readonly weights: Float64Array
  /** Null where no verdict re-weights. */
  readonly weighing: EntropyBalance | null
  /**
   * Where a pair is trained in both orders: the probability that its chosen response is the better one, which
   * is the weight of the order that it came in; NaN for every other pair. Null where no verdict softens
   * labels.
   */
  readonly softLabels: Float64Array | null
  /** Δlog length per pair, chosen − rejected: what the shaping held fixed. */
  readonly length: Float64Array
  /** Decides between pairs that explain equally much, and which ones a part of the strength takes. */
  readonly seed: number
  /** Parallel to the verdicts given. */
  readonly verdicts: readonly ShapedVerdict[]
}
