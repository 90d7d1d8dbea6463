import type { ColumnSummary, RowLine } from '../../protocol/data.ts'
import { count, signed } from '../shared/format.ts'
import type { SideWords } from '../shared/words.ts'

/** A column of the table of rows. */
export interface TableColumn {
  /** Unique in the table; also what rows are ordered by. */
  readonly id: string
  readonly title: string
  readonly hint?: string
  /** Dataset text, in two lines, or a short value. */
  readonly kind: 'text' | 'value'
  readonly cell: (line: RowLine) => string
  /** The class that colours it by its side. */
  readonly side?: 'chosen' | 'rejected'
}

/** Further columns shown until the person picks some. */
const FIRST_COLUMNS = 2

/** The columns shown where the person has picked none: margins, categories and numbers first. */
export function firstColumns(columns: readonly ColumnSummary[]): string[] {
  const told = columns.filter(({ distribution, missing, count: all }) => {
    if (distribution.kind === 'samples' || missing === all) return false
    return distribution.kind !== 'values' || distribution.values.length > 1
  })
  return told.slice(0, FIRST_COLUMNS).map(({ name }) => name)
}

/** @param names of the further columns shown */
export function tableColumns(
  names: readonly string[],
  sides: SideWords,
  decided: boolean,
): readonly TableColumn[] {
  const difference = ({ words: [, chosen, rejected] }: RowLine) => signed(chosen - rejected, 0)
  const texts: readonly TableColumn[] =
    sides.kind === 'pairs'
      ? [
          { id: 'chosen', title: 'Chosen', kind: 'text', side: 'chosen', cell: ({ chosen }) => chosen },
          {
            id: 'rejected',
            title: 'Rejected',
            kind: 'text',
            side: 'rejected',
            cell: ({ rejected }) => rejected,
          },
          {
            id: 'length',
            title: 'Words',
            hint: 'Words of the chosen response less those of the rejected one',
            kind: 'value',
            cell: difference,
          },
        ]
      : [
          { id: 'chosen', title: 'Response', kind: 'text', cell: (line) => line.chosen || line.rejected },
          {
            id: 'rejected',
            title: 'Judged',
            kind: 'value',
            cell: (line) => (line.rejected === '' ? 'good' : 'bad'),
          },
          { id: 'length', title: 'Words', kind: 'value', cell: ({ words }) => count(words[1] + words[2]) },
        ]
  return [
    { id: 'row', title: 'Row', kind: 'value', cell: ({ row }) => count(row) },
    { id: 'prompt', title: 'Prompt', kind: 'text', cell: ({ prompt }) => prompt },
    ...texts,
    ...names.map((name, at): TableColumn => ({
      id: name,
      title: name,
      kind: 'value',
      cell: ({ values }) => values[at]?.filter((value) => value !== '').join(' · ') ?? '',
    })),
    ...(decided
      ? [
          {
            id: 'changes',
            title: 'Decided',
            kind: 'value' as const,
            cell: ({ changes }: RowLine) => changes.join(', '),
          },
        ]
      : []),
  ]
}

/** Splits a text at what was searched for: every second part is a match. */
export function matches(text: string, pattern: RegExp | null): readonly string[] {
  if (!pattern) return [text]
  return text.split(new RegExp(`(${pattern.source})`, 'gi'))
}
