import { type DBSchema, type IDBPDatabase, openDB } from 'idb'

/**
 * What was open when the page was left: files of the person's, by value. One alone was stored as itself
 * before.
 */
interface Last extends DBSchema {
  last: { key: 'file'; value: File | readonly File[] }
}

/** Remembers the open files, so that a reload opens it again. */
export interface LastFile {
  /** @throws when storage is full or forbidden */
  remember(files: readonly File[]): Promise<void>
  forget(): Promise<void>
  /** The files that were open last; none where there are none, or where storage is forbidden. */
  recall(): Promise<readonly File[]>
}

export function createLastFile(): LastFile {
  let database: Promise<IDBPDatabase<Last>> | null = null
  const open = () =>
    (database ??= openDB<Last>('whittle-session', 1, {
      upgrade: (db) => {
        db.createObjectStore('last')
      },
    }))
  return {
    remember: async (files) => void (await (await open()).put('last', files, 'file')),
    forget: async () => (await open()).delete('last', 'file'),
    async recall() {
      try {
        const last = (await (await open()).get('last', 'file')) ?? []
        return last instanceof File ? [last] : last
      } catch {
        return []
      }
    },
  }
}
