import type { Measured } from '../dictionary.ts'

/** Where a concept comes from. */
export const CONCEPT_SOURCES = [
  ...(['dictionary', 'family', 'surface', 'phrase'] as const),
  ...(['probe', 'rule', 'composed', 'column', 'union'] as const),
] as const

export type ConceptSource = (typeof CONCEPT_SOURCES)[number]

/**
 * A named set of features on which hypotheses are tested and verdicts are given.
 * Ids are stable across runs: `d:17` latent 17, `f:3` family 3, `s:bold` a detector, `p:as an ai` a phrase,
 * `u:["s:bold","d:17"]` these as one;
 * concepts of one's own have the id that the person gave, without a colon.
 */
export interface Concept {
  readonly id: string
  readonly label: string
  readonly description: string
  readonly source: ConceptSource
  /** behaviour, tone, style, syntax, format, topic, word, code, number, unclear; 'phrase', 'own'. */
  readonly kind: string
  /** Indices into the joint feature space of FeatureColumns. */
  readonly features: Uint32Array
  /** Of the score, parallel to `features`; 1 each when left out. */
  readonly weights?: Float64Array
  /** How its features make a score: their sum, or the strongest of them; the sum when left out. */
  readonly combine?: 'sum' | 'max'
  /** Of a union, its members. */
  readonly parts?: readonly Concept[]
  /** Id of the family that holds this concept, where there is one. */
  readonly family: string | null
  /**
   * A measure (length, lexical diversity) has a value for every response instead of being present or absent:
   * its disparity is the sign of the difference of values.
   */
  readonly measure: boolean
  /**
   * Balanced accuracy of the label on unseen sentences; null where it is not measured or exact by
   * construction.
   */
  readonly fidelity: number | null
  /** The text that the fidelity was measured on; left out where fidelity does not apply. */
  readonly measured?: Measured
  /** Of a probe: how it was fitted, and what held-out examples say of it. */
  readonly probe?: ProbeInfo
  /**
   * Left out of tables unless asked for: label unclear (confidence 1, kind unclear) or fidelity under 0.7, or
   * dense.
   */
  readonly hidden: boolean
}

/** An estimate with its 95% interval. */
export interface QualityInterval {
  readonly estimate: number
  readonly low: number
  readonly high: number
}

/** What held-out examples say of a probe, at its threshold. */
export interface ProbeInfo {
  readonly method: string
  readonly auroc: QualityInterval
  readonly f1: QualityInterval
  readonly precision: QualityInterval
  readonly recall: QualityInterval
  readonly positives: number
  readonly negatives: number
  readonly folds: number
}

/** Whether a person made the concept. */
export const isOwn = ({ source }: Pick<Concept, 'source'>): boolean =>
  source === 'probe' || source === 'rule' || source === 'composed' || source === 'column'

/** Whether a concept's label was judged on no text at all: such a one stands below those that were. */
export const unmeasured = ({ measured }: Pick<Concept, 'measured'>): boolean => measured === 'none'

/** What the views know about a concept; its feature indices stay in the worker. */
export type ConceptInfo = Omit<Concept, 'features' | 'weights' | 'parts'> & {
  /** Label of the family, for filters. */
  readonly familyLabel: string | null
}
