import type { UnitTable } from '../src/core/activations.ts'
import { PLAN_VERSION } from '../src/core/extract/plan.ts'
import { WhittleError } from '../src/core/failure.ts'
import { readUnits, writeUnits } from '../src/core/unit-file.ts'
import type { Workspace } from '../src/core/workspace/workspace.ts'
import type { Batch, BatchProgress } from '../src/protocol/batches.ts'
import type { Plan } from '../src/protocol/data.ts'
import type { ExtractorHashes } from '../src/protocol/extract.ts'
import { type ExampleManifest, fetchAsset } from './assets.ts'
import type { Batches } from './batch-channels.ts'
import type { ActivationStorage } from './storage.ts'

/**
 * The extraction of an open file: what it starts from, what is left to extract, and where results are stored.
 */
export class StoredExtraction {
  /** Batches that are being extracted. */
  readonly #handedOut = new Set<number>()
  #storageFull = false

  /** @param given a file of activations that the person opened with the data; null for none */
  constructor(
    private readonly workspace: Workspace,
    private readonly hashes: ExtractorHashes,
    private readonly storage: ActivationStorage,
    private readonly base: string,
    private readonly given: File | null,
  ) {}

  /** Brings back what the example ships and what the browser's storage holds. */
  async restore(): Promise<Plan> {
    const { extraction } = this.workspace
    if (extraction.plan().done === 0) {
      const shipped = await this.#shipped()
      if (shipped) extraction.addAll(shipped)
      else if (this.given) await this.#take(this.given)
      else await this.#restoreStored()
    }
    return extraction.plan()
  }

  /** Takes what was extracted elsewhere, and stores it, so that it need not be given again. */
  async #take(file: File): Promise<void> {
    const { extraction, dataset } = this.workspace
    const { table, meta } = readUnits(new Uint8Array(await file.arrayBuffer()))
    const { encoder, engine, dictionary } = this.hashes
    const wanted = { dataset: dataset.info.sha256, encoder, engine, dictionary }
    if (Object.entries(wanted).some(([key, hash]) => meta[key] !== hash)) {
      throw new WhittleError(
        'bad-file',
        `${file.name} holds the activations of other data than ${dataset.info.name}, or of another extractor.`,
      )
    }
    extraction.addAll(table)
    void this.#storeAll(table)
  }

  async #storeAll(table: UnitTable): Promise<void> {
    const { extraction } = this.workspace
    for (const id of extraction.batches.keys()) await this.#store(id, extraction.batchOf(table, id))
  }

  /** The batches that are not extracted; those handed out before are handed out again. */
  batches(): Batches {
    this.#handedOut.clear()
    return { next: () => this.#next(), add: (id, units) => this.#add(id, units) }
  }

  #next(): Batch | null {
    const { extraction } = this.workspace
    const id = extraction.batches.findIndex((_, b) => !extraction.has(b) && !this.#handedOut.has(b))
    if (id < 0) return null
    this.#handedOut.add(id)
    return { id, kind: extraction.batches[id]!.kind, texts: extraction.texts(id) }
  }

  async #add(id: number, units: UnitTable): Promise<BatchProgress> {
    const { extraction } = this.workspace
    extraction.add(id, units)
    this.#handedOut.delete(id)
    const { charactersDone: done, characters: total, pairsDone } = extraction.plan()
    return { done, total, pairsDone, notice: await this.#store(id, units) }
  }

  /** Stores a batch. @returns what the person should know, where that fails */
  async #store(id: number, units: UnitTable): Promise<string | null> {
    if (this.#storageFull) return null
    try {
      const bytes = writeUnits(units, { plan: PLAN_VERSION })
      await this.storage.store(this.workspace.dataset.info, this.hashes, id, bytes)
      return null
    } catch (error) {
      this.#storageFull = true
      const full = error instanceof DOMException && error.name === 'QuotaExceededError'
      const why = full
        ? 'The browser has no more room, even without what it stored of other files'
        : 'The browser does not store what is extracted'
      return `${why}: this extraction goes on, but after a reload its rest starts again.`
    }
  }

  /** The activations that ship with the bundled example; null for any other data or extractor. */
  async #shipped(): Promise<UnitTable | null> {
    const manifest = (await (await fetchAsset(this.base, 'example/manifest.json')).json()) as ExampleManifest
    const same =
      manifest.dataset === this.workspace.dataset.info.sha256 &&
      manifest.encoder === this.hashes.encoder &&
      manifest.engine === this.hashes.engine &&
      manifest.dictionary === this.hashes.dictionary
    if (!same) return null
    const bytes = await (await fetchAsset(this.base, 'example/activations.safetensors')).arrayBuffer()
    return readUnits(new Uint8Array(bytes)).table
  }

  async #restoreStored(): Promise<void> {
    const { extraction, dataset } = this.workspace
    try {
      for (const [id, bytes] of await this.storage.load(dataset.info, this.hashes)) {
        const { table, meta } = readUnits(bytes)
        // A batch that does not fit was stored by a Whittle that cut batches differently.
        const fits = meta['plan'] === PLAN_VERSION && extraction.batches[id]?.spans.length === table.spans
        if (fits) extraction.add(id, table)
      }
    } catch (error) {
      // Forbidden or damaged storage costs time, not work: everything missing is extracted again.
      if (!(error instanceof WhittleError || error instanceof DOMException)) throw error
    }
  }
}
