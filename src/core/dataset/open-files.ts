import type { Mapping } from '../parse/mapping.ts'
import { readFiles } from '../parse/read.ts'
import { type DataFile, type Reading, streamed } from '../parse/source.ts'
import { type Opened, openRows } from './dataset.ts'

/** How files are opened. */
export interface Opening {
  /** The person's; null to detect the format. */
  readonly mapping: Mapping | null
  /** Names of the parts to open, where the files were not one table; null for all. */
  readonly only: readonly string[] | null
  readonly reading: Reading
}

/** Reading takes as long for so many bytes as hashing for one. */
const HASHED_PER_READ = 8

/**
 * Opens files, or the files in an archive, as one dataset; its hash is that of the file, or of the hashes of
 * several.
 * @throws DifferentParts when there are several whose columns differ
 * @throws WhittleError 'bad-file' with one sentence when there is no usable pair in them
 */
export async function openFiles(
  files: readonly DataFile[],
  { mapping, only, reading }: Opening,
): Promise<Opened> {
  const size = files.reduce((sum, file) => sum + file.size, 0)
  const total = size + size / HASHED_PER_READ
  const rows = await readFiles(files, { ...reading, progress: (done) => reading.progress(done, total) }, only)
  let hashed = 0
  const sha256 = await hashOf(files, only, (bytes) => {
    hashed += bytes
    reading.progress(size + hashed / HASHED_PER_READ, total)
  })
  return openRows(nameOf(files), rows, sha256, mapping)
}

/**
 * SHA-256, hex: of the one file's bytes, or of the names and hashes of several, and of the parts that were
 * chosen.
 */
async function hashOf(
  files: readonly DataFile[],
  only: readonly string[] | null,
  advance: (bytes: number) => void,
): Promise<string> {
  const { createSHA256 } = await import('hash-wasm')
  const hashes: string[] = []
  for (const file of files) {
    const hash = (await createSHA256()).init()
    for await (const piece of streamed(file, advance)) hash.update(piece)
    hashes.push(hash.digest())
  }
  if (hashes.length === 1 && only === null) return hashes[0]!
  const named = hashes.map((hash, i) => `${files[i]!.name}\0${hash}`).sort()
  return (await createSHA256())
    .init()
    .update([...named, ...(only ?? [])].join('\n'))
    .digest()
}

/** "train.jsonl", "data" for a folder, "a.jsonl and 3 more". */
export function nameOf(files: readonly Pick<DataFile, 'name'>[]): string {
  const [first] = files
  if (files.length === 1) return first!.name
  const folder = first!.name.split('/')[0]!
  if (files.every(({ name }) => name.startsWith(`${folder}/`))) return folder
  return `${first!.name} and ${files.length - 1} more`
}
