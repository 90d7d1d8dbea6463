import type { SchemaElement } from 'hyparquet'

/** A row of the file as it was read, keyed by column. */
export type SourceRecord = Readonly<Record<string, unknown>>

export type FileKind = 'jsonl' | 'json' | 'csv' | 'tsv' | 'parquet'

/** A row that cannot be used, and why. */
export interface BadRow {
  /** Counted from 1, header not counted. */
  readonly row: number
  /** A sentence fragment a person can act on: "the chosen response is empty". */
  readonly reason: string
}

/** A file read into rows. Row r of the file is records[r − 1]. */
export interface SourceRows {
  readonly fileKind: FileKind
  /** In order of first appearance. */
  readonly columns: readonly string[]
  /** null where the row could not be read; `bad` says why. Blank lines are not rows. */
  readonly records: readonly (SourceRecord | null)[]
  readonly bad: readonly BadRow[]
  /** What a person should know of how the file was read, each a sentence: its encoding, what was taken that is not quite JSON. */
  readonly notes: readonly string[]
  /** Of a file whose columns have types. */
  readonly schema?: FileSchema
}

/** The columns' types as the file has them, so that they can be written again. */
export interface FileSchema {
  /** Parquet's schema, the root left out: groups before their children. */
  readonly elements: readonly SchemaElement[]
  /** Parquet's key-value metadata: what `datasets` and pandas keep of their own types. */
  readonly metadata: readonly { readonly key: string; readonly value?: string | undefined }[]
}

/** A JSON object; bytes are a value. */
export const isRecord = (value: unknown): value is SourceRecord =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && !ArrayBuffer.isView(value)

/** The row's own value in a column: never something inherited, whatever the column is called. */
export const field = (record: SourceRecord, column: string): unknown =>
  Object.hasOwn(record, column) ? record[column] : undefined

/**
 * The value at a path: the column of that name, or else a field inside one, a dot at each step ("data.chosen"). Names
 * may hold dots themselves.
 */
export function valueAt(record: SourceRecord, path: string): unknown {
  const at = locate(record, path)
  return at && at.holder[at.name]
}

/** The record with another value at a path that it has; as it was where it has not. */
export function withValueAt(record: SourceRecord, path: string, value: unknown): SourceRecord {
  if (Object.hasOwn(record, path)) return { ...record, [path]: value }
  for (const [name, rest] of steps(path)) {
    const inner = field(record, name)
    if (isRecord(inner) && locate(inner, rest)) return { ...record, [name]: withValueAt(inner, rest, value) }
  }
  return record
}

/** The first level of nesting and the rest, at each dot. */
const steps = (path: string): (readonly [name: string, rest: string])[] =>
  [...path.matchAll(/\./g)].map(({ index }) => [path.slice(0, index), path.slice(index + 1)])

function locate(record: SourceRecord, path: string): { holder: SourceRecord; name: string } | undefined {
  if (Object.hasOwn(record, path)) return { holder: record, name: path }
  for (const [name, rest] of steps(path)) {
    const inner = field(record, name)
    const found = isRecord(inner) ? locate(inner, rest) : undefined
    if (found) return found
  }
  return undefined
}

/** Levels of nesting, and paths in all, that a person is shown. */
const MOST_DEEP = 3
const MOST_PATHS = 200

/** The columns of some records, or the fields inside them where a column is nothing but a nest of fields; messages are values. */
export function pathsOf(columns: readonly string[], sample: readonly SourceRecord[]): string[] {
  const inside = (path: string, values: readonly unknown[], depth: number): string[] => {
    const nests = values.filter((value) => isRecord(value) && !isMessages(value)) as SourceRecord[]
    if (depth === MOST_DEEP || nests.length === 0) return [path]
    const names = [...new Set(nests.flatMap((nest) => Object.keys(nest)))]
    const whole = nests.length < values.filter((value) => value !== undefined && value !== null).length
    return [
      ...(whole ? [path] : []),
      ...names.flatMap((name) =>
        inside(
          `${path}.${name}`,
          nests.map((nest) => field(nest, name)),
          depth + 1,
        ),
      ),
    ]
  }
  return columns
    .flatMap((column) =>
      inside(
        column,
        sample.map((record) => field(record, column)),
        0,
      ),
    )
    .slice(0, Math.max(MOST_PATHS, columns.length))
}

/** One message, or an object that holds a conversation. */
const isMessages = (value: SourceRecord): boolean =>
  Array.isArray(field(value, 'messages')) ||
  ['role', 'from'].some((name) => typeof field(value, name) === 'string')

/** A column's name as quoted in a sentence, cut so that a hostile one cannot fill the page. */
export const quoted = (column: string): string =>
  `“${column.length > 40 ? `${column.slice(0, 40)}…` : column}”`

/** A list for a sentence: "a, b and c". */
export function listed(items: readonly string[]): string {
  return items.length < 2 ? items.join('') : `${items.slice(0, -1).join(', ')} and ${items.at(-1)}`
}

/** At most `count` records, spread evenly over the file. */
export function sampleRecords(rows: SourceRows, count: number): SourceRecord[] {
  const step = Math.max(1, Math.floor(rows.records.length / count))
  const sample: SourceRecord[] = []
  for (let i = 0; i < rows.records.length && sample.length < count; i += step) {
    const record = rows.records[i]
    if (record) sample.push(record)
  }
  // Where the sampled rows are all bad, any good one will do.
  return sample.length ? sample : rows.records.filter((record) => record !== null).slice(0, count)
}
