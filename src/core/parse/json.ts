import { strFromU8 } from 'fflate'
import { WhittleError } from '../failure.ts'
import { MAX_COLUMNS, MAX_DEPTH, MAX_ROW_BYTES } from './limits.ts'
import {
  type BadRow,
  type FileKind,
  isRecord,
  listed,
  quoted,
  type SourceRecord,
  type SourceRows,
} from './rows.ts'

const NEWLINE = 10

/**
 * Reads JSON Lines: one object a line, decoded line by line so that no string as long as the file is ever made.
 * @param bytes UTF-8
 */
export function readJsonLines(bytes: Uint8Array): SourceRows {
  const records: (SourceRecord | null)[] = []
  const bad: BadRow[] = []
  for (let start = 0; start < bytes.length;) {
    const newline = bytes.indexOf(NEWLINE, start)
    const end = newline < 0 ? bytes.length : newline
    const line = bytes.subarray(start, end)
    start = end + 1
    if (isBlank(line)) continue
    const read = line.length > MAX_ROW_BYTES ? 'the row is larger than 16 MB' : parseRow(strFromU8(line))
    records.push(typeof read === 'string' ? null : read)
    if (typeof read === 'string') bad.push({ row: records.length, reason: read })
  }
  return { fileKind: 'jsonl', columns: columnsOf(records), records, bad }
}

/**
 * Reads one JSON document: a list of objects, or an object that holds one such list.
 * @throws WhittleError when it holds none, or several
 */
export function readJson(document: unknown): SourceRows {
  return readRecords('json', listIn(document))
}

/** Makes rows of values that should be objects. */
export function readRecords(fileKind: FileKind, values: readonly unknown[]): SourceRows {
  const bad: BadRow[] = []
  const records = values.map((value, i) => {
    const read = checked(value)
    if (typeof read !== 'string') return read
    bad.push({ row: i + 1, reason: read })
    return null
  })
  return { fileKind, columns: columnsOf(records), records, bad }
}

function listIn(document: unknown): readonly unknown[] {
  if (Array.isArray(document)) return document
  if (!isRecord(document)) {
    throw new WhittleError(
      'bad-file',
      'The file is JSON but holds no list of rows; a list of objects is expected.',
    )
  }
  const lists = Object.entries(document).filter(([, value]) => Array.isArray(value) && value.some(isRecord))
  if (lists.length === 1) return lists[0]![1] as unknown[]
  const found = lists.length
    ? `holds several lists (${listed(lists.slice(0, 5).map(([key]) => quoted(key)))})`
    : 'holds no list of rows'
  throw new WhittleError(
    'bad-file',
    `The file is a JSON object that ${found}; one list of objects is expected.`,
  )
}

function parseRow(line: string): SourceRecord | string {
  let value: unknown
  try {
    value = JSON.parse(line)
  } catch {
    return 'the row is not JSON'
  }
  return checked(value)
}

function checked(value: unknown): SourceRecord | string {
  if (!isRecord(value)) return 'the row is not an object'
  return isDeeper(value, MAX_DEPTH) ? `the row is nested more than ${MAX_DEPTH} levels deep` : value
}

function isDeeper(value: unknown, levels: number): boolean {
  if (typeof value !== 'object' || value === null) return false
  if (levels === 0) return true
  for (const item of Array.isArray(value) ? value : Object.values(value)) {
    if (isDeeper(item, levels - 1)) return true
  }
  return false
}

function columnsOf(records: readonly (SourceRecord | null)[]): string[] {
  const columns = new Set<string>()
  for (const record of records) {
    for (const column in record) if (columns.size < MAX_COLUMNS) columns.add(column)
  }
  return [...columns]
}

/** Space, tab and carriage return only. */
function isBlank(line: Uint8Array): boolean {
  for (const byte of line) if (byte !== 32 && byte !== 9 && byte !== 13) return false
  return true
}
