import { rankedSides } from './answers.ts'
import { branchSides } from './branches.ts'
import { directSides, type Sides } from './extract-pair.ts'
import { hasLists, listSides } from './list-pairs.ts'
import type { PairMapping } from './mapping.ts'
import { orderedSides } from './ordered.ts'
import type { SourceRecord } from './rows.ts'

/** A mapping by which a row holds its own pairs. */
export type RowMapping = Exclude<PairMapping, { kind: 'rows' }>

/** The pairs of a row, or the reason where there is none. */
export type SidesOf = (record: SourceRecord) => readonly Sides[] | string

export function sidesBy(mapping: RowMapping): SidesOf {
  switch (mapping.kind) {
    case 'ranked':
      return (record) => rankedSides(record, mapping)
    case 'ordered':
      return (record) => orderedSides(record, mapping)
    case 'branches':
      return (record) => branchSides(record, mapping)
    default: {
      if (hasLists(mapping)) return (record) => listSides(record, mapping)
      const direct = directSides(mapping)
      return (record) => [direct(record)]
    }
  }
}

/** Whether a row may give several pairs. */
export function givesSeveral(mapping: RowMapping): boolean {
  switch (mapping.kind) {
    case 'ranked':
    case 'ordered':
      return mapping.rule === 'neighbours' || mapping.rule === 'all'
    case 'branches':
      return true
    default:
      return hasLists(mapping) && mapping.lists !== 'first'
  }
}
