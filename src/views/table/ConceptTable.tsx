import { max } from 'd3'
import { type ReactNode, useMemo } from 'react'
import { commands } from '../../store/commands.ts'
import { useStore } from '../../store/store.ts'
import { ContextBar } from '../contexts/ContextBar.tsx'
import { contextColumns } from '../contexts/contextColumns.tsx'
import { NothingInContexts } from '../contexts/NothingInContexts.tsx'
import { TableSwitch } from '../contexts/TableSwitch.tsx'
import { count, plural } from '../shared/format.ts'
import { regionId } from '../shared/regions.ts'
import { useSides } from '../shared/useSides.ts'
import { ActiveFilters } from './ActiveFilters.tsx'
import { LessonsPage } from '../lessons/LessonsPage.tsx'
import { OwnConceptsBar } from '../own/OwnConceptsBar.tsx'
import { ConditionBar } from '../narrowing/ConditionBar.tsx'
import { RowSearch } from '../pairs/RowSearch.tsx'
import { RowsPage } from '../pairs/RowsPage.tsx'
import { columns } from './columns.tsx'
import { Grid } from './Grid.tsx'
import { SearchField } from './SearchField.tsx'
import { rowId, type TableRow } from '../rows/tableRow.ts'
import { useFilteredRows, useNarrowedRows } from '../rows/useRows.ts'

/** The common axis holds every effect; the ends of wide intervals may leave it. */
function axisLimit(rows: readonly TableRow[], effect: (row: TableRow) => number, most: number): number {
  const largest = max(rows, (row) => Math.abs(effect(row))) ?? most
  return Math.min(most, Math.max(0.1, Math.ceil(largest * 20) / 20))
}

/** What is said instead of rows. */
function Nothing() {
  const working = useStore((state) => state.progress !== null)
  const found = useStore((state) => (state.findings?.rows.length ?? 0) > 0)
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
          <p>Concepts appear here once the first responses have been read.</p>
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
  const { one } = useSides()
  if (complete) return null
  return (
    <p className="basis" role="status">
      {basis < pairs
        ? `Based on ${count(basis)} of ${plural(pairs, one)} so far.`
        : 'Surface concepts and phrases so far; the dictionary’s concepts follow.'}
    </p>
  )
}

/** How rows are ordered while no column is picked for it. */
function Order() {
  const sorted = useStore((state) => state.view.sort !== null)
  if (sorted) return null
  return <p className="soft table-order">Confirmed first, then by the smallest effect the interval allows.</p>
}

function OverallGrid({ rows }: { rows: readonly TableRow[] }) {
  const selected = useStore((state) => state.view.selected)
  const limit = useMemo(() => axisLimit(rows, ({ hypothesis }) => hypothesis.deltaWin, 1), [rows])
  return <Grid label="Concepts" rows={rows} columns={columns} limit={limit} selected={selected} />
}

function ContextGrid({ rows }: { rows: readonly TableRow[] }) {
  const selected = useStore(({ view }) => view.selected && rowId(view.selected, view.scope))
  const limit = useMemo(() => axisLimit(rows, ({ hypothesis }) => hypothesis.local?.delta ?? 0, 2), [rows])
  return (
    <Grid
      label="Concepts in contexts"
      rows={rows}
      columns={contextColumns}
      limit={limit}
      selected={selected}
    />
  )
}

/** How many rows the table lists, of how many. */
function RowCount() {
  const listed = useStore((state) => state.rows?.length)
  const all = useStore((state) => state.dataset?.pairs ?? 0)
  return listed === undefined ? null : `${count(listed)} of ${count(all)}`
}

/** The working surface: search, filters in force, and the ranked table. */
export function ConceptTable({ before, after }: { before?: ReactNode; after?: ReactNode }) {
  const table = useStore((state) => state.view.table)
  const all = useNarrowedRows()
  const rows = useFilteredRows(all)
  const inContexts = table === 'contexts'
  const lessons = table === 'lessons'
  const pairs = table === 'rows'
  return (
    <section
      id={regionId('concepts')}
      className="panel concept-table"
      aria-label={pairs ? 'The rows of the file' : 'Concepts'}
      tabIndex={-1}
    >
      <div className="toolbar">
        {before}
        <TableSwitch />
        {pairs ? <RowSearch /> : <SearchField />}
        <span className="soft nowrap" role="status">
          {!lessons && !pairs && all.length > 0 && `${count(rows.length)} of ${count(all.length)}`}
          {pairs && <RowCount />}
        </span>
        {!pairs && <OwnConceptsBar />}
        {after}
      </div>
      {!pairs && <ConditionBar />}
      {lessons ? (
        <LessonsPage />
      ) : pairs ? (
        <RowsPage />
      ) : (
        <Table all={all} rows={rows} inContexts={inContexts} />
      )}
    </section>
  )
}

function Table({
  all,
  rows,
  inContexts,
}: {
  all: readonly TableRow[]
  rows: readonly TableRow[]
  inContexts: boolean
}) {
  return (
    <>
      <ActiveFilters />
      {inContexts ? <ContextBar /> : <Basis />}
      <Order />
      {rows.length > 0 ? (
        inContexts ? (
          <ContextGrid rows={rows} />
        ) : (
          <OverallGrid rows={rows} />
        )
      ) : inContexts ? (
        <NothingInContexts filtered={all.length > 0} />
      ) : (
        <Nothing />
      )}
    </>
  )
}
