import { csvText } from './csv.ts'
import type { BadRow } from './rows.ts'

/** Bad rows that share a reason. */
export interface BadRowGroup {
  readonly reason: string
  readonly count: number
  /** The first row numbers, from 1. */
  readonly rows: readonly number[]
}

/** Groups bad rows by reason, the most frequent first, with the first `shown` row numbers of each. */
export function groupBadRows(bad: readonly BadRow[], shown = 20): BadRowGroup[] {
  const groups = new Map<string, { reason: string; count: number; rows: number[] }>()
  for (const { row, reason } of bad) {
    let group = groups.get(reason)
    if (!group) groups.set(reason, (group = { reason, count: 0, rows: [] }))
    group.count++
    if (group.rows.length < shown) group.rows.push(row)
  }
  return [...groups.values()].sort((a, b) => b.count - a.count)
}

/** Bad rows as CSV (row, reason) that a spreadsheet will not run as formulae. */
export function badRowsCsv(bad: readonly BadRow[]): string {
  return csvText(
    ['row', 'reason'],
    bad.map(({ row, reason }) => [row, reason]),
  )
}
