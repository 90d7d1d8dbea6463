import { type DBSchema, type IDBPDatabase, openDB } from 'idb'
import type { ExtractorHashes } from '../src/protocol/extract.ts'

interface Activations extends DBSchema {
  /** Unit tables as written by src/core/unit-file.ts. */
  batches: { key: string; value: Uint8Array }
}

/**
 * Extraction results in the browser's storage, batch by batch, by content hash of data, encoder, engine and
 * dictionary.
 */
export class BatchStorage {
  readonly #prefix: string
  readonly #database: Promise<IDBPDatabase<Activations>>

  constructor(dataset: string, { encoder, engine, dictionary }: ExtractorHashes) {
    this.#prefix = `${dataset}/${encoder}/${engine}/${dictionary}/`
    this.#database = openDB<Activations>('whittle-activations', 1, {
      upgrade: (database) => {
        database.createObjectStore('batches')
      },
    })
  }

  /** Every stored batch of this dataset, by number. */
  async load(): Promise<Map<number, Uint8Array>> {
    const database = await this.#database
    const range = IDBKeyRange.bound(this.#prefix, `${this.#prefix}\uffff`)
    const [keys, values] = await Promise.all([
      database.getAllKeys('batches', range),
      database.getAll('batches', range),
    ])
    return new Map(keys.map((key, i) => [Number(key.slice(this.#prefix.length)), values[i]!]))
  }

  /** @throws DOMException QuotaExceededError when the storage is full */
  async store(batch: number, bytes: Uint8Array): Promise<void> {
    await (await this.#database).put('batches', bytes, `${this.#prefix}${batch}`)
  }
}
