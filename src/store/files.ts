import { type DBSchema, type IDBPDatabase, openDB } from 'idb'

/** What was open when the page was left: a file of the person's, by value. */
interface Last extends DBSchema {
  last: { key: 'file'; value: File }
}

/** Remembers the open file, so that a reload opens it again. */
export interface LastFile {
  /** @throws when storage is full or forbidden */
  remember(file: File): Promise<void>
  forget(): Promise<void>
  /** The file that was open last; null where there is none, or where storage is forbidden. */
  recall(): Promise<File | null>
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
    remember: async (file) => void (await (await open()).put('last', file, 'file')),
    forget: async () => (await open()).delete('last', 'file'),
    async recall() {
      try {
        return (await (await open()).get('last', 'file')) ?? null
      } catch {
        return null
      }
    },
  }
}
