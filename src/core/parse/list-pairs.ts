import { structureIn } from './cells.ts'
import type { Sides } from './extract-pair.ts'
import type { PairMapping } from './mapping.ts'
import { valueAt } from './paths.ts'
import type { SourceRecord } from './rows.ts'

type ColumnsMapping = Extract<PairMapping, { kind: 'columns' }>
/** Columns that hold a list of answers each. */
export type ListsMapping = ColumnsMapping & { readonly lists: 'first' | 'matched' | 'all' }

export const hasLists = (mapping: PairMapping): mapping is ListsMapping =>
  mapping.kind === 'columns' && mapping.lists !== undefined && mapping.lists !== null

/** The pairs of a list of chosen and a list of rejected answers. @returns the reason where there is none */
export function listSides(record: SourceRecord, mapping: ListsMapping): readonly Sides[] | string {
  const [chosen, rejected] = [answersAt(record, mapping.chosen), answersAt(record, mapping.rejected)]
  if (chosen.length === 0) return 'the list of chosen responses is empty'
  if (rejected.length === 0) return 'the list of rejected responses is empty'
  const side = (i: number, j: number): Sides => ({
    a: chosen[i],
    b: rejected[j],
    cells: [`${mapping.chosen}.${i}`, `${mapping.rejected}.${j}`],
    winner: 'a',
    margin: null,
  })
  switch (mapping.lists) {
    case 'first':
      return [side(0, 0)]
    case 'matched':
      return chosen.slice(0, rejected.length).map((_, i) => side(i, i))
    case 'all':
      return chosen.flatMap((_, i) => rejected.map((__, j) => side(i, j)))
  }
}

/** A cell's answers; one that is no list is the only one. */
export function answersAt(record: SourceRecord, path: string): readonly unknown[] {
  const value = valueAt(record, path)
  const list = structureIn(value)
  if (Array.isArray(list)) return list as unknown[]
  return value === undefined || value === null ? [] : [value]
}
