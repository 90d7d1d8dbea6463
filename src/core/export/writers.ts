import { csvText } from '../parse/csv.ts'
import type { Row } from './source.ts'

const ROWS_PER_CHUNK = 500

/** One JSON object a line. */
export function* jsonLines(rows: Iterable<Row>): Generator<string> {
  for (const block of blocks(rows)) yield block.map((row) => `${json(row)}\n`).join('')
}

/** One JSON array, a row a line. */
export function* jsonArray(rows: Iterable<Row>): Generator<string> {
  let before = '['
  for (const block of blocks(rows)) {
    yield `${before}\n${block.map(json).join(',\n')}`
    before = ','
  }
  yield before === '[' ? '[]\n' : '\n]\n'
}

/** CSV or TSV that is safe to open in a spreadsheet: text that it would run as a formula starts with an apostrophe. */
export function* delimited(
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

/** What Parquet can say and JSON cannot: 64-bit integers and bytes. */
function plain(_: string, value: unknown): unknown {
  if (typeof value === 'bigint') return Number.isSafeInteger(Number(value)) ? Number(value) : String(value)
  return value instanceof Uint8Array ? Array.from(value) : value
}

/** A number written as text is no formula: its minus sign needs no apostrophe. */
const cell = (value: unknown): unknown =>
  typeof value === 'string' && String(Number(value)) === value ? Number(value) : value

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
