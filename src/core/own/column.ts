import { WhittleError } from '../failure.ts'
import { jsonText } from '../parse/json-write.ts'
import { pathsOf, valueAt } from '../parse/paths.ts'
import { quoted } from '../parse/rows.ts'
import { nameTwins, sideTwins } from '../parse/side-twins.ts'
import type { SourcePairs } from '../source.ts'
import type { ColumnDefinition } from './definition.ts'

/** What a column says of responses. */
export interface ColumnValues {
  /** Per response span: 1 where the cell equals the value, or the cell's number; NaN where there is none. */
  readonly value: Float64Array
  /** Whether the values are numbers of a measure. */
  readonly measure: boolean
}

const SAMPLE = 50

const bad = (sentence: string) => new WhittleError('bad-file', sentence)

/**
 * Reads a column for every response. Of pairs, the column is one of two that say the same of either response.
 * @throws WhittleError with a sentence where there is no such column, it says nothing of single responses, or
 * it holds no numbers
 */
export function columnValues(
  { label, column, value: wanted }: ColumnDefinition,
  source: SourcePairs,
): ColumnValues {
  const { pairs } = source
  const [chosen, rejected] = sideColumns(column, source)
  const value = new Float64Array(2 * pairs.length).fill(NaN)
  let numbers = 0
  const read = (span: number, pair: number, path: string) => {
    const text = cellText(valueAt(source.record(pair), path))
    if (wanted !== undefined) value[span] = Number(text.trim() === String(wanted).trim())
    else if (text.trim() !== '' && Number.isFinite(Number(text))) {
      value[span] = Number(text)
      numbers++
    }
  }
  for (let i = 0; i < pairs.length; i++) {
    const [first, second] = source.swapped(i) ? [rejected, chosen] : [chosen, rejected]
    if (pairs.chosen[i] !== '') read(2 * i, i, first)
    if (pairs.rejected[i] !== '') read(2 * i + 1, i, second)
  }
  if (wanted === undefined && numbers === 0)
    throw bad(
      `${quoted(label)}: the column ${quoted(column)} holds no numbers; give the "value" to look for.`,
    )
  if (wanted !== undefined && !value.includes(1))
    throw bad(`${quoted(label)}: no cell of ${quoted(column)} is ${quoted(String(wanted))}.`)
  return { value, measure: wanted === undefined }
}

const cellText = (value: unknown): string =>
  typeof value === 'string' ? value : value === undefined || value === null ? '' : (jsonText(value) ?? '')

/**
 * The paths of the two responses' cells, in the order of the file's sides; twice the same for unpaired data.
 */
function sideColumns(column: string, source: SourcePairs): readonly [string, string] {
  const { pairs, sides } = source
  const step = Math.max(1, Math.floor(pairs.length / SAMPLE))
  const records = Array.from({ length: Math.min(SAMPLE, pairs.length) }, (_, k) => source.record(k * step))
  const paths = pathsOf([...new Set(records.flatMap(Object.keys))], records)
  if (!paths.includes(column)) throw bad(`The file has no column ${quoted(column)}.`)
  if (!pairs.paired) return [column, column]
  const twins =
    sideTwins(paths, sides).find((both) => both.includes(column)) ??
    nameTwins(paths).find(({ names, better }) => better && names.includes(column))?.names
  if (twins) return twins
  throw bad(
    `The column ${quoted(column)} speaks of the row, not of one of its two responses, so it cannot separate chosen from rejected; a column with a twin, like “score_chosen” and “score_rejected”, can.`,
  )
}
