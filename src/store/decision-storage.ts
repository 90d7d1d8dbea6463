import { type DBSchema, type IDBPDatabase, openDB } from 'idb'
import { parseJson } from '../core/parse-json.ts'
import { z } from '../core/schema.ts'
import { namesSchema, ownRuleSchema, verdictSchema } from '../core/workspace/decisions-schema.ts'
import { type DecisionChange, changesBetween } from './decision-changes.ts'
import type { Decisions } from './state.ts'
import { noDecisions } from './store.ts'

type Key = [sha256: string, kind: DecisionChange['kind'], id: string, scope: string]

/** One decision or name an entry, so that two tabs never write over each other's. */
interface Database extends DBSchema {
  /** `at`: when it was first decided, in milliseconds: entries are kept in this order. */
  entries: { key: Key; value: { readonly at: number; readonly value: unknown } }
}

/** What the person authored, by the hash of the data. */
export interface DecisionStorage {
  /** What is stored; entries that are damaged or of an unknown version are left out and counted. */
  load(sha256: string): Promise<{ readonly decisions: Decisions; readonly damaged: number }>
  /** Writes changes, durably. @throws where storage is refused */
  save(sha256: string, changes: readonly DecisionChange[]): Promise<void>
  /** How many decisions and names are stored, by the hash of their data. */
  count(): Promise<ReadonlyMap<string, number>>
  /** Deletes all of them. */
  clear(): Promise<void>
  /** Calls back with the hash of the data after another tab has written. */
  follow(changed: (sha256: string) => void): void
}

/** Keys of what earlier versions kept in local storage. */
const EARLIER = 'whittle:authored:'

/**
 * In IndexedDB, which is flushed to disk with each write; local storage, used by earlier versions, is taken
 * over.
 */
export class BrowserDecisions implements DecisionStorage {
  #database: Promise<IDBPDatabase<Database>> | null = null
  readonly #channel: BroadcastChannel | null =
    typeof BroadcastChannel === 'undefined' ? null : new BroadcastChannel('whittle-decisions')

  constructor(private readonly earlier: () => Storage | null = localStorageOrNull) {}

  async load(sha256: string) {
    const database = await this.#open()
    await this.#takeOver(sha256)
    const range = IDBKeyRange.bound([sha256], [sha256, []])
    const transaction = database.transaction('entries')
    const [keys, values] = await Promise.all([
      transaction.store.getAllKeys(range),
      transaction.store.getAll(range),
    ])
    const entries = keys.map((key, i) => ({ key, ...values[i]! })).sort((a, b) => a.at - b.at)
    return decisionsOf(entries)
  }

  async save(sha256: string, changes: readonly DecisionChange[]): Promise<void> {
    if (changes.length === 0) return
    const transaction = (await this.#open()).transaction('entries', 'readwrite', { durability: 'strict' })
    const now = Date.now()
    await Promise.all([
      ...changes.map(async ({ kind, id, scope, value }, i) => {
        const key: Key = [sha256, kind, id, scope]
        if (value === null) return transaction.store.delete(key)
        const known = await transaction.store.get(key)
        await transaction.store.put({ at: known?.at ?? now + i / changes.length, value }, key)
      }),
      transaction.done,
    ])
    this.#channel?.postMessage(sha256)
  }

  async count(): Promise<ReadonlyMap<string, number>> {
    const counts = new Map<string, number>()
    for (const [sha256] of await (await this.#open()).getAllKeys('entries')) {
      counts.set(sha256, (counts.get(sha256) ?? 0) + 1)
    }
    return counts
  }

  async clear(): Promise<void> {
    await (await this.#open()).clear('entries')
    const storage = this.earlier()
    for (const key of Object.keys(storage ?? {})) if (key.startsWith(EARLIER)) storage?.removeItem(key)
  }

  follow(changed: (sha256: string) => void): void {
    this.#channel?.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
      if (typeof data === 'string') changed(data)
    })
  }

  /** Ends listening to other tabs. */
  close(): void {
    this.#channel?.close()
  }

  #open(): Promise<IDBPDatabase<Database>> {
    this.#database ??= openDB<Database>('whittle-decisions', 1, {
      upgrade: (database) => void database.createObjectStore('entries'),
      terminated: () => void (this.#database = null),
    })
    return this.#database
  }

  /** Moves what a version before this storage kept in local storage. */
  async #takeOver(sha256: string): Promise<void> {
    const storage = this.earlier()
    const key = EARLIER + sha256
    const text = storage?.getItem(key)
    if (typeof text !== 'string') return
    const result = earlierSchema.safeParse(parseJson(text))
    if (result.success) await this.save(sha256, changesBetween(noDecisions, { ...noDecisions, ...result.data }))
    storage?.removeItem(key)
  }
}

const flagSchema = z.strictObject({ reason: z.string().nullable() })

const earlierSchema = z.object({
  verdicts: z.array(verdictSchema).default([]),
  names: namesSchema.default({}),
})

function decisionsOf(entries: readonly { readonly key: Key; readonly value: unknown }[]) {
  const verdicts: Decisions['verdicts'][number][] = []
  const names: Record<string, string> = {}
  const contexts: Decisions['contexts'][number][] = []
  const unintended: Record<string, string | null> = {}
  let damaged = 0
  for (const { key, value } of entries) {
    const [, kind, id, scope] = key
    const verdict = verdictSchema.safeParse(value)
    const context = ownRuleSchema.safeParse(value)
    const flag = flagSchema.safeParse(value)
    if (kind === 'name' && typeof value === 'string') names[id] = value
    else if (
      kind === 'verdict' &&
      verdict.success &&
      verdict.data.concept === id &&
      verdict.data.scope === scope
    )
      verdicts.push(verdict.data)
    else if (kind === 'context' && context.success) contexts.push(context.data)
    else if (kind === 'flag' && flag.success) unintended[id] = flag.data.reason
    else damaged++
  }
  return { decisions: { verdicts, names, contexts, unintended }, damaged }
}

function localStorageOrNull(): Storage | null {
  try {
    return localStorage
  } catch {
    return null
  }
}
