import { useMemo } from 'react'
import { commands } from '../../store/commands.ts'
import { useStore } from '../../store/store.ts'
import { defaultView } from '../../store/store.ts'
import { ConditionBar } from '../narrowing/ConditionBar.tsx'
import { plural } from '../shared/format.ts'
import { useSides } from '../shared/useSides.ts'
import { RowFilters } from './RowFilters.tsx'
import { RowTable } from './RowTable.tsx'
import { firstColumns, tableColumns } from './tableColumns.ts'

const NO_COLUMNS: readonly never[] = []

function NoRows() {
  const { one } = useSides()
  return (
    <div className="nothing">
      <p>No {one} fits.</p>
      <button
        onClick={() => {
          const { search, concept, change } = defaultView.rows
          commands.narrow([])
          commands.showRows({ search, concept, change })
        }}
      >
        Show all {one}s
      </button>
    </div>
  )
}

/** Every pair of the file in a table: searched, narrowed, ordered. */
export function RowsPage() {
  const pairs = useStore((state) => state.rows)
  const known = useStore((state) => state.columns?.columns ?? NO_COLUMNS)
  const picked = useStore((state) => state.view.rows.columns)
  const decided = useStore((state) => state.authored.verdicts.length > 0)
  const searched = useStore((state) => state.rowsSearched)
  const sides = useSides()
  const names = useMemo(() => picked ?? firstColumns(known), [picked, known])
  const columns = useMemo(() => tableColumns(names, sides, decided), [names, sides, decided])
  return (
    <>
      <RowFilters names={names} />
      <ConditionBar />
      {searched !== null && searched < 1 && (
        <progress className="meter search-meter" aria-label="Searching" max={1} value={searched} />
      )}
      {pairs === null ? (
        <p className="nothing soft" role="status">
          Reading the rows…
        </p>
      ) : pairs.length === 0 ? (
        <NoRows />
      ) : (
        <RowTable pairs={pairs} columns={columns} names={names} />
      )}
      <p className="unseen" role="status">
        {pairs && `${plural(pairs.length, sides.one)} listed`}
      </p>
    </>
  )
}
