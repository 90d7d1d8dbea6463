import type { FullFeatureHead } from './controls.ts'
import type { ScoredConcept, Source } from './concept-columns.ts'
import type { Calibration, Decision } from './decision.ts'
import type { Memo } from './memo.ts'
import type { Normalisation } from './score.ts'

/** The pairs as the verdicts enacted so far left them. */
export interface PairState {
  readonly dropped: Uint8Array
  readonly flipped: Uint8Array
  /** Names what was done to them: equal histories, equal pairs. */
  readonly history: string
}

/** A concept's standardised scores, and by pair what they say for the label. */
export interface ConceptDifference {
  readonly normalisation: Normalisation
  /** By response. */
  readonly z: Float64Array
  /** By pair: z(chosen) − z(rejected); of a single response z with the sign of its label. */
  readonly delta: Float64Array
}

/** The pairs that a drop or a relabelling changes, and whether they are enough. */
export interface ChangedPairs {
  readonly pairs: Uint32Array
  readonly reached: boolean
}

/** What the shaping of pairs and that of single responses do differently. */
export interface PreferenceModel {
  /** Whether a concept can be taken net of a kept family. */
  readonly residuals: boolean
  scores(concept: ScoredConcept): ConceptDifference
  /** Whether a concept is length itself. @param delta on all pairs @param inScope 0 outside the scope */
  isLength(delta: Float64Array, inScope: Float64Array): boolean
  /** Columns of the model behind strengths beside those of the concepts. */
  nuisances(concepts: readonly Source[], lengthAdjusted: boolean): readonly Float64Array[]
  /** The pairs that a verdict may drop or relabel, first to go first. */
  changeOrder(decision: Decision, source: Source, state: PairState): Uint32Array
  /** The fewest of them, in that order, after which the coefficient is at the calibration's target. */
  fewestChanges(
    decision: Decision,
    source: Source,
    calibration: Calibration,
    order: Uint32Array,
    state: PairState,
  ): ChangedPairs
}

/** What the models are made from. */
export interface ModelInput {
  /**
   * Δlog length per pair, chosen − rejected; of a single response log(words + 1) with the sign of its label.
   */
  readonly length: Float64Array
  readonly seed: number
  readonly memo: Memo
  readonly controls: FullFeatureHead | null
}
