import type { ConceptSource } from '../core/concepts/concept.ts'
import type { Hypothesis } from '../core/hypotheses/hypothesis.ts'

/** What the views know of a concept; the features behind it stay in the worker. */
export interface ConceptInfo {
  readonly id: string
  readonly label: string
  readonly description: string
  readonly source: ConceptSource
  readonly kind: string
  readonly family: string | null
  /** Label of the family, for filters. */
  readonly familyLabel: string | null
  readonly measure: boolean
  readonly fidelity: number | null
  readonly hidden: boolean
}

/** One row of the table. */
export interface HypothesisRow {
  readonly concept: ConceptInfo
  readonly hypothesis: Hypothesis
}

export interface BadRowGroup {
  /** A sentence fragment a person can act on: "the chosen response is empty". */
  readonly reason: string
  readonly count: number
  /** The first row numbers, from 1. */
  readonly rows: readonly number[]
}

export interface DatasetInfo {
  readonly name: string
  /** Of the file's bytes, hex. */
  readonly sha256: string
  /** Rows in the file, good and bad. */
  readonly rows: number
  readonly pairs: number
  readonly groups: number
  /** "TRL preference, messages, explicit prompt" */
  readonly format: string
  /** 0 to 1. */
  readonly certainty: number
  /** Why Whittle thinks so, one sentence. */
  readonly because: string
  readonly badRows: readonly BadRowGroup[]
  readonly columns: readonly string[]
  readonly meanWordsChosen: number
  readonly meanWordsRejected: number
  /** Share of pairs in which the chosen response has more words. */
  readonly chosenLonger: number
}

/** How much of the preference is explained: held-out AUC, five folds by prompt group, each in [0, 1]. */
export interface Summary {
  readonly auc: {
    readonly length: number | null
    readonly concepts: number | null
    readonly hidden: number | null
  }
  /** Pairs in the discovery and in the confirmation split. */
  readonly discoveryPairs: number
  readonly confirmationPairs: number
  readonly seed: number
  readonly permutations: number
}

/** The table as it stands: complete, or computed on the pairs extracted so far. */
export interface Findings {
  readonly rows: readonly HypothesisRow[]
  readonly summary: Summary | null
  /** Pairs behind the dictionary's rows; less than the dataset's while extraction runs. */
  readonly basis: number
  readonly complete: boolean
}

export type EvidenceKind = 'for' | 'against' | 'typical' | 'random'

/** A place where the concept fires. `level` in (0, 1] scales the shading; `value` is the activation or the count. */
export interface Mark {
  readonly start: number
  readonly end: number
  readonly level: number
  readonly value: number
  readonly label: string
}

export interface MarkedText {
  readonly text: string
  readonly marks: readonly Mark[]
  /** Units with the concept, of how many. */
  readonly present: number
  readonly units: number
  /** Strongest activation, or the value of a detector. */
  readonly max: number
}

export interface EvidencePair {
  readonly pair: number
  /** Source row, from 1. */
  readonly row: number
  readonly prompt: string
  readonly chosen: MarkedText
  readonly rejected: MarkedText
  /** Signed disparity of the concept in this pair. */
  readonly u: number
}

export interface Evidence {
  readonly kind: EvidenceKind
  readonly pairs: readonly EvidencePair[]
  /** Pairs of this kind in all. */
  readonly total: number
}

export interface Exemplar {
  readonly level: 'high' | 'mid' | 'low'
  readonly value: number
  readonly row: number
  readonly side: 'chosen' | 'rejected'
  /** The unit with a little context; the unit is [start, end). */
  readonly text: string
  readonly start: number
  readonly end: number
}

export interface ConceptDetail {
  readonly concept: ConceptInfo
  /** The features behind it, with their own label and activation statistics. */
  readonly features: readonly {
    readonly label: string
    readonly description: string
    readonly fidelity: number | null
    readonly confidence: number | null
    readonly responses: number
  }[]
  readonly exemplars: readonly Exemplar[]
  /** Histogram of v = Σ(freq⁺ − freq⁻) over pairs where the concept occurs (a measure: of value⁺ − value⁻). */
  readonly shift: readonly { readonly x0: number; readonly x1: number; readonly count: number }[]
  /** Pearson correlation of u with Δlog length over all pairs. */
  readonly lengthCorrelation: number
  /** Concepts whose disparities correlate most with this one's. */
  readonly nearest: readonly { readonly concept: ConceptInfo; readonly r: number }[]
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
  readonly touched: number
  readonly dropped: number
  readonly offsets: readonly { readonly x0: number; readonly x1: number; readonly count: number }[]
  /** Mean Δlog length (chosen − rejected) before and after. */
  readonly lengthBefore: number
  readonly lengthAfter: number
}

export type DataFormat = 'input' | 'trl-dpo' | 'trl-reward'

/** A file to hand to the person. */
export interface ExportedFile {
  readonly name: string
  readonly mime: string
  readonly bytes: Uint8Array<ArrayBuffer>
  /** "612 pairs, 38 dropped" */
  readonly summary: string
}
