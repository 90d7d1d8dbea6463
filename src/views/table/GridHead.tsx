import type { ReactTable } from '@tanstack/react-table'
import { Icon } from '../shared/Icon.tsx'
import type { features } from '../rows/features.ts'
import type { TableRow } from '../rows/tableRow.ts'

const ARIA = { asc: 'ascending', desc: 'descending' } as const

/** Column heads; a click sorts, a third click goes back to confirmed and strongest first. */
export function GridHead({ table }: { table: ReactTable<typeof features, TableRow> }) {
  return (
    <thead>
      {table.getHeaderGroups().map((group) => (
        <tr key={group.id} aria-rowindex={1}>
          {group.headers.map((header) => {
            const direction = header.column.getIsSorted()
            return (
              <th
                key={header.id}
                scope="col"
                className={`col-${header.column.id}`}
                aria-sort={direction ? ARIA[direction] : undefined}
              >
                <button
                  className="sort"
                  title={header.column.columnDef.meta?.hint}
                  onClick={() => header.column.toggleSorting()}
                >
                  <table.FlexRender header={header} />
                  {direction && <Icon name={direction === 'asc' ? 'up' : 'down'} />}
                </button>
              </th>
            )
          })}
        </tr>
      ))}
    </thead>
  )
}
