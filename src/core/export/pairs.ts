import type { AddedColumns, DataFormat, PairValues, Row, SourcePairs } from './source.ts'
import { trlColumns } from './trl.ts'
import { delimited, jsonArray, jsonLines } from './writers.ts'

export interface DataExport {
  readonly extension: 'jsonl' | 'json' | 'csv' | 'tsv'
  readonly mime: string
  /** Pairs in it, and pairs left out. */
  readonly kept: number
  readonly dropped: number
  /** The text, piece by piece: all at once it may be longer than a string can be. */
  chunks(): Generator<string>
}

/**
 * Writes the curated data; dropped pairs are left out, and offsets are in full precision.
 * - `input`: the original rows, columns and order, with whittle_offset, whittle_margin and whittle_row added.
 * - `trl-dpo`, `trl-reward`: TRL's columns, then all other original columns.
 *
 * An original column whose name is taken is kept as original_NAME. The container is the input's for `input` (a JSON
 * document an array, Parquet JSONL), and JSONL for TRL.
 */
export function exportPairs(source: SourcePairs, values: PairValues, format: DataFormat): DataExport {
  const { pairs, fileKind } = source
  const kept = Array.from(pairs.row.keys()).filter((pair) => !values.dropped[pair])
  const added = format === 'input' ? whittleColumns(source, values) : trlColumns(source, values, format)
  const names = originalNames(source, added)
  const columns = inOrder(added, [...names.values()], added.columns)
  const counts = { kept: kept.length, dropped: pairs.length - kept.length }
  function* rows(): Generator<Row> {
    for (const pair of kept) yield outputRow(source, added, names, pair)
  }
  if (format === 'input' && fileKind === 'csv') {
    return { extension: 'csv', mime: 'text/csv', ...counts, chunks: () => delimited(',', columns, rows()) }
  }
  if (format === 'input' && fileKind === 'tsv') {
    const chunks = () => delimited('\t', columns, rows())
    return { extension: 'tsv', mime: 'text/tab-separated-values', ...counts, chunks }
  }
  if (format === 'input' && fileKind === 'json') {
    return { extension: 'json', mime: 'application/json', ...counts, chunks: () => jsonArray(rows()) }
  }
  return { extension: 'jsonl', mime: 'application/jsonl', ...counts, chunks: () => jsonLines(rows()) }
}

const WHITTLE_COLUMNS = ['whittle_offset', 'whittle_margin', 'whittle_row'] as const

function whittleColumns({ pairs }: SourcePairs, { offsets }: PairValues): AddedColumns {
  return {
    where: 'after',
    replaces: new Set(),
    columns: WHITTLE_COLUMNS,
    values: (pair) => [offsets[pair]!, -offsets[pair]!, pairs.row[pair]!],
  }
}

const inOrder = <T>(added: AddedColumns, original: readonly T[], extra: readonly T[]): T[] =>
  added.where === 'after' ? [...original, ...extra] : [...extra, ...original]

/** What each original column is called in the export, the same in every row; replaced columns are absent. */
function originalNames({ pairs, record }: SourcePairs, added: AddedColumns): Map<string, string> {
  const columns = new Set<string>()
  for (let pair = 0; pair < pairs.length; pair++) {
    for (const column of Object.keys(record(pair))) if (!added.replaces.has(column)) columns.add(column)
  }
  const taken = new Set(added.columns)
  return new Map(
    [...columns].map((column) => {
      let name = column
      while (taken.has(name) || (name !== column && columns.has(name))) name = `original_${name}`
      return [column, name]
    }),
  )
}

function outputRow(
  { record }: SourcePairs,
  added: AddedColumns,
  names: ReadonlyMap<string, string>,
  pair: number,
): Row {
  const original: Row = Object.entries(record(pair)).flatMap(([column, value]) => {
    const name = names.get(column)
    return name === undefined ? [] : [[name, value] as const]
  })
  const values = added.values(pair)
  return inOrder(
    added,
    original,
    added.columns.map((column, c) => [column, values[c]] as const),
  )
}
