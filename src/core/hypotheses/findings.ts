import type { ConceptInfo } from '../concepts/concept.ts'
import type { Hypothesis } from '../hypothesis.ts'

/** One row of the table. */
export interface HypothesisRow {
  readonly concept: ConceptInfo
  readonly hypothesis: Hypothesis
}

/**
 * How much of the preference is explained: held-out AUC, five folds by prompt group, each in [0, 1]; null
 * until known.
 */
export interface ExplainedAuc {
  readonly length: number | null
  readonly concepts: number | null
  readonly hidden: number | null
  /** The better of the full state alone and with the concepts: what could be explained. */
  readonly ceiling: number | null
}

export interface Summary {
  readonly auc: ExplainedAuc
  /** Pairs in the discovery and in the confirmation split. */
  readonly discoveryPairs: number
  readonly confirmationPairs: number
  readonly seed: number
  readonly permutations: number
}

/** The current table: complete, or computed on the pairs extracted so far. */
export interface Findings {
  /** Strongest first. */
  readonly rows: readonly HypothesisRow[]
  readonly summary: Summary
  /**
   * Number of pairs that it was computed on; before any is extracted, all pairs without the dictionary's
   * concepts.
   */
  readonly basis: number
  /** True once the dictionary's concepts are tested on all pairs. */
  readonly complete: boolean
}
