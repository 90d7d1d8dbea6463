import { useMemo } from 'react'
import type { HypothesisRow } from '../../protocol/data.ts'
import { useStore } from '../../store/store.ts'
import { filterRows } from './filterRows.ts'
import { type TableRow, tableRows } from './tableRow.ts'

const NONE: readonly HypothesisRow[] = []

/** Every row with its verdict and name. */
export function useTableRows(): readonly TableRow[] {
  const rows = useStore((state) => state.findings?.rows ?? NONE)
  const authored = useStore((state) => state.authored)
  return useMemo(() => tableRows(rows, authored), [rows, authored])
}

/** The rows that pass the filters. */
export function useFilteredRows(all: readonly TableRow[]): readonly TableRow[] {
  const filters = useStore((state) => state.view.filters)
  return useMemo(() => filterRows(all, filters), [all, filters])
}

/** One concept's row; undefined while nothing is found. */
export function useRow(concept: string | null): TableRow | undefined {
  const rows = useStore((state) => state.findings?.rows ?? NONE)
  const authored = useStore((state) => state.authored)
  return useMemo(() => {
    const row = rows.find(({ concept: { id } }) => id === concept)
    return row && tableRows([row], authored)[0]
  }, [rows, authored, concept])
}

/** Names of concepts as the person knows them, by id. */
export function useNames(): (concept: string) => string {
  const rows = useStore((state) => state.findings?.rows ?? NONE)
  const names = useStore((state) => state.authored.names)
  const labels = useMemo(() => new Map(rows.map(({ concept }) => [concept.id, concept.label])), [rows])
  return (concept) => names[concept] ?? labels.get(concept) ?? concept
}
