import { leadOf } from '../../core/concepts/union.ts'
import { OVERALL } from '../../core/hypothesis.ts'
import type { VerdictKind } from '../../core/verdict.ts'
import type { HypothesisRow } from '../../protocol/data.ts'
import type { Decisions } from '../../store/state.ts'

/** A row of the table: a tested concept with the person's verdict and names. */
export interface TableRow extends HypothesisRow {
  readonly id: string
  /** The person's own name for the concept, or its label. */
  readonly name: string
  readonly renamed: boolean
  /** The person's own name for the scope, or its label. */
  readonly scopeName: string
  /** The verdict within the scope. */
  readonly verdict: VerdictKind | null
}

/** Identifies a hypothesis in the tables. Ids of concepts and contexts hold no line break. */
export const rowId = (concept: string, scope: string): string =>
  scope === OVERALL.id ? concept : `${concept}\n${scope}`

/**
 * Joins findings with decisions and names: confirmed ones first, in the findings' order otherwise (strongest
 * first).
 */
export function tableRows(rows: readonly HypothesisRow[], authored: Decisions): TableRow[] {
  const verdicts = new Map(
    authored.verdicts.map(({ concept, scope, verdict }) => [rowId(leadOf(concept), scope), verdict]),
  )
  const isConfirmed = (row: HypothesisRow) => row.hypothesis.confirmed
  const ordered = [...rows.filter(isConfirmed), ...rows.filter((row) => !isConfirmed(row))]
  return ordered.map((row) => {
    const { scope } = row.hypothesis
    const id = rowId(row.concept.id, scope.id)
    const own = authored.names[row.concept.id]
    return {
      ...row,
      id,
      name: own ?? row.concept.label,
      renamed: own !== undefined,
      scopeName: authored.names[scope.id] ?? scope.label,
      verdict: verdicts.get(id) ?? null,
    }
  })
}
