import type { UnitTable } from '../core/activations.ts'
import type { Mapping } from '../core/parse/mapping.ts'
import type { Verdict } from '../core/verdict.ts'
import type {
  Artefact,
  ConceptDetail,
  ContextTable,
  DataFormat,
  DatasetInfo,
  DatasetMap,
  Evidence,
  EvidenceKind,
  ExplainedAuc,
  ExportedFile,
  ExportSettings,
  Findings,
  ForestRow,
  Inspection,
  Impact,
  MappingRequest,
  OpenedSession,
  Plan,
  Preview,
  Proof,
} from './data.ts'
import type { Reply } from './reply.ts'

export type Opened =
  | { readonly kind: 'dataset'; readonly info: DatasetInfo }
  | { readonly kind: 'mapping'; readonly request: MappingRequest }

/** A batch of spans to extract. */
export interface Batch {
  readonly id: number
  readonly kind: 'response' | 'prompt'
  readonly texts: readonly string[]
}

/** The contract of workers/analyse.worker.ts: it owns texts and matrices and runs the core on them. */
export interface AnalyseApi {
  open(file: File, mapping: Mapping | null, base: string): Promise<Reply<Opened>>
  /** How the file that a mapping was asked for would be read by one. */
  tryMapping(mapping: Mapping): Promise<Reply<Inspection>>
  /** The rows that could not be used, as CSV that is safe to open in a spreadsheet. */
  badRows(): Promise<Reply<ExportedFile>>
  /** Prepares extraction: loads what the bundled example or the browser's storage already has. */
  plan(): Promise<Reply<Plan>>
  /** The next batch that is neither extracted nor handed out; null when there is none. */
  next(): Promise<Reply<Batch | null>>
  /** Takes in the units of a batch and stores them. A full storage is a notice, not a failure. */
  add(id: number, units: UnitTable): Promise<Reply<{ readonly plan: Plan; readonly notice: string | null }>>
  /**
   * Tests every concept on the pairs extracted so far; before there are enough, detectors and phrases on all pairs.
   * @param progress called with (done, total) of the work
   */
  analyse(seed: number, progress: (done: number, total: number) => void): Promise<Reply<Findings>>
  /** Held-out AUCs on the pairs of the last analysis. */
  explain(seed: number): Promise<Reply<ExplainedAuc>>
  /**
   * Tests concepts inside contexts; null while not every response and prompt is extracted.
   * @param interrupt shared memory; when its first value becomes 1, the work is given up with code 'cancelled'
   */
  contexts(
    seed: number,
    progress: (done: number, total: number) => void,
    interrupt: Int32Array | null,
  ): Promise<Reply<ContextTable | null>>
  /** One concept across the contexts. */
  forest(concept: string): Promise<Reply<readonly ForestRow[]>>
  /** The pairs laid out by their prompts, each with the contexts that it is in; null while prompts are missing. */
  map(seed: number, interrupt: Int32Array | null): Promise<Reply<DatasetMap | null>>
  /** For pairs of the map, how far the pairs on their prompts lean with a concept: mean u, in [−1, 1]. */
  leanings(concept: string, pairs: Uint32Array): Promise<Reply<readonly number[]>>
  /**
   * @param scope id of a context, or 'overall'
   * @param near only pairs that share a prompt with one of these; null for all
   */
  evidence(
    concept: string,
    scope: string,
    kind: EvidenceKind,
    limit: number,
    near: readonly number[] | null,
  ): Promise<Reply<Evidence>>
  detail(concept: string): Promise<Reply<ConceptDetail>>
  /**
   * Computes beforehand what the next decision would have to wait for.
   * @param looked the concept that a person looks at, and where
   * @param interrupt as for `contexts`
   */
  prepare(
    verdicts: readonly Verdict[],
    looked: Pick<Verdict, 'concept' | 'scope'> | null,
    interrupt: Int32Array | null,
  ): Promise<Reply<void>>
  impact(verdicts: readonly Verdict[]): Promise<Reply<Impact>>
  exportSpec(settings: ExportSettings): Promise<Reply<ExportedFile>>
  exportData(settings: ExportSettings, format: DataFormat): Promise<Reply<ExportedFile>>
  exportReport(settings: ExportSettings): Promise<Reply<ExportedFile>>
  /** Any number of artefacts, each a file, or all in one zip with a manifest. */
  exportArtefacts(
    settings: ExportSettings,
    artefacts: readonly Artefact[],
    zip: boolean,
  ): Promise<Reply<readonly ExportedFile[]>>
  /** The first pairs that one of the verdicts changes, before and after. */
  preview(
    verdicts: readonly Verdict[],
    of: Pick<Verdict, 'concept' | 'scope'>,
    limit: number,
  ): Promise<Reply<Preview>>
  /** The texts that a proof makes of the data and the encoder has not read yet, in batches. */
  unreadTexts(settings: ExportSettings): Promise<Reply<readonly (readonly string[])[]>>
  /** Takes in the units of such a batch. */
  addRead(texts: readonly string[], units: UnitTable): Promise<Reply<void>>
  /**
   * Fits a reward head on the data as it came and as the verdicts leave it, and compares them on pairs held out.
   * @param interrupt as for `contexts`
   */
  prove(
    settings: ExportSettings,
    progress: (done: number, total: number) => void,
    interrupt: Int32Array | null,
  ): Promise<Reply<Proof>>
  /** What the person authored as a small file. @param view the fragment of the address */
  saveSession(settings: ExportSettings, view: string): Promise<Reply<ExportedFile>>
  /** Reads a saved session and holds it against the open data. */
  openSession(text: string): Promise<Reply<OpenedSession>>
}
