import type { UnitTable } from '../core/activations.ts'
import type { Mapping } from '../core/parse/mapping.ts'
import type { Plan } from '../core/workspace/extraction.ts'
import type { Verdict } from '../core/verdict.ts'
import type {
  ConceptDetail,
  DataFormat,
  DatasetInfo,
  Evidence,
  ExplainedAuc,
  EvidenceKind,
  ExportedFile,
  Findings,
  Impact,
} from './data.ts'
import type { Reply } from './reply.ts'

/** Asks the person which column is which. */
export interface MappingRequest {
  readonly columns: readonly string[]
  /** The first rows, each value cut to a few hundred characters. */
  readonly sample: readonly Readonly<Record<string, string>>[]
  readonly suggestion: Mapping
  readonly because: string
}

export type Opened =
  | { readonly kind: 'dataset'; readonly info: DatasetInfo }
  | { readonly kind: 'mapping'; readonly request: MappingRequest }

/** A batch of spans to extract. */
export interface Batch {
  readonly id: number
  readonly kind: 'response' | 'prompt'
  readonly texts: readonly string[]
}

export type { Plan }

export interface ExportSettings {
  readonly verdicts: readonly Verdict[]
  /** Names that the person gave, by concept id. */
  readonly names: Readonly<Record<string, string>>
  readonly seed: number
}

/** The contract of workers/analyse.worker.ts: it owns texts and matrices and runs the core on them. */
export interface AnalyseApi {
  open(file: File, mapping: Mapping | null, base: string): Promise<Reply<Opened>>
  /** The rows that could not be used, as CSV that is safe to open in a spreadsheet. */
  badRows(): Promise<Reply<ExportedFile>>
  /** Prepares extraction: loads what the bundled example or the browser's storage already has. */
  plan(): Promise<Reply<Plan>>
  /** The next batch without activations; null when all are there. */
  next(): Promise<Reply<Batch | null>>
  /** Takes in the units of a batch and stores them. A full storage is a notice, not a failure. */
  add(id: number, units: UnitTable): Promise<Reply<{ readonly plan: Plan; readonly notice: string | null }>>
  /**
   * Tests every concept on the pairs extracted so far; before any is, detectors and phrases on all pairs.
   * @param progress called with (done, total) of the work
   */
  analyse(seed: number, progress: (done: number, total: number) => void): Promise<Reply<Findings>>
  /** Held-out AUCs on the pairs of the last analysis. */
  explain(seed: number): Promise<Reply<ExplainedAuc>>
  evidence(concept: string, kind: EvidenceKind, limit: number): Promise<Reply<Evidence>>
  detail(concept: string): Promise<Reply<ConceptDetail>>
  impact(verdicts: readonly Verdict[]): Promise<Reply<Impact>>
  exportSpec(settings: ExportSettings): Promise<Reply<ExportedFile>>
  exportData(settings: ExportSettings, format: DataFormat): Promise<Reply<ExportedFile>>
  exportReport(settings: ExportSettings): Promise<Reply<ExportedFile>>
}
