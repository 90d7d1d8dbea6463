import { type Compressors, parquetMetadataAsync, parquetRead, parquetSchema } from 'hyparquet'
import { compressors, decompressZstd } from 'hyparquet-compressors'
import { WhittleError } from '../failure.ts'
import { readRecords } from './json.ts'
import { MAX_COLUMNS, MAX_FILE_BYTES } from './limits.ts'
import type { SourceRows } from './rows.ts'

/**
 * Reads a Parquet file whole. 64-bit integers become numbers (text where they are too large), dates ISO text.
 * @throws WhittleError when it is damaged, or larger than 1 GiB unpacked
 */
export async function readParquet(bytes: Uint8Array): Promise<SourceRows> {
  const { buffer, byteOffset, byteLength } = bytes
  const slice = (start: number, end = byteLength) =>
    buffer.slice(byteOffset + start, byteOffset + end) as ArrayBuffer
  const file = { byteLength, slice }
  try {
    const metadata = await parquetMetadataAsync(file)
    const columns = parquetSchema(metadata).children.map((child) => child.element.name)
    if (columns.length > MAX_COLUMNS) throw tooLarge(`has more than ${MAX_COLUMNS} columns`)
    let rows: unknown[][] = []
    await parquetRead({
      file,
      metadata,
      columns,
      compressors: bounded(MAX_FILE_BYTES),
      onComplete: (read) => (rows = read),
    })
    const records = rows.map((row) => Object.fromEntries(columns.map((column, c) => [column, plain(row[c])])))
    return readRecords('parquet', records)
  } catch (error) {
    if (error instanceof WhittleError) throw error
    const why = error instanceof Error ? error.message : String(error)
    throw new WhittleError('bad-file', `The file is Parquet but cannot be read (${why.slice(0, 200)}).`)
  }
}

/** The decompressors, refusing once pages claim more than `limit` bytes between them. */
function bounded(limit: number): Compressors {
  let total = 0
  const count = (length: number) => {
    total += length
    if (total > limit) throw tooLarge(`would unpack to more than ${Math.round(limit / 2 ** 20)} MB`)
  }
  const all: Compressors = {
    ...compressors,
    ZSTD: (input, length) => decompressZstd(input, new Uint8Array(length)),
  }
  return Object.fromEntries(
    Object.entries(all).map(([codec, unpack]) => [
      codec,
      (input: Uint8Array, length: number) => {
        count(length)
        return unpack(input, length)
      },
    ]),
  )
}

function tooLarge(what: string): WhittleError {
  return new WhittleError('bad-file', `The Parquet file ${what}; split it into smaller files.`)
}

/** Only what JSON can hold, so that a row can be written out again. Parquet's schema bounds the depth. */
function plain(value: unknown): unknown {
  if (typeof value === 'bigint') {
    return Number.isSafeInteger(Number(value)) ? Number(value) : String(value)
  }
  if (typeof value !== 'object' || value === null) return value
  if (value instanceof Date) return value.toISOString()
  if (Array.isArray(value)) return value.map(plain)
  if (ArrayBuffer.isView(value)) return Array.from(value as Uint8Array)
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, plain(item)]))
}
