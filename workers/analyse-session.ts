import type { LabelStates } from '../src/core/concepts/label-states.ts'
import type { OwnRule } from '../src/core/contexts/rules.ts'
import { WhittleError } from '../src/core/failure.ts'
import {
  type Artefact,
  type DataPreview,
  exportFiles,
  exportZip,
  previewData,
  type ScorerPart,
} from '../src/core/export/files.ts'
import { SCORER_FILES } from '../src/core/scoring/scorer-files.ts'
import { fileStem } from '../src/core/export/names.ts'
import { badRowsCsv } from '../src/core/parse/bad-rows.ts'
import {
  type OpenedSession,
  readSession,
  type Session,
  SESSION_FORMAT,
  SESSION_VERSION,
  sessionFor,
  sessionText,
} from '../src/core/workspace/session.ts'
import { textFile } from '../src/core/export/exported-file.ts'
import type { AnalysisData } from '../src/core/workspace/analysis-data.ts'
import type { ContextTable } from '../src/core/workspace/contexts.ts'
import { openFiles } from '../src/core/dataset/open-files.ts'
import { DifferentParts } from '../src/core/parse/parts.ts'
import { exportParts } from '../src/core/workspace/export-parts.ts'
import type { Provenance } from '../src/core/workspace/exports.ts'
import type { OwnDefinition } from '../src/core/own/definition.ts'
import { holdsActivations } from '../src/core/unit-file.ts'
import { Workspace } from '../src/core/workspace/workspace.ts'
import type { Mapping } from '../src/core/parse/mapping.ts'
import type { Opened, OpenRequest } from '../src/protocol/analyse.ts'
import type { ExportedFile, ExportSettings, Inspection, Plan } from '../src/protocol/data.ts'
import type { ExtractorHashes } from '../src/protocol/extract.ts'
import { version } from '../package.json'
import { fetchAsset, loadDictionary, loadHashes, loadLabelStates, loadManifest } from './assets.ts'
import { BatchChannels } from './batch-channels.ts'
import { BothViews } from './parallel-contexts.ts'
import type { Progress } from './progress.ts'
import { exampleBatches } from './example-batches.ts'
import { dataFile, roomForText } from './files.ts'
import { proofBatches } from './proof-batches.ts'
import type { ActivationStorage } from './storage.ts'
import { StoredExtraction } from './stored-extraction.ts'

/** How the file that a mapping was asked for would be read by one. */
export type TryMapping = (mapping: Mapping) => Inspection

/** Progress of contexts is told in so many parts; share of them that goes to what has to be found. */
const [PARTS, FOUND] = [1000, 0.85]

/** One open file in the worker: the workspace, and where its activations come from and go to. */
export class AnalyseSession {
  readonly #extraction: StoredExtraction
  readonly #channels = new BatchChannels()
  #labels: Promise<LabelStates> | null = null
  /** Contexts that are looked for. */
  #views: { readonly basis: AnalysisData; readonly seed: number; readonly both: BothViews } | null = null

  private constructor(
    readonly workspace: Workspace,
    private readonly hashes: ExtractorHashes,
    private readonly base: string,
    storage: ActivationStorage,
    given: File | null,
  ) {
    this.#extraction = new StoredExtraction(workspace, hashes, storage, base, given)
  }

  /**
   * Reads files as one dataset. Where it is unsure which column is which, or they are not one table, the
   * person is asked, and there is no session yet.
   */
  static async open(
    { files, mapping, only, base }: OpenRequest,
    progress: Progress,
    storage: ActivationStorage,
  ): Promise<{ opened: Opened; session: AnalyseSession | null; tryMapping: TryMapping | null }> {
    const hashes = await loadHashes(base)
    const given = files.find(holdsActivations) ?? null
    const data = files.filter((file) => !holdsActivations(file))
    if (data.length === 0) {
      throw new WhittleError(
        'bad-file',
        `${files[0]!.name} holds activations only: open it together with the file that it was extracted from.`,
      )
    }
    const reading = { progress, room: roomForText() }
    try {
      const [opened, dictionary] = await Promise.all([
        openFiles(data.map(dataFile), { mapping, only, reading }),
        loadDictionary(base, hashes.dictionary),
      ])
      if (opened.kind === 'mapping') {
        const { request, read } = opened
        return { opened: { kind: 'mapping', request }, session: null, tryMapping: read }
      }
      const { dataset } = opened
      const session = new AnalyseSession(new Workspace(dataset, dictionary), hashes, base, storage, given)
      return { opened: { kind: 'dataset', info: dataset.info }, session, tryMapping: null }
    } catch (error) {
      if (!(error instanceof DifferentParts)) throw error
      return { opened: { kind: 'parts', groups: error.groups }, session: null, tryMapping: null }
    }
  }

  /** Brings back what the example ships and what the browser's storage holds. */
  restore(): Promise<Plan> {
    return this.#extraction.restore()
  }

  /** Hands out, on a channel, the batches that are not extracted. */
  extractOn(port: MessagePort): void {
    this.#channels.open('extraction', port, this.#extraction.batches())
  }

  /**
   * The same with the texts that a proof makes.
   * @returns whether there are any; else the port is not used
   * @throws WhittleError for unpaired data
   */
  extractForProofOn(port: MessagePort, settings: ExportSettings): boolean {
    const batches = proofBatches(this.workspace, settings)
    if (batches) this.#channels.open('proof', port, batches)
    return batches !== null
  }

  /** The same with the examples of concepts of one's own. @returns whether there were any */
  extractExamplesOn(port: MessagePort, extra: readonly OwnDefinition[]): boolean {
    const batches = exampleBatches(this.workspace, extra)
    if (batches) this.#channels.open('examples', port, batches)
    return batches !== null
  }

  /**
   * Tests concepts inside contexts; null while not every response and prompt is extracted.
   * @param progress may throw
   */
  async contexts(seed: number, progress: Progress): Promise<ContextTable | null> {
    const { workspace } = this
    const { basis } = workspace
    if (this.#views?.basis !== basis || this.#views.seed !== seed) {
      this.#stopViews()
      const packed = workspace.packContexts(seed)
      if (!packed) return null
      this.#views = { basis, seed, both: new BothViews(packed) }
    }
    try {
      const part = (from: number, share: number) => (done: number, total: number) =>
        progress(Math.floor(PARTS * (from + (share * done) / total)), PARTS)
      const { data, prompt } = await this.#views.both.find(part(0, FOUND))
      const table = workspace.takeContexts(data, prompt, seed, part(FOUND, 1 - FOUND))
      this.#stopViews()
      return table
    } catch (error) {
      // What is given up for now goes on with the next call; what failed starts again.
      if (!(error instanceof WhittleError && error.code === 'cancelled')) this.#stopViews()
      throw error
    }
  }

  /** Ends what goes on beside. */
  close(): void {
    this.#channels.close()
    this.#stopViews()
  }

  #stopViews(): void {
    this.#views?.both.stop()
    this.#views = null
  }

  /** The states of the labels, loaded when they are first asked for. */
  labels(): Promise<LabelStates> {
    this.#labels ??= loadLabelStates(this.base, this.workspace.dictionary.sha256)
    this.#labels.catch(() => (this.#labels = null))
    return this.#labels
  }

  badRows(): ExportedFile {
    const { bad, info } = this.workspace.dataset
    const rows = `${bad.length} row${bad.length === 1 ? '' : 's'}`
    return textFile(`${info.name}.bad-rows.csv`, 'text/csv', badRowsCsv(bad), rows)
  }

  /** @throws WhittleError unless every pair is analysed */
  previewExport(settings: ExportSettings, artefacts: readonly Artefact[]): DataPreview[] {
    return previewData(exportParts(this.workspace, settings, this.#provenance()), artefacts)
  }

  /** @throws WhittleError unless every pair is analysed, or where an artefact has nothing to be made of */
  async exportFiles(
    settings: ExportSettings,
    artefacts: readonly Artefact[],
    zip: boolean,
  ): Promise<readonly ExportedFile[]> {
    const wants = (wanted: Artefact['kind']) => artefacts.some(({ kind }) => kind === wanted)
    const provenance = this.#provenance()
    const tokenizer = (await loadManifest(this.base)).files['tokenizer.json'] ?? null
    const extractor = { ...provenance.extractor, tokenizer }
    const parts = exportParts(
      this.workspace,
      settings,
      { ...provenance, extractor },
      {
        extractor: wants('extractor') ? await this.#asset('model/encoder.onnx') : null,
        scorer: wants('scorer') ? await this.#scorer() : null,
      },
    )
    if (!zip) return exportFiles(parts, artefacts)
    return [await exportZip(parts, artefacts, sha256)]
  }

  saveSession(
    { verdicts, names, contexts = [], unintended = {}, seed, trainer }: ExportSettings,
    view: string,
  ): ExportedFile {
    const { own } = this.workspace
    const { name, sha256, pairs } = this.workspace.dataset.info
    const { whittle, created } = this.#provenance()
    const { encoder, dictionary } = this.hashes
    const session: Session = {
      format: SESSION_FORMAT,
      version: SESSION_VERSION,
      ...{ whittle, created, extractor: { encoder, dictionary }, seed, view },
      dataset: { name, sha256, pairs },
      verdicts: verdicts.map(({ spared, ...verdict }) =>
        spared ? { ...verdict, spared: [...spared] } : verdict,
      ),
      names: { ...names },
      ...(own.definitions.length > 0 && { concepts: [...own.definitions] }),
      ...(own.tried.length > 0 && { tried: [...own.tried] }),
      ...(trainer && { trainer }),
      ...(Object.keys(unintended).length > 0 && { unintended: { ...unintended } }),
      ...(contexts.length > 0 && { contexts: contexts.map(storedRule) }),
    }
    const summary = `${verdicts.length} decision${verdicts.length === 1 ? '' : 's'}`
    return textFile(`${fileStem(name)}.session.json`, 'application/json', sessionText(session), summary)
  }

  openSession(text: string): OpenedSession {
    const { workspace } = this
    const session = readSession(text)
    return sessionFor(session, {
      dataset: workspace.dataset.info,
      extractor: this.hashes,
      // Those of the session come with it.
      concepts: new Set([...workspace.concepts, ...(session.concepts ?? [])].map(({ id }) => id)),
      contexts: workspace.contexts.length > 0 ? new Set(workspace.contexts.map(({ id }) => id)) : null,
      rows: workspace.dataset.info.rows,
    })
  }

  async #asset(path: string): Promise<Uint8Array<ArrayBuffer>> {
    const response = await fetchAsset(this.base, `${path}?${this.hashes.encoder}`)
    return new Uint8Array(await response.arrayBuffer())
  }

  #scorer(): Promise<ScorerPart[]> {
    const files = Object.entries(SCORER_FILES)
    return Promise.all(files.map(async ([name, path]) => ({ name, bytes: await this.#asset(path) })))
  }

  #provenance(): Provenance {
    return { whittle: version, created: new Date().toISOString(), extractor: this.hashes }
  }
}

/** A rule as a session holds it. */
const storedRule = ({ rule, ...own }: OwnRule): NonNullable<Session['contexts']>[number] => ({
  ...own,
  rule: rule.kind === 'selection' ? { ...rule, rows: [...rule.rows] } : rule,
})

async function sha256(bytes: BufferSource): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes))
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('')
}
