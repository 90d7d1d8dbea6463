import { strToU8 } from 'fflate'
import { csvText } from '../parse/csv.ts'
import type { FileKind, FileSchema } from '../parse/rows.ts'
import { base64, jsonText } from '../parse/json-write.ts'
import { writeParquet } from './parquet.ts'
import type { Row } from '../source.ts'

export const MIME: Readonly<Record<FileKind, string>> = {
  jsonl: 'application/jsonl',
  json: 'application/json',
  csv: 'text/csv',
  tsv: 'text/tab-separated-values',
  parquet: 'application/vnd.apache.parquet',
}

const ROWS_PER_CHUNK = 500

export interface WriteOptions {
  /** Types that the columns of Parquet have in the file that they come from. */
  readonly schema?: FileSchema | undefined
  /** Whether text in CSV and TSV that a spreadsheet would run as a formula gets an apostrophe before it. */
  readonly spreadsheet?: boolean
}

/**
 * Writes rows as a file.
 * @param columns all columns, in order; a row may lack some
 * @param rows gives the same rows each time
 */
export function writeRows(
  kind: FileKind,
  columns: readonly string[],
  rows: () => Iterable<Row>,
  { schema, spreadsheet = false }: WriteOptions = {},
): Uint8Array<ArrayBuffer> {
  switch (kind) {
    case 'parquet':
      return writeParquet(columns, rows, schema)
    case 'json':
      return encode(jsonArray(rows()))
    case 'csv':
      return encode(delimited(',', columns, rows(), spreadsheet))
    case 'tsv':
      return encode(delimited('\t', columns, rows(), spreadsheet))
    case 'jsonl':
      return encode(jsonLines(rows()))
  }
}

/** UTF-8, piece by piece: the whole may be longer than a string can be. */
export function encode(chunks: Iterable<string>): Uint8Array<ArrayBuffer> {
  const parts = Array.from(chunks, (chunk) => strToU8(chunk))
  const bytes = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0))
  let at = 0
  for (const part of parts) {
    bytes.set(part, at)
    at += part.length
  }
  return bytes
}

/** One JSON object a line. */
function* jsonLines(rows: Iterable<Row>): Generator<string> {
  for (const block of blocks(rows)) yield block.map((row) => `${json(row)}\n`).join('')
}

/** One JSON array, a row a line. */
function* jsonArray(rows: Iterable<Row>): Generator<string> {
  let before = '['
  for (const block of blocks(rows)) {
    yield `${before}\n${block.map((row) => json(row)).join(',\n')}`
    before = ','
  }
  yield before === '[' ? '[]\n' : '\n]\n'
}

/** CSV or TSV. @param safe for a spreadsheet: see `WriteOptions.spreadsheet` */
function* delimited(
  delimiter: ',' | '\t',
  columns: readonly string[],
  rows: Iterable<Row>,
  safe: boolean,
): Generator<string> {
  const header = csvText(columns, [], delimiter, safe).trimEnd()
  yield `${header}\r\n`
  for (const block of blocks(rows)) {
    const cells = block.map((row) => {
      const values = new Map(row)
      return columns.map((column) => cell(values.get(column)))
    })
    yield `${csvText(columns, cells, delimiter, safe).slice(header.length + 2)}\r\n`
  }
}

/** fromEntries defines own properties, so that a column called __proto__ is a column like any other. */
const json = (row: Row): string => jsonText(Object.fromEntries(row))

/**
 * A number written as text is no formula: its minus sign needs no apostrophe. Lists and messages are JSON.
 */
function cell(value: unknown): unknown {
  if (value instanceof Uint8Array) return base64(value)
  if (typeof value === 'bigint') return String(value)
  if (typeof value === 'object' && value !== null) return jsonText(value)
  return typeof value === 'string' && String(Number(value)) === value ? Number(value) : value
}

function* blocks(rows: Iterable<Row>): Generator<readonly Row[]> {
  let block: Row[] = []
  for (const row of rows) {
    block.push(row)
    if (block.length < ROWS_PER_CHUNK) continue
    yield block
    block = []
  }
  if (block.length > 0) yield block
}
