import { useMemo } from 'react'
import { leadOf, unionLabel, unionMembers } from '../../core/concepts/union.ts'
import { OVERALL } from '../../core/hypothesis.ts'
import type { ContextInfo, HypothesisRow } from '../../protocol/data.ts'
import type { ViewSettings } from '../../store/state.ts'
import { useStore } from '../../store/store.ts'
import { filterRows } from './filterRows.ts'
import { contextsHolding, narrowRows } from './narrow.ts'
import { type TableRow, tableRows } from './tableRow.ts'

const NONE: readonly HypothesisRow[] = []
const NO_CONTEXTS: readonly ContextInfo[] = []

/** Every row of a table with its verdict and names; beside the lessons that is the overall one. */
export function useTableRows(table: ViewSettings['table']): readonly TableRow[] {
  const rows = useStore((state) => (table === 'contexts' ? state.contexts : state.findings)?.rows ?? NONE)
  const authored = useStore((state) => state.authored)
  return useMemo(() => tableRows(rows, authored), [rows, authored])
}

/** The ids of the contexts that contain the lassoed pairs; null without a lasso around pairs. */
export function useLassoedContexts(): readonly string[] | null {
  const map = useStore((state) => state.map)
  const points = useStore((state) => state.lasso.points)
  return useMemo(() => (map && points ? contextsHolding(map, points) : null), [map, points])
}

/** The rows of the shown table that match the lassos and the selected context. */
export function useNarrowedRows(): readonly TableRow[] {
  const all = useTableRows(useStore((state) => state.view.table))
  const context = useStore((state) => state.view.context)
  const concepts = useStore((state) => state.lasso.concepts)
  const contexts = useLassoedContexts()
  return useMemo(
    () =>
      narrowRows(all, {
        context,
        contexts: contexts && new Set(contexts),
        concepts: concepts && new Set(concepts),
      }),
    [all, context, contexts, concepts],
  )
}

/** The rows that pass the filters. */
export function useFilteredRows(rows: readonly TableRow[]): readonly TableRow[] {
  const filters = useStore((state) => state.view.filters)
  return useMemo(() => filterRows(rows, filters), [rows, filters])
}

/** The selection. */
export interface Selection {
  /** The concept with its hypothesis: in the scope where it is listed there, else overall. */
  readonly row: TableRow
  /** The hypothesis overall; undefined for concepts that were made in contexts. */
  readonly overall: TableRow | undefined
  readonly scope: string
  /** Its context; null overall. */
  readonly context: ContextInfo | null
  /** Whether `row` is the hypothesis inside the scope. */
  readonly tested: boolean
}

/** The selected concept in its scope; null where nothing is selected or known. */
export function useSelection(): Selection | null {
  const concept = useStore((state) => state.view.selected)
  const scope = useStore((state) => state.view.scope)
  const findings = useStore((state) => state.findings?.rows ?? NONE)
  const contexts = useStore((state) => state.contexts)
  const authored = useStore((state) => state.authored)
  return useMemo(() => {
    const isIt = (row: HypothesisRow) => row.concept.id === concept
    const inside = (contexts?.rows ?? NONE).filter(isIt)
    const general = findings.find(isIt)
    const here =
      scope === OVERALL.id ? general : inside.find(({ hypothesis }) => hypothesis.scope.id === scope)
    const found = here ?? general ?? inside[0]
    if (!found) return null
    const [row] = tableRows([found], authored)
    const overall = general && tableRows([general], authored)[0]
    const verdict = authored.verdicts.find((one) => leadOf(one.concept) === concept && one.scope === scope)
    return {
      row: { ...row!, verdict: verdict?.verdict ?? null },
      overall,
      scope,
      context: (contexts?.contexts ?? NO_CONTEXTS).find(({ id }) => id === scope) ?? null,
      tested: here !== undefined,
    }
  }, [findings, contexts, authored, concept, scope])
}

/** The displayed names of concepts, alone or several as one, and of contexts, by id. */
export function useNames(): (id: string) => string {
  const rows = useStore((state) => state.findings?.rows ?? NONE)
  const inside = useStore((state) => state.contexts?.rows ?? NONE)
  const contexts = useStore((state) => state.contexts?.contexts ?? NO_CONTEXTS)
  const names = useStore((state) => state.authored.names)
  const labels = useMemo(
    () =>
      new Map([
        ...[...inside, ...rows].map(({ concept }) => [concept.id, concept.label] as const),
        ...contexts.map(({ id, label }) => [id, label] as const),
      ]),
    [rows, inside, contexts],
  )
  const nameOf = (id: string) => (Object.hasOwn(names, id) ? names[id]! : (labels.get(id) ?? id))
  return (id) => {
    const members = unionMembers(id)
    return members.length === 1 ? nameOf(id) : unionLabel(nameOf(members[0]!), members.length)
  }
}
