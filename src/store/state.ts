import type { ConceptSource } from '../core/concepts/concept.ts'
import type { Failure } from '../core/failure.ts'
import type { Mapping } from '../core/parse/mapping.ts'
import type { TrainerId } from '../core/shape/trainers.ts'
import type { Verdict, VerdictKind } from '../core/verdict.ts'
import type { Inspection, MappingRequest, PartGroup } from '../protocol/data.ts'
import type {
  Artefact,
  ConceptDetail,
  ContextTable,
  DatasetInfo,
  DatasetMap,
  Estimated,
  Evidence,
  ExportedFile,
  Findings,
  ForestRow,
  Impact,
  LessonPage,
  Preview,
  Proof,
  Recall,
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

/** View settings; kept in the address. */
export interface ViewSettings {
  readonly filters: Filters
  readonly sort: Sort | null
  /** What the middle shows: lessons, concepts overall, or concepts inside contexts. */
  readonly table: 'lessons' | 'overall' | 'contexts'
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
  readonly findings: Findings | null
  /** What the findings say in sentences; null until they are worked out. */
  readonly lessons: LessonPage | null
  /** Hypotheses inside contexts; null until every response and prompt is extracted and tested. */
  readonly contexts: ContextTable | null
  readonly map: DatasetMap | null
  /**
   * For each point of the map, how far its pairs lean with the selected concept, in [−1, 1]; null while
   * unknown.
   */
  readonly leanings: readonly number[] | null
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
  showEvidence(kind: EvidenceChoice): void
  showMoreEvidence(): void
  showPanel(panel: ViewSettings['panel']): void
  filter(change: Partial<Filters>): void
  /** Also clears the lassos and shows every context. */
  clearFilters(): void
  sort(sort: Sort | null): void
  /**
   * null withdraws the verdict.
   * @param scope 'overall' where left out, or a context: then only its pairs are touched
   */
  decide(concept: string, verdict: VerdictKind | null, scope?: string): void
  /** Decides so that the data say nothing about the concept: at strength 1, by the verdict that leads there. */
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
  /** Remembers what the person trains with; decisions that it would ignore get another protocol. */
  trainWith(trainer: TrainerId): void
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
