import type { PairTable } from '../pairs.ts'
import type { Layout } from './formats/layout.ts'
import type { PairValues } from '../source.ts'

/** Columns of any layout that say what was decided. */
const DECIDED = /^(whittle_)?(offset|margin)$|^whittle_row$/

/** A layout without the columns of decisions. */
export function undecided(layout: Layout): Layout {
  const kept = layout.columns.flatMap((column, i) => (DECIDED.test(column) ? [] : [i]))
  return {
    ...layout,
    columns: kept.map((i) => layout.columns[i]!),
    rows: (shaped) => {
      const rows = layout.rows(shaped)
      return typeof rows === 'string' ? rows : rows.map((row) => kept.map((i) => row[i]))
    },
  }
}

/** The values of pairs on which nothing is decided. */
export const unchanged = ({ length }: Pick<PairTable, 'length'>): PairValues => ({
  offsets: new Float64Array(length),
  dropped: new Uint8Array(length),
})
