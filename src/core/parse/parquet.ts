import {
  type Compressors,
  type FileMetaData,
  parquetMetadataAsync,
  parquetRead,
  parquetSchema,
  type SchemaTree,
} from 'hyparquet'
import { compressors, decompressZstd } from 'hyparquet-compressors'
import { WhittleError } from '../failure.ts'
import { MAX_COLUMNS, MAX_FILE_BYTES } from './limits.ts'
import { checkMetadata, checkPages, chunkRange } from './parquet-check.ts'
import { PARSERS, plainElements, plainer } from './parquet-values.ts'
import type { SourceRows } from './rows.ts'
import { RowsBuilder } from './rows-builder.ts'
import { type DataFile, memoryFile, type Reading, tooLarge, unreadable } from './source.ts'
import { readThrift } from './thrift.ts'
import type { Advance } from './unpack.ts'

const QUIET: Reading = { progress: () => undefined, room: MAX_FILE_BYTES }

/** Bytes of the footer: a schema of a thousand columns has a megabyte. */
const MAX_FOOTER = 64 * 2 ** 20

/**
 * Reads a Parquet file, a column of a row group at a time. 64-bit integers become numbers, or bigints where
 * they are too large; dates and times are ISO text to their last digit; bytes stay bytes. `schema` says what
 * the columns are.
 * @throws WhittleError when it is damaged, or holds more than there is room for
 */
export async function readParquet(
  source: DataFile | Uint8Array,
  reading = QUIET,
  advance: Advance = () => undefined,
): Promise<SourceRows> {
  const file = source instanceof Uint8Array ? memoryFile('', source) : source
  try {
    const metadata = await footer(file)
    return await readGroups(file, metadata, reading, advance)
  } catch (error) {
    throw unreadable('Parquet', error)
  }
}

async function footer(file: DataFile): Promise<FileMetaData> {
  if (file.size < 12) throw new Error('cut short')
  const tail = await file.read(file.size - 8, file.size)
  const length = new DataView(tail.buffer, tail.byteOffset).getUint32(0, true)
  if (String.fromCharCode(...tail.subarray(4)) !== 'PAR1') throw new Error('no footer: it is cut short')
  if (length > Math.min(file.size - 12, MAX_FOOTER)) throw new Error('a footer longer than the file')
  const bytes = await file.read(file.size - 8 - length, file.size - 8)
  // hyparquet reads what a footer declares as it stands.
  if (readThrift(bytes, 0).end > length) throw new Error('a damaged footer')
  const metadata = await parquetMetadataAsync(asyncBuffer(file), { geoparquet: false })
  checkMetadata(metadata, file.size)
  return metadata
}

async function readGroups(
  file: DataFile,
  metadata: FileMetaData,
  reading: Reading,
  advance: Advance,
): Promise<SourceRows> {
  const need = metadata.row_groups.reduce((sum, group) => {
    return (
      sum +
      group.columns.reduce((bytes, { meta_data: meta }) => bytes + Number(meta!.total_uncompressed_size), 0)
    )
  }, 0)
  if (need > reading.room) throw tooLarge(need, reading.room, Number(metadata.num_rows))
  const columns = parquetSchema(metadata).children
  if (columns.length > MAX_COLUMNS) {
    throw new WhittleError(
      'bad-file',
      `The Parquet file has more than ${MAX_COLUMNS} columns; keep only those that matter.`,
    )
  }
  const names = columns.map(({ element }) => element.name)
  const rows = new RowsBuilder()
  const plain = { ...metadata, schema: plainElements(metadata.schema) }
  let rowStart = 0
  for (const group of metadata.row_groups) {
    const count = Number(group.num_rows)
    const unpack = bounded(Math.min(2 * reading.room, 4 * need + 2 ** 24))
    const values: unknown[][] = []
    for (const column of columns) {
      values.push(await readColumn({ file, metadata: plain, column, rowStart, count, unpack, advance }))
    }
    for (let r = 0; r < count; r++)
      rows.add(Object.fromEntries(names.map((name, c) => [name, values[c]![r] ?? null])))
    rowStart += count
  }
  const schema = { elements: metadata.schema.slice(1), metadata: metadata.key_value_metadata ?? [] }
  return { ...rows.build('parquet', names), schema }
}

interface ColumnRead {
  readonly file: DataFile
  /** With types that hyparquet does not interpret. */
  readonly metadata: FileMetaData
  readonly column: SchemaTree
  readonly rowStart: number
  readonly count: number
  readonly unpack: Compressors
  readonly advance: Advance
}

async function readColumn({
  file,
  metadata,
  column,
  rowStart,
  count,
  unpack,
  advance,
}: ColumnRead): Promise<unknown[]> {
  const { name } = column.element
  let before = 0
  const group = metadata.row_groups.find(({ num_rows: rows }) => (before += Number(rows)) > rowStart)
  if (!group) return []
  const chunks: { start: number; bytes: Uint8Array }[] = []
  for (const { meta_data: meta } of group.columns) {
    if (meta!.path_in_schema[0] !== name) continue
    const { start, end } = chunkRange(meta!)
    const bytes = await file.read(start, end)
    checkPages(bytes, meta!)
    advance(bytes.length)
    chunks.push({ start, bytes })
  }
  const held: DataFile = {
    ...file,
    read: (start, end) => {
      const chunk = chunks.find((one) => start >= one.start && end <= one.start + one.bytes.length)
      return chunk
        ? Promise.resolve(chunk.bytes.subarray(start - chunk.start, end - chunk.start))
        : file.read(start, end)
    },
  }
  const convert = plainer(column)
  const values: unknown[] = []
  await parquetRead({
    ...{ file: asyncBuffer(held), metadata, columns: [name], rowStart, rowEnd: rowStart + count },
    ...{ compressors: unpack, utf8: false, geoparquet: false, parsers: PARSERS },
    onChunk: ({ columnData }) => {
      for (let i = 0; i < columnData.length; i++) values.push(convert(columnData[i]))
    },
  })
  if (values.length !== count)
    throw new Error(`${values.length} rows in “${name.slice(0, 40)}”, ${count} declared`)
  return values
}

const asyncBuffer = (file: DataFile) => ({
  byteLength: file.size,
  slice: async (start: number, end = file.size): Promise<ArrayBuffer> => {
    const bytes = await file.read(start < 0 ? file.size + start : start, end)
    return bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length) as ArrayBuffer
  },
})

/** The decompressors, refusing once pages claim more than `limit` bytes between them. */
function bounded(limit: number): Compressors {
  let total = 0
  const count = (length: number) => {
    total += length
    if (total > limit) {
      throw new WhittleError(
        'bad-file',
        `The Parquet file would unpack to more than ${Math.round(limit / 2 ** 20)} MB; split it into smaller files.`,
      )
    }
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
