import { type DBSchema, type IDBPDatabase, type IDBPTransaction, openDB } from 'idb'
import type { ExtractorHashes } from '../src/protocol/extract.ts'
import type { StoredDataset } from '../src/protocol/stored.ts'

interface Database extends DBSchema {
  /**
   * Unit tables as written by src/core/unit-file.ts; the key is "dataset/encoder/engine/dictionary/number of
   * the batch".
   */
  batches: { key: string; value: Uint8Array }
  /** What is stored of each dataset, by the hash of its file. */
  datasets: { key: string; value: StoredDataset }
}

/** Stored batches take at most so much, and at most half of what the browser grants. */
const MOST_BYTES = 8 * 2 ** 30

const keysOf = (prefix: string) => IDBKeyRange.bound(prefix, `${prefix}\uffff`)

/**
 * Extraction results in the browser's storage, batch by batch, by content hash of data, encoder, engine and
 * dictionary. Where room is short, those of the dataset that was used least recently go first.
 */
export class ActivationStorage {
  #database: Promise<IDBPDatabase<Database>> | null = null

  /** @param now milliseconds */
  constructor(
    private readonly budget: () => Promise<number> = browserBudget,
    private readonly now: () => number = Date.now,
  ) {}

  /** What is stored, last used first. */
  async list(): Promise<StoredDataset[]> {
    const datasets = await (await this.#open()).getAll('datasets')
    return datasets.sort((a, b) => b.used - a.used)
  }

  /** Deletes what is stored of a dataset; null for all of them. */
  async delete(sha256: string | null): Promise<void> {
    const transaction = (await this.#open()).transaction(['batches', 'datasets'], 'readwrite')
    const [batches, datasets] = [transaction.objectStore('batches'), transaction.objectStore('datasets')]
    if (sha256 === null) await Promise.all([batches.clear(), datasets.clear(), transaction.done])
    else await Promise.all([batches.delete(keysOf(`${sha256}/`)), datasets.delete(sha256), transaction.done])
  }

  /** Every stored batch of a dataset and extractor, by number. */
  async load(dataset: Pick<StoredDataset, 'sha256'>, extractor: ExtractorHashes) {
    const database = await this.#open()
    const known = await database.get('datasets', dataset.sha256)
    if (known) await database.put('datasets', { ...known, used: this.now() }, dataset.sha256)
    const prefix = prefixOf(dataset.sha256, extractor)
    const [keys, values] = await Promise.all([
      database.getAllKeys('batches', keysOf(prefix)),
      database.getAll('batches', keysOf(prefix)),
    ])
    return new Map(keys.map((key, i) => [Number(key.slice(prefix.length)), values[i]!]))
  }

  /**
   * Stores a batch, at the cost of datasets used less recently.
   * @throws DOMException QuotaExceededError when there is no room even without them
   */
  async store(
    dataset: Pick<StoredDataset, 'sha256' | 'name'>,
    extractor: ExtractorHashes,
    batch: number,
    bytes: Uint8Array,
  ): Promise<void> {
    const key = `${prefixOf(dataset.sha256, extractor)}${batch}`
    for (;;) {
      try {
        await this.#put(dataset, key, bytes)
        break
      } catch (error) {
        const full = error instanceof DOMException && error.name === 'QuotaExceededError'
        if (!full || !(await this.#evict(dataset.sha256))) throw error
      }
    }
    const budget = await this.budget()
    while ((await this.#total()) > budget && (await this.#evict(dataset.sha256)));
  }

  async #put({ sha256, name }: Pick<StoredDataset, 'sha256' | 'name'>, key: string, bytes: Uint8Array) {
    const transaction = (await this.#open()).transaction(['batches', 'datasets'], 'readwrite')
    const [batches, datasets] = [transaction.objectStore('batches'), transaction.objectStore('datasets')]
    const [before, known] = await Promise.all([batches.get(key), datasets.get(sha256)])
    const grown = (known?.bytes ?? 0) + bytes.length - (before?.length ?? 0)
    const puts = [
      batches.put(bytes, key),
      datasets.put({ sha256, name, bytes: grown, used: this.now() }, sha256),
    ]
    // Where there is no room the transaction says so, while its requests may only say that they were aborted.
    for (const put of puts) put.catch(() => undefined)
    await transaction.done
  }

  async #total(): Promise<number> {
    return (await this.list()).reduce((sum, { bytes }) => sum + bytes, 0)
  }

  /** Deletes the least recently used dataset but one. @returns false when there is no other */
  async #evict(kept: string): Promise<boolean> {
    const last = (await this.list()).filter(({ sha256 }) => sha256 !== kept).at(-1)
    if (last) await this.delete(last.sha256)
    return last !== undefined
  }

  /** Another tab deletes or upgrades: it does not wait for this one. */
  #letGo(): void {
    this.#database?.then((database) => database.close()).catch(() => undefined)
    this.#database = null
  }

  #open(): Promise<IDBPDatabase<Database>> {
    this.#database ??= openDB<Database>('whittle-activations', 2, {
      upgrade(database, from, _, transaction) {
        if (from < 1) database.createObjectStore('batches')
        database.createObjectStore('datasets')
        // Opening waits for the transaction, and so for this.
        accountFor(transaction).catch(() => transaction.abort())
      },
      blocking: () => this.#letGo(),
      terminated: () => void (this.#database = null),
    })
    return this.#database
  }
}

type Upgrade = IDBPTransaction<Database, ('batches' | 'datasets')[], 'versionchange'>

/** Accounts for what the first version stored, which kept no account of it. */
async function accountFor(transaction: Upgrade): Promise<void> {
  const datasets = transaction.objectStore('datasets')
  let cursor = await transaction.objectStore('batches').openCursor()
  for (; cursor; cursor = await cursor.continue()) {
    const sha256 = cursor.key.split('/')[0]!
    const bytes = ((await datasets.get(sha256))?.bytes ?? 0) + cursor.value.length
    await datasets.put({ sha256, name: '', bytes, used: 0 }, sha256)
  }
}

const prefixOf = (dataset: string, { encoder, engine, dictionary }: ExtractorHashes): string =>
  `${dataset}/${encoder}/${engine}/${dictionary}/`

async function browserBudget(): Promise<number> {
  const { quota } = await navigator.storage.estimate()
  return Math.min(MOST_BYTES, (quota ?? Infinity) / 2)
}
