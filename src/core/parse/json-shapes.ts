import { isRecord, listed, quoted, type SourceRecord } from './rows.ts'
import type { RowsBuilder } from './rows-builder.ts'
import { refuse } from './source.ts'

/** A place for the name of the split that a row comes from. */
const SPLIT = 'split'

type List = readonly unknown[]
const isList = (value: unknown): value is List => Array.isArray(value)
const isRow = (value: unknown): value is SourceRecord =>
  isRecord(value) && !('role' in value) && !('from' in value)
const isRows = (value: unknown): value is List => isList(value) && value.length > 0 && value.every(isRow)

/**
 * Reads the rows out of one JSON object: a single row, or one of the layouts in which libraries write tables.
 * @returns whether it is a table
 * @throws WhittleError when it is none, or holds several tables that differ
 */
export function readDocument(document: SourceRecord, rows: RowsBuilder): boolean {
  const found = tableIn(document, rows) ?? wrapped(document, rows)
  if (found) {
    for (const row of found) {
      if (row === CUT_ROW) rows.addBad('the datasets server left out text of the row')
      else rows.add(row)
    }
  } else if (isSingleRow(document)) rows.add(document)
  else throw noRows(document)
  return found !== null
}

/** pandas' `split`, columns, index; lists by column; the datasets server's rows. */
function tableIn(document: SourceRecord, rows: RowsBuilder): List | null {
  const { columns, data, rows: inner } = document
  if (
    isList(columns) &&
    isList(data) &&
    data.every(isList) &&
    columns.every((name) => typeof name === 'string')
  ) {
    rows.note('The file is a table as pandas writes it with orient="split".')
    return data.map((cells) => byColumn(columns as string[], cells))
  }
  if (isList(inner) && inner.length > 0 && inner.every((item) => isRecord(item) && isRecord(item.row))) {
    rows.note('The file is an answer of the Hugging Face datasets server.')
    return (inner as { row: SourceRecord; truncated_cells?: unknown }[]).map(
      ({ row, truncated_cells: cut }) => (isList(cut) && cut.length > 0 ? CUT_ROW : row),
    )
  }
  const entries = Object.entries(document)
  if (entries.length === 0) return null
  const values = entries.map(([, value]) => value)
  if (values.every(isRecord)) return ofObjects(entries as [string, SourceRecord][], rows)
  const [first] = values
  if (
    entries.length < 2 ||
    !values.every(isList) ||
    values.some((list) => (list as List).length !== (first as List).length)
  ) {
    return null
  }
  const names = entries.map(([name]) => name)
  // Lists of rows under the names of splits are tables each, not columns.
  if (values.every(isRows) && names.every((name) => isSplit(name))) return null
  rows.note('The file is an object of lists, one for each column.')
  return Array.from(first as List, (_, r) =>
    byColumn(
      names,
      values.map((list) => (list as List)[r]),
    ),
  )
}

/** A row of which the datasets server left out text. */
const CUT_ROW = Symbol('cut row')

/** pandas' default: a column each, by the name of the row; or a row each, by its name. */
function ofObjects(entries: readonly [string, SourceRecord][], rows: RowsBuilder): List | null {
  const keys = Object.keys(entries[0]![1])
  const same = entries.every(([, value]) => {
    const own = Object.keys(value)
    return own.length === keys.length && own.every((key, i) => key === keys[i])
  })
  if (!same || keys.length === 0) return null
  const isIndex = (names: readonly string[]) => names.every((name) => /^\d+$/.test(name))
  const names = entries.map(([name]) => name)
  if (isIndex(keys) && !isIndex(names)) {
    rows.note('The file is a table as pandas writes it by default, column by column.')
    return keys.map((key) =>
      byColumn(
        names,
        entries.map(([, column]) => column[key]),
      ),
    )
  }
  if (!isIndex(names) || isIndex(keys)) return null
  rows.note('The file is a table as pandas writes it with orient="index".')
  return entries.map(([, row]) => row)
}

/**
 * One list of rows in an object, one level down if need be; or the splits of a dataset, which are put
 * together.
 */
function wrapped(document: SourceRecord, rows: RowsBuilder, depth = 0): List | null {
  const entries = Object.entries(document)
  const lists = entries.filter(([, value]) => isRows(value)) as [string, List][]
  if (lists.length > 1) return splits(lists, rows)
  // Beside a wrapper's list stand small things: a version, a schema, a count.
  if (entries.some(([, value]) => typeof value === 'string' && value.length > MOST_BESIDE)) return null
  if (lists.length === 1) return lists[0]![0] === 'data' || entries.length <= 3 ? lists[0]![1] : null
  const inner = entries.flatMap(([, value]) => (isRecord(value) ? [value] : []))
  return depth === 0 && inner.length === 1 ? wrapped(inner[0]!, rows, 1) : null
}

/** Characters of a text beside the list in a wrapper. */
const MOST_BESIDE = 60

const isSplit = (name: string): boolean => /^(train|test|val|valid|validation|eval|dev)/i.test(name)

/** Lists whose rows have the same columns are put together, and a column says which each row is of. */
function splits(lists: readonly [string, List][], rows: RowsBuilder): List | null {
  const columns = lists.map(([, list]) => new Set((list as SourceRecord[]).flatMap(Object.keys)))
  const alike = columns.every(
    (names) => names.size === columns[0]!.size && [...names].every((name) => columns[0]!.has(name)),
  )
  if (!alike) return null
  const column = columns[0]!.has(SPLIT) ? 'file_split' : SPLIT
  rows.note(
    `${listed(lists.map(([name, list]) => `${quoted(name)} (${list.length} rows)`))} are read together; ` +
      `the column ${quoted(column)} says which each row is of.`,
  )
  return lists.flatMap(([name, list]) => (list as SourceRecord[]).map((row) => ({ ...row, [column]: name })))
}

/** A lone object is a row, unless it is little more than a wrapper around lists. */
const isSingleRow = (document: SourceRecord): boolean => {
  const lists = Object.values(document).filter(isRows).length
  return Object.keys(document).length > 0 && (lists === 0 || Object.keys(document).length > 3)
}

function noRows(document: SourceRecord): Error {
  const lists = Object.entries(document).filter(([, value]) => isRows(value)) as [string, List][]
  if (lists.length === 0) return refuse('The file is JSON but holds no list of rows')
  const found = listed(lists.slice(0, 5).map(([name, list]) => `${quoted(name)} (${list.length} rows)`))
  return refuse(
    `The file is a JSON object that holds several lists whose columns differ: ${found}; keep one of them`,
  )
}

const byColumn = (names: readonly string[], cells: readonly unknown[]): SourceRecord =>
  Object.fromEntries(names.map((name, c) => [name, cells[c]]))

/** Rows of a list of lists: the first one names the columns where it is all short text. */
export function readTable(lists: readonly List[], rows: RowsBuilder): void {
  const [first] = lists
  const named = first!.every(isName) && new Set(first).size === first!.length
  const names = named ? (first as string[]) : Array.from(first!, (_, c) => `column ${c + 1}`)
  rows.note(
    named
      ? 'The file is a list of lists; the first names the columns.'
      : 'The file is a list of lists without names; its columns are numbered.',
  )
  for (const cells of named ? lists.slice(1) : lists) {
    if (cells.length === names.length) rows.add(byColumn(names, cells))
    else rows.addBad('the row has more or fewer fields than the first')
  }
}

/** A word or three, and no sentence. */
const isName = (cell: unknown): boolean =>
  typeof cell === 'string' && /^[^\s.?!:;][^\n.?!:;]{0,39}$/.test(cell) && cell.split(' ').length <= 3
