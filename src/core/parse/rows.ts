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
  /**
   * What a person should know of how the file was read, each a sentence: its encoding, what was taken that is
   * not quite JSON.
   */
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
