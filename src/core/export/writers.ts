import { strToU8 } from 'fflate'
import { csvText } from '../parse/csv.ts'
import { wellFormed } from '../parse/conversation.ts'
import type { FileKind } from '../parse/rows.ts'
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

/**
 * Writes rows as a file.
 * @param columns all columns, in order; a row may lack some
 * @param rows gives the same rows each time
 */
export function writeRows(
  kind: FileKind,
  columns: readonly string[],
  rows: () => Iterable<Row>,
): Uint8Array<ArrayBuffer> {
  switch (kind) {
    case 'parquet':
      return writeParquet(columns, rows)
    case 'json':
      return encode(jsonArray(rows()))
    case 'csv':
      return encode(delimited(',', columns, rows()))
    case 'tsv':
      return encode(delimited('\t', columns, rows()))
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

/**
 * CSV or TSV that is safe to open in a spreadsheet: text that it would run as a formula starts with an
 * apostrophe.
 */
function* delimited(
  delimiter: ',' | '\t',
  columns: readonly string[],
  rows: Iterable<Row>,
): Generator<string> {
  const header = csvText(columns, [], delimiter).trimEnd()
  yield `${header}\r\n`
  for (const block of blocks(rows)) {
    const cells = block.map((row) => {
      const values = new Map(row)
      return columns.map((column) => cell(values.get(column)))
    })
    yield `${csvText(columns, cells, delimiter).slice(header.length + 2)}\r\n`
  }
}

/** fromEntries defines own properties, so that a column called __proto__ is a column like any other. */
const json = (row: Row): string => JSON.stringify(Object.fromEntries(row), plain)

/**
 * What Parquet can say and JSON cannot: 64-bit integers and bytes; and what JSON can say and UTF-8 cannot:
 * lone surrogates, which Arrow, so `datasets`, refuses to read, become U+FFFD.
 */
function plain(_: string, value: unknown): unknown {
  if (typeof value === 'string') return wellFormed(value)
  if (typeof value === 'bigint') return Number.isSafeInteger(Number(value)) ? Number(value) : String(value)
  return value instanceof Uint8Array ? Array.from(value) : value
}

/**
 * A number written as text is no formula: its minus sign needs no apostrophe. Lists and messages are JSON.
 */
function cell(value: unknown): unknown {
  if (typeof value === 'object' && value !== null) return JSON.stringify(value, plain)
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
