import { jsonText } from '../parse/json-write.ts'
import { type BadRowGroup, groupBadRows } from '../parse/bad-rows.ts'
import { type Inspection, inspectRows } from './inspect.ts'
import { TIE } from '../parse/conversation.ts'
import { CERTAIN, type Detection } from '../parse/detect.ts'
import type { Mapping } from '../parse/mapping.ts'
import { judgements } from '../pairs.ts'
import { pathsOf, valueAt } from '../parse/paths.ts'
import { readRows } from '../parse/read.ts'
import { type ColumnInfo, columnsOf } from '../parse/columns.ts'
import { recognise } from '../parse/recognise.ts'
import {
  type FileKind,
  type FileSchema,
  sampleRecords,
  type SourceRecord,
  type SourceRows,
} from '../parse/rows.ts'
import { type Parsed, toPairs } from '../parse/to-pairs.ts'
import type { DataColumn } from './column-values.ts'
import { readColumns } from './read-columns.ts'
import { labelAuc } from '../stats/auc.ts'
import { wordCount } from '../stats/length.ts'

/** What the interface shows about an open file. */
export interface DatasetInfo {
  readonly name: string
  /** Of the file's bytes, hex. */
  readonly sha256: string
  /** Rows in the file, good and bad. */
  readonly rows: number
  /** Pairs; of unpaired data, responses. */
  readonly pairs: number
  /**
   * False where each row is one response, judged good or bad: then chosen stands for good, rejected for bad.
   */
  readonly paired: boolean
  readonly groups: number
  /** "TRL preference, messages, explicit prompt" */
  readonly format: string
  /** False where a person said how the file is read. */
  readonly detected: boolean
  /** 0 to 1. */
  readonly certainty: number
  /** Why Whittle thinks so, one sentence. */
  readonly because: string
  /** How the rows are read: what is opened with again to change it. */
  readonly mapping: Mapping
  /** Rows that are ties, where such rows can stay in the data. */
  readonly ties: number
  readonly badRows: readonly BadRowGroup[]
  readonly fileKind: FileKind
  readonly columns: readonly ColumnInfo[]
  /** What a person should know of the reading, each a sentence. */
  readonly notes: readonly string[]
  readonly meanWordsChosen: number
  readonly meanWordsRejected: number
  /**
   * Share of pairs in which the chosen response has more words; of unpaired data, of a random good and a
   * random bad one.
   */
  readonly chosenLonger: number
}

/** An open file: its pairs, its source rows, and a summary. */
export interface Dataset extends Parsed {
  readonly fileKind: FileKind
  readonly schema?: FileSchema | undefined
  readonly info: DatasetInfo
  /** Every further column of the file; read when first asked for. */
  columns(): readonly DataColumn[]
  /** A row of the file, from 1, also where it is no pair; null where it could not be read. */
  sourceRow(row: number): SourceRecord | null
}

/** Asks the person which column is which. */
export interface MappingRequest {
  /** Columns, and fields inside them as paths ("data.chosen"). */
  readonly columns: readonly string[]
  /** The first rows, by path, each value cut to a few hundred characters. */
  readonly sample: readonly Readonly<Record<string, string>>[]
  readonly suggestion: Mapping
  readonly because: string
}

export type Opened =
  | { readonly kind: 'dataset'; readonly dataset: Dataset }
  | {
      readonly kind: 'mapping'
      readonly request: MappingRequest
      /** How the file would be read by a mapping. @throws WhittleError when no row could be */
      read(mapping: Mapping): Inspection
    }

const SAMPLE_ROWS = 5
const SAMPLE_FOR_PATHS = 50
const SAMPLE_CHARACTERS = 300

/**
 * Opens a file of preferences.
 * @param sha256 of `bytes`, hex
 * @param mapping the person's; null to detect the format, which asks for a mapping where that is unsure
 * @throws WhittleError 'bad-file' with one sentence when there is no usable pair in it
 */
export async function openDataset(
  name: string,
  bytes: Uint8Array,
  sha256: string,
  mapping: Mapping | null,
): Promise<Opened> {
  return openRows(name, await readRows(name, bytes), sha256, mapping)
}

/** The same of rows that are read. */
export function openRows(name: string, rows: SourceRows, sha256: string, mapping: Mapping | null): Opened {
  const found = recognise(rows, mapping)
  if (found.certainty < CERTAIN) {
    const { mapping: suggestion, because } = found
    const columns = pathsOf(rows.columns, sampleRecords(rows, SAMPLE_FOR_PATHS))
    const request = { columns, sample: sample(rows, columns), suggestion, because }
    return { kind: 'mapping', request, read: (chosen) => inspectRows(rows, chosen) }
  }
  return { kind: 'dataset', dataset: dataset(name, sha256, rows, found) }
}

function dataset(
  name: string,
  sha256: string,
  rows: SourceRows,
  { id, name: format, certainty, because, mapping }: Detection,
): Dataset {
  const parsed = toPairs(rows, mapping)
  const { pairs, bad } = parsed
  const chosen = Float64Array.from(pairs.chosen, wordCount)
  const rejected = Float64Array.from(pairs.rejected, wordCount)
  // The empty sides of unpaired data contain no words.
  const mean = (values: Float64Array) =>
    values.reduce((sum, value) => sum + value, 0) / values.filter((words) => words > 0).length
  const side = judgements(pairs)
  let columns: readonly DataColumn[] | null = null
  const longer = chosen.reduce((count, words, i) => count + (words > rejected[i]! ? 1 : 0), 0)
  return {
    ...parsed,
    fileKind: rows.fileKind,
    schema: rows.schema,
    sourceRow: (row) => rows.records[row - 1] ?? null,
    columns: () => (columns ??= readColumns(parsed, rows.columns)),
    info: {
      name,
      sha256,
      rows: rows.records.length,
      pairs: pairs.length,
      paired: pairs.paired,
      groups: pairs.groups,
      format,
      detected: id !== 'mapping',
      certainty,
      because,
      mapping: parsed.mapping,
      ties: tiesOf(parsed),
      badRows: groupBadRows(bad),
      fileKind: rows.fileKind,
      columns: columnsOf(rows, mapping),
      notes: parsed.notes,
      meanWordsChosen: mean(chosen),
      meanWordsRejected: mean(rejected),
      chosenLonger: side
        ? labelAuc(
            chosen.map((words, i) => words + rejected[i]!),
            side,
          )
        : longer / pairs.length,
    },
  }
}

/** Of several pairs a row, or several rows a pair, no tie stays in the data. */
function tiesOf({ ties, bad, mapping }: Parsed): number {
  return mapping.tied === 'drop' ? bad.filter(({ reason }) => reason === TIE).length : ties.length
}

function sample({ records }: SourceRows, columns: readonly string[]): Record<string, string>[] {
  const text = (value: unknown) =>
    (typeof value === 'string' ? value : (jsonText(value) ?? '')).slice(0, SAMPLE_CHARACTERS)
  return records
    .filter((record) => record !== null)
    .slice(0, SAMPLE_ROWS)
    .map((record) =>
      Object.fromEntries(columns.map((column) => [column, text(valueAt(record, column) ?? '')])),
    )
}
