import type { ConceptSource } from '../core/concepts/concept.ts'
import type { OwnRule } from '../core/contexts/rules.ts'
import type { Failure } from '../core/failure.ts'
import type { UnintendedFlags } from '../core/lessons/unintended.ts'
import type { Mapping } from '../core/parse/mapping.ts'
import type { TrainerId } from '../core/shape/trainers.ts'
import type { Verdict, VerdictKind } from '../core/verdict.ts'
import type { DataPreview, Inspection, MappingRequest, PartGroup } from '../protocol/data.ts'
import type {
  BadRecord,
  ColumnsPage,
  Condition,
  LineSettings,
  RowLine,
  RowPage,
  RowQuery,
} from '../protocol/data.ts'
import type {
  Artefact,
  ConceptDetail,
  ContextTable,
  DatasetInfo,
  DatasetMap,
  Estimated,
  Evidence,
  ExportedFile,
  FiringConcept,
  Findings,
  ForestRow,
  Impact,
  LessonPage,
  OwnDefinition,
  OwnPreview,
  MeaningAnswer,
  Preview,
  Proof,
  Recall,
  SayingResponses,
} from '../protocol/data.ts'
import type { Device } from '../protocol/extract.ts'
import type { StoredDataset } from '../protocol/stored.ts'
import type { Progress } from '../protocol/progress.ts'

export type Phase = 'empty' | 'opening' | 'mapping' | 'parts' | 'working' | 'ready'

/** What a person authors, and so what undo, sessions and storage hold. */
export interface Decisions {
  readonly verdicts: readonly Verdict[]
  /** Names given by the person, by the id of a concept or a context. */
  readonly names: Readonly<Record<string, string>>
  /** Concepts of one's own, by id; left out where there are none. */
  readonly concepts?: Readonly<Record<string, OwnDefinition>>
  /** Contexts by rules of the person's own, in the order in which they were made. */
  readonly contexts: readonly OwnRule[]
  /** What the person says of lessons that look unintended, or do not, by lesson id. */
  readonly unintended: UnintendedFlags
}

export interface Filters {
  readonly search: string
  readonly sources: readonly ConceptSource[]
  readonly kinds: readonly string[]
  readonly families: readonly string[]
  readonly direction: 'any' | 'chosen' | 'rejected'
  readonly confirmedOnly: boolean
  readonly verdicts: readonly (VerdictKind | 'none')[]
  readonly minimumDiscordant: number
  /** Show unclear and dense concepts too. */
  readonly showHidden: boolean
  /** Show folded concepts as rows of their own. */
  readonly showFolded: boolean
  /** Show mined phrases. */
  readonly showPhrases: boolean
}

export interface Sort {
  readonly column: string
  readonly descending: boolean
}

/** A closed path on a map, in the map's own coordinates. */
export type Outline = readonly (readonly [x: number, y: number])[]

/**
 * Pairs that bear out what is said of the selected concept, those that speak against it, and two neutral
 * choices.
 */
export type EvidenceChoice = 'supports' | 'exceptions' | 'typical' | 'random'

/** How the table of rows is set, beside the conditions, which hold everywhere. */
export interface RowSettings extends Omit<RowQuery, 'conditions'> {
  /** Names of the further columns shown; null for the first few. */
  readonly columns: readonly string[] | null
}

/** View settings; kept in the address. */
export interface ViewSettings {
  readonly filters: Filters
  readonly sort: Sort | null
  /** What the middle shows: lessons, concepts overall, concepts inside contexts, or the file's rows. */
  readonly table: 'lessons' | 'overall' | 'contexts' | 'rows'
  /** What evidence, rows and the map of prompts are narrowed to by the file's further columns. */
  readonly conditions: readonly Condition[]
  readonly rows: RowSettings
  /** The pair that is read, by its index; null where none is. */
  readonly pair: number | null
  /** Id of the context that the table of contexts is narrowed to. */
  readonly context: string | null
  /** Id of the selected concept, and of the scope it is looked at in: 'overall' or a context. */
  readonly selected: string | null
  readonly scope: string
  readonly evidenceKind: EvidenceChoice
  readonly panel: 'evidence' | 'concept' | 'decide'
  /** What is drawn around on the map of latents and on that of prompts; null where nothing is. */
  readonly lassos: Readonly<Record<'latents' | 'prompts', Outline | null>>
}

/** How far the proof of the decisions is; one that is done says of which decisions. */
export type ProofState =
  | { readonly kind: 'none' }
  | { readonly kind: 'running'; readonly done: number; readonly total: number; readonly since: number }
  | { readonly kind: 'done'; readonly proof: Proof; readonly verdicts: readonly Verdict[] }

/** What the view's lassos catch; null where that is nothing. */
export interface Lasso {
  /** Ids of the latents drawn around. */
  readonly concepts: readonly string[] | null
  /** Points of the map of pairs drawn around, by index. */
  readonly points: readonly number[] | null
}

/** The bundled dictionary's latents laid out by what they write: point i is latent i. */
export interface FeatureMap {
  readonly x: readonly number[]
  readonly y: readonly number[]
}

export interface Notice {
  readonly id: number
  readonly tone: 'info' | 'warning' | 'error'
  readonly text: string
}

/** What this browser stores for Whittle. */
export interface StoredData {
  /** Activations, by dataset, last used first. */
  readonly datasets: readonly StoredDataset[]
  /** Decisions and names, by the hash of their data. */
  readonly decisions: ReadonlyMap<string, number>
}

/** What was typed in the box, and the answers of workers so far. */
export interface Asked {
  readonly text: string
  /** A text to read rather than a question. */
  readonly isText: boolean
  readonly saying: SayingResponses | null
  readonly meaning: MeaningAnswer | null
  readonly firing: readonly FiringConcept[] | null
  /** While the encoder reads it. */
  readonly reading: boolean
}

export interface State {
  readonly phase: Phase
  readonly dataset: DatasetInfo | null
  readonly mapping: MappingRequest | null
  /** Files that are not one table, while the person is asked which to open. */
  readonly parts: readonly PartGroup[] | null
  readonly device: Device | null
  readonly progress: Progress | null
  /** Extraction was cancelled or failed half-way; what is done is kept, and `resume` goes on. */
  readonly interrupted: boolean
  /** What is shown is from before a crash, until a new worker has computed it again and answers about it. */
  readonly recovering: boolean
  readonly findings: Findings | null
  /** What the findings say in sentences; null until they are worked out. */
  readonly lessons: LessonPage | null
  /** Hypotheses inside contexts; null until every response and prompt is extracted and tested. */
  readonly contexts: ContextTable | null
  /** The further columns of the file; null until they are read. */
  readonly columns: ColumnsPage | null
  /** The pairs that the table of rows lists, in its order; null while they are looked for first. */
  readonly rows: Uint32Array | null
  /** Share of the pairs searched, while a search takes long. */
  readonly rowsSearched: number | null
  /** The pairs that fit the view's conditions, ascending; null where there are no conditions. */
  readonly fitting: Uint32Array | null
  /** The pair that is read; null while it loads. */
  readonly rowPage: RowPage | null
  readonly map: DatasetMap | null
  /**
   * For each point of the map, how far its pairs lean with the selected concept, in [−1, 1]; null while
   * unknown.
   */
  readonly leanings: readonly number[] | null
  /** What is asked; null where nothing is typed. */
  readonly asked: Asked | null
  readonly featureMap: FeatureMap | null
  readonly lasso: Lasso
  readonly failure: Failure | null
  readonly notices: readonly Notice[]
  readonly view: ViewSettings
  readonly authored: Decisions
  /** What the person trains with; null until they say it. */
  readonly trainer: TrainerId | null
  readonly canUndo: boolean
  readonly canRedo: boolean
  /** Of the selected concept; null while it loads. */
  readonly evidence: Evidence | null
  readonly detail: ConceptDetail | null
  /** The selected concept across contexts. */
  readonly forest: readonly ForestRow[] | null
  readonly impact: Impact | null
  /** A verdict while its slider moves: its consequences are shown, but it is not kept yet. */
  readonly draft: Verdict | null
  /** Single pairs of the verdict on what is selected; null while it loads, and where nothing is decided. */
  readonly preview: Preview | null
  /** How many of them to show. */
  readonly previewPairs: number
  /** How much the verdict on what is selected sees of what it is about; null while it loads. */
  readonly recall: { readonly concept: string; readonly found: Recall | null } | null
  /** What the proof of these decisions is expected to find; null while it is computed. */
  readonly estimate: { readonly verdicts: readonly Verdict[]; readonly found: readonly Estimated[] } | null
  readonly proof: ProofState
  /** What the dialog of stored data shows; null while it loads, and while nobody looks at it. */
  readonly stored: StoredData | null
  /** The files that the export dialog made last. */
  readonly exported: readonly Pick<ExportedFile, 'name' | 'summary' | 'notes'>[]
  /** What the data files of the open export dialog would hold; why that cannot be said, as a sentence. */
  readonly exportPreview: readonly DataPreview[] | string
}

/** Everything a view may ask for. Commands never throw: failures land in `failure` or `notices`. */
export interface Commands {
  /** Opens files as one dataset; a session among nothing else is opened as what it is. */
  openFiles(files: readonly File[]): void
  /** Opens the files again, only the parts of these names. */
  openParts(names: readonly string[]): void
  openExample(): void
  /** Opens the file again with the person's mapping. */
  applyMapping(mapping: Mapping): void
  /** How the file that a mapping is asked for would be read by one; a sentence where it could not be. */
  tryMapping(mapping: Mapping): Promise<Inspection | string>
  /** Saves the mapping as a file for the command line. */
  saveMapping(mapping: Mapping): void
  /** Reads a mapping file; a file that is none is a notice and gives null. */
  readMapping(file: File): Promise<Mapping | null>
  /** Back to the first screen; verdicts stay stored with the data's hash. */
  close(): void
  /** Stops extraction; what is done is kept and tested. */
  cancel(): void
  /** Goes on with an extraction that was cancelled. */
  resume(): void
  downloadBadRows(): void
  /** @param scope 'overall' where left out */
  select(concept: string | null, scope?: string): void
  showTable(table: ViewSettings['table']): void
  /** Narrows the table of contexts to one; null shows all. */
  showContext(context: string | null): void
  /** Draws around a part of a map; null, or an outline that catches nothing, lets go. */
  lasso(map: keyof ViewSettings['lassos'], outline: Outline | null): void
  /** Narrows everything that lists pairs by the file's further columns. */
  narrow(conditions: readonly Condition[]): void
  /** Sets the table of rows, and shows it. */
  showRows(change: Partial<RowSettings>): void
  /** Opens a pair to read; null closes it. */
  openPair(pair: number | null): void
  /** Opens the next (1) or the previous pair (−1) of the table of rows, or of the evidence. */
  stepPair(step: 1 | -1): void
  /** Lines of the table of rows; none where they could not be read. */
  rowLines(pairs: Uint32Array, shown: LineSettings): Promise<readonly RowLine[]>
  /** The first rows that are left out for a reason. */
  badRecords(reason: string): Promise<readonly BadRecord[]>
  showEvidence(kind: EvidenceChoice): void
  showMoreEvidence(): void
  showPanel(panel: ViewSettings['panel']): void
  filter(change: Partial<Filters>): void
  /** Answers what is typed by meaning, too: loads the encoder where it is not loaded. */
  askByMeaning(): void
  /** Also clears the lassos and shows every context. */
  clearFilters(): void
  sort(sort: Sort | null): void
  /**
   * null withdraws the verdict.
   * @param scope 'overall' where left out, or a context: then only its pairs are touched
   */
  decide(concept: string, verdict: VerdictKind | null, scope?: string): void
  /**
   * Decides so that the data say nothing about the concept: at strength 1, by the verdict that leads there.
   */
  neutralise(concept: string, verdict: VerdictKind, scope?: string): void
  adjust(
    concept: string,
    change: Partial<
      Pick<Verdict, 'verdict' | 'strength' | 'lambda' | 'protocol' | 'note' | 'template' | 'spared'>
    >,
    scope?: string,
  ): void
  /** Decides on these concepts as one instead; the first stands for them, and stays. */
  regroup(concept: string, members: readonly string[], scope?: string): void
  /** Shows what a verdict would do at this strength without keeping it; null ends that. */
  draft(concept: string, strength: number | null, scope?: string): void
  rename(concept: string, name: string): void
  /** What a concept of one's own would find, before it is kept; a sentence where it cannot be used. */
  previewConcept(definition: OwnDefinition): Promise<OwnPreview | string>
  /** Keeps a concept of one's own, in place of one with its id; null deletes it. Undo brings it back. */
  saveConcept(id: string, definition: OwnDefinition | null): void
  /** Remembers what the person trains with; decisions that it would ignore get another protocol. */
  trainWith(trainer: TrainerId): void
  /**
   * Makes a context of a rule, tests every concept in it, and shows it; a rule that makes none is told of.
   */
  makeContext(rule: OwnRule['rule']): void
  /** No longer shows a context of the person's own; that it was tested goes on counting. */
  withdrawContext(id: string): void
  /** Says why a lesson is unintended, or with null that it is not; undefined goes back to the rules. */
  flag(lesson: string, reason: string | null | undefined): void
  undo(): void
  redo(): void
  /**
   * Makes files and hands them over, one by one or in one zip.
   * @param how where the result is told: `exported`, for a dialog, or in notices
   */
  exportFiles(
    artefacts: readonly Artefact[],
    how: { readonly zip?: boolean; readonly told: 'dialog' | 'notices' },
  ): void
  /** Asks what the data files among some artefacts would hold: `exportPreview`. */
  previewExport(artefacts: readonly Artefact[]): void
  /** Shows more of the pairs that the selected concept's verdict changes. */
  showMorePairs(): void
  /** Proves the decisions on a reward head; long, and gives way to other questions. */
  prove(): void
  cancelProof(): void
  /** Loads what this browser stores. */
  loadStored(): void
  /** Deletes the activations stored of a dataset, by its hash; decisions stay. */
  deleteStored(sha256: string): void
  /** Deletes all that is stored: activations, decisions, names, and the copy of the open file. */
  deleteAllStored(): void
  saveSession(): void
  openSession(file: File): void
  /** Puts the address, which carries the view, on the clipboard. */
  copyLink(): void
  dismiss(notice: number): void
}
