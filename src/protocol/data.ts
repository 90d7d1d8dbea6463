export type { ConceptInfo } from '../core/concepts/concept.ts'
export type { EvidenceKind } from '../core/evidence.ts'
export type { Bin, Impact } from '../core/shape/impact.ts'
export type { ConceptDetail } from '../core/workspace/detail.ts'
export type { Exemplar } from '../core/workspace/exemplars.ts'
export type { Evidence, EvidencePair } from '../core/workspace/evidence.ts'
export type { ExplainedAuc, Findings, HypothesisRow, Summary } from '../core/workspace/findings.ts'
export type { Mark, MarkedText } from '../core/workspace/marks.ts'

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

export type DataFormat = 'input' | 'trl-dpo' | 'trl-reward'

/** A file to hand to the person. */
export interface ExportedFile {
  readonly name: string
  readonly mime: string
  readonly bytes: Uint8Array<ArrayBuffer>
  /** "612 pairs, 38 dropped" */
  readonly summary: string
}
