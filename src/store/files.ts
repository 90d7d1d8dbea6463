import { type DBSchema, type IDBPDatabase, openDB } from 'idb'

/** What was open when the page was left: a file of the person's, by value. */
interface Last extends DBSchema {
  last: { key: 'file'; value: File }
}

let database: Promise<IDBPDatabase<Last>> | null = null

const open = () =>
  (database ??= openDB<Last>('whittle-session', 1, {
    upgrade: (db) => {
      db.createObjectStore('last')
    },
  }))

/** Remembers the open file, so that a reload opens it again. @throws when storage is full or forbidden */
export async function rememberFile(file: File): Promise<void> {
  await (await open()).put('last', file, 'file')
}

export async function forgetFile(): Promise<void> {
  await (await open()).delete('last', 'file')
}

/** The file that was open last, or null. */
export async function recallFile(): Promise<File | null> {
  try {
    return (await (await open()).get('last', 'file')) ?? null
  } catch {
    return null
  }
}
