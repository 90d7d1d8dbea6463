import type { ColumnType } from '../parse/columns.ts'
import { jsonText } from '../parse/json-write.ts'
import type { Parsed } from '../parse/to-pairs.ts'

/** The values of a column, one for each pair or, where it is of responses, for each response span. */
export type ColumnValues =
  /** NaN where missing. Dates are milliseconds since 1970. */
  | { readonly kind: 'numbers'; readonly numbers: Float64Array }
  /** `categories[codes[i]]`, the most frequent first; MISSING where there is none. */
  | { readonly kind: 'categories'; readonly codes: Uint16Array; readonly categories: readonly string[] }
  /** Read from the source row each time; undefined, null or '' where missing. */
  | { readonly kind: 'other'; readonly at: (index: number) => unknown }

/** Code of a missing value. */
export const MISSING = 0xffff

/** What every pair, or each of its responses, says beside its texts: a further column of the file. */
export interface DataColumn {
  /** Unique among a dataset's columns. */
  readonly name: string
  /** Where the values are in a row: one path, or that of either response; none where it is computed. */
  readonly paths: readonly string[]
  readonly type: ColumnType
  /** What a value is of: a pair (by its index), or a response (by its span, see `chosenSpan`). */
  readonly of: 'pair' | 'response'
  /**
   * Whether it says which response is better, as a label, a score or a margin does: a part of the data that
   * is selected by it is selected by its outcome, so it makes no context.
   */
  readonly outcome: boolean
  readonly missing: number
  readonly values: ColumnValues
}

/** Name of the column of margins: the chosen response's score less that of the rejected one. */
export const MARGIN = 'score margin'

/** Significant digits of a number as text: what computing adds beyond them says nothing. */
const DIGITS = 12

/** The value of a column as text; '' where missing. @param index a pair, or a response span */
export function valueText({ values, type }: DataColumn, index: number): string {
  switch (values.kind) {
    case 'categories':
      return values.categories[values.codes[index]!] ?? ''
    case 'numbers': {
      const number = values.numbers[index]!
      if (Number.isNaN(number)) return ''
      return type === 'date'
        ? new Date(number).toISOString().replace('T00:00:00.000Z', '')
        : String(Number(number.toPrecision(DIGITS)))
    }
    case 'other': {
      const value = values.at(index)
      return typeof value === 'string' ? value : isMissing(value) ? '' : jsonText(value)
    }
  }
}

export const isMissing = (value: unknown): boolean => value === undefined || value === null || value === ''

/** Pairs whose scores contradict their label: the rejected response has the higher one. Ascending. */
export function contradicted({ margins }: Pick<Parsed, 'margins'>): Uint32Array {
  const found: number[] = []
  margins?.forEach((margin, pair) => {
    if (margin < 0) found.push(pair)
  })
  return Uint32Array.from(found)
}
