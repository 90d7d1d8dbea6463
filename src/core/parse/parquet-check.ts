import type { ColumnMetaData, FileMetaData } from 'hyparquet'
import { MAX_ROWS } from './limits.ts'
import { readThrift, type ThriftStruct } from './thrift.ts'

/** Values of a column in one row group: lists of messages have a few hundred times as many as rows. */
const MAX_VALUES = 2 ** 28
const [DATA_PAGE, DICTIONARY_PAGE, DATA_PAGE_V2] = [0, 2, 3]

/**
 * Holds what a file's footer declares against itself, before anything is made for it.
 * @throws Error with what does not fit
 */
export function checkMetadata({ row_groups, num_rows, schema }: FileMetaData, size: number): void {
  const rows = row_groups.reduce((sum, group) => sum + group.num_rows, 0n)
  if (rows !== num_rows || num_rows < 0n)
    throw new Error(`${num_rows} rows declared, ${rows} in its row groups`)
  if (num_rows > BigInt(MAX_ROWS)) throw new Error(`more than ${MAX_ROWS / 1e6} million rows`)
  const children = schema.reduce((sum, { num_children = 0 }) => sum + num_children, 0)
  if (children !== schema.length - 1 || schema.some(({ num_children = 0 }) => num_children < 0)) {
    throw new Error('a schema that does not add up')
  }
  for (const { columns, num_rows: inGroup } of row_groups) {
    if (inGroup < 0n) throw new Error('a negative count')
    for (const { meta_data: meta, file_path: path } of columns) {
      if (!meta || path) throw new Error('columns in other files')
      const { start, end } = chunkRange(meta)
      if (start < 4 || end > size || end < start) throw new Error('a column beyond the end of the file')
      if (meta.num_values < 0n || meta.num_values > BigInt(MAX_VALUES)) throw new Error('too many values')
    }
  }
}

/** Where a column of a row group lies in the file. */
export function chunkRange(meta: ColumnMetaData): { readonly start: number; readonly end: number } {
  const { dictionary_page_offset: dictionary, data_page_offset: data, total_compressed_size: size } = meta
  const start = Number(dictionary && dictionary < data ? dictionary : data)
  return { start, end: start + Number(size) }
}

/**
 * Holds the pages of a column against what the footer declares: hyparquet makes room for as many values as a
 * page says that it has, and reads a page's header without looking where it ends.
 * @param chunk the column's bytes
 * @returns bytes once unpacked
 * @throws Error with what does not fit
 */
export function checkPages(chunk: Uint8Array, meta: ColumnMetaData): number {
  let values = 0
  let unpacked = 0
  for (let at = 0; at < chunk.length - 1;) {
    const { value: page, end } = readThrift(chunk, at)
    const packed = whole(page, 3)
    const size = whole(page, 2)
    if (end + packed > chunk.length) throw new Error('a page beyond the end of its column')
    const kind = whole(page, 1)
    const header = page.get(
      kind === DATA_PAGE ? 5 : kind === DICTIONARY_PAGE ? 7 : kind === DATA_PAGE_V2 ? 8 : -1,
    )
    if (header instanceof Map) {
      const count = whole(header as ThriftStruct, 1)
      if (kind === DICTIONARY_PAGE) {
        if (count > 8 * size) throw new Error('a dictionary that is too long')
      } else values += count
      if (kind === DATA_PAGE_V2) checkLevels(header as ThriftStruct, size, packed, count)
    } else if (kind !== 1) throw new Error('a page without a header')
    if (values > Number(meta.num_values)) throw new Error(`more values in its pages than ${meta.num_values}`)
    unpacked += size
    at = end + packed
  }
  if (values !== Number(meta.num_values))
    throw new Error(`${values} values in its pages, ${meta.num_values} declared`)
  return unpacked
}

function checkLevels(header: ThriftStruct, size: number, packed: number, count: number): void {
  const levels = whole(header, 5) + whole(header, 6)
  if (levels > size || levels > packed) throw new Error('levels beyond the end of a page')
  if (whole(header, 2) > count || whole(header, 3) > count)
    throw new Error('more rows or nulls than values in a page')
}

/** A count in a header. @throws when it is none */
function whole(fields: ThriftStruct, id: number): number {
  const value = fields.get(id)
  if (typeof value !== 'number' || value < 0) throw new Error('a page header that is damaged')
  return value
}
