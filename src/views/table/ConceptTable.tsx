import type { ReactNode } from 'react'
import { commands } from '../../store/commands.ts'
import { useStore } from '../../store/store.ts'
import { count } from '../shared/format.ts'
import { regionId } from '../shared/regions.ts'
import { ActiveFilters } from './ActiveFilters.tsx'
import { Grid } from './Grid.tsx'
import { SearchField } from './SearchField.tsx'
import { useFilteredRows, useTableRows } from './useRows.ts'

/** What is said instead of rows. */
function Nothing({ found }: { found: boolean }) {
  const working = useStore((state) => state.progress !== null)
  if (found) {
    return (
      <div className="nothing">
        <p>No concept passes these filters.</p>
        <button onClick={commands.clearFilters}>Clear the filters</button>
      </div>
    )
  }
  return (
    <div className="nothing" role="status">
      {working ? (
        <>
          <p>Concepts appear here as soon as the first responses are read.</p>
          <p className="soft">Surface concepts and phrases come first, then the dictionary’s.</p>
        </>
      ) : (
        <p>No concepts yet.</p>
      )}
    </div>
  )
}

function Basis() {
  const basis = useStore((state) => state.findings?.basis ?? 0)
  const complete = useStore((state) => state.findings?.complete ?? true)
  const pairs = useStore((state) => state.dataset?.pairs ?? 0)
  if (complete) return null
  return (
    <p className="basis" role="status">
      {basis < pairs
        ? `Based on ${count(basis)} of ${count(pairs)} pairs so far.`
        : 'Surface concepts and phrases so far; the dictionary’s concepts follow.'}
    </p>
  )
}

/** The working surface: search, filters in force, and the ranked table. */
export function ConceptTable({ before, after }: { before?: ReactNode; after?: ReactNode }) {
  const all = useTableRows()
  const rows = useFilteredRows(all)
  return (
    <section id={regionId('concepts')} className="panel concept-table" aria-label="Concepts" tabIndex={-1}>
      <div className="toolbar">
        {before}
        <SearchField />
        <span className="soft nowrap" role="status">
          {all.length > 0 && `${count(rows.length)} of ${count(all.length)}`}
        </span>
        {after}
      </div>
      <ActiveFilters />
      <Basis />
      {rows.length > 0 ? <Grid rows={rows} /> : <Nothing found={all.length > 0} />}
    </section>
  )
}
