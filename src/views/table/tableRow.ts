import type { VerdictKind } from '../../core/verdict.ts'
import type { HypothesisRow } from '../../protocol/data.ts'
import type { Authored } from '../../store/state.ts'

/** A row of the table: a tested concept with what the person made of it. */
export interface TableRow extends HypothesisRow {
  /** The person's own name for the concept, or its label. */
  readonly name: string
  readonly renamed: boolean
  readonly verdict: VerdictKind | null
}

/** Joins findings with decisions and names, in the findings' order (strongest first). */
export function tableRows(rows: readonly HypothesisRow[], authored: Authored): TableRow[] {
  const verdicts = new Map(authored.verdicts.map((verdict) => [verdict.concept, verdict.verdict]))
  return rows.map((row) => {
    const own = authored.names[row.concept.id]
    return {
      ...row,
      name: own ?? row.concept.label,
      renamed: own !== undefined,
      verdict: verdicts.get(row.concept.id) ?? null,
    }
  })
}
