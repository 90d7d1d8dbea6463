import { type SortingState, type Updater, useTable } from '@tanstack/react-table'
import { useVirtualizer } from '@tanstack/react-virtual'
import { type RefObject, useEffect, useMemo, useRef } from 'react'
import { commands } from '../../store/commands.ts'
import { useStore } from '../../store/store.ts'
import { features } from '../rows/features.ts'
import { GridHead } from './GridHead.tsx'
import { GridRow } from './GridRow.tsx'
import type { TableRow } from '../rows/tableRow.ts'
import { useRowKeys } from '../rows/useRowKeys.ts'

/** As in table.css. */
const ROW_REM = 2.5
const HEAD_REM = 1.75
const rem = () => parseFloat(getComputedStyle(document.documentElement).fontSize)

type Columns = Parameters<typeof useTable<typeof features, TableRow>>[0]['columns']

/** The ranked table: only the rows in sight are in the document. */
export function Grid({
  label,
  rows,
  columns,
  limit,
  selected,
}: {
  label: string
  rows: readonly TableRow[]
  columns: Columns
  /** End of the common axis of effects. */
  limit: number
  /** Id of the selected row. */
  selected: string | null
}) {
  const scroller = useRef<HTMLDivElement>(null)
  const table = useSortedTable(rows, columns, limit)
  const sorted = table.getRowModel().rows
  const shown = useMemo(() => sorted.map((row) => row.original), [sorted])
  const position = useMemo(() => shown.findIndex(({ id }) => id === selected), [shown, selected])
  const positions = useMemo(
    () => shown.map(({ concept, hypothesis }) => ({ concept: concept.id, scope: hypothesis.scope.id })),
    [shown],
  )
  useRowKeys(positions, position)
  const { items, above, below } = useRowsInSight(scroller, shown, position)
  return (
    <div ref={scroller} className="grid-scroller">
      <table role="grid" aria-label={label} aria-rowcount={sorted.length + 1}>
        <GridHead table={table} />
        <tbody>
          <Spacer height={above} />
          {items.map((item) => {
            const row = sorted[item.index]!
            return (
              <GridRow
                key={row.id}
                row={row}
                index={item.index}
                selected={item.index === position}
                reachable={item.index === Math.max(position, 0)}
                limit={limit}
                FlexRender={table.FlexRender}
              />
            )
          })}
          <Spacer height={below} />
        </tbody>
      </table>
    </div>
  )
}

/** A table in the order that the address asks for. */
function useSortedTable(rows: readonly TableRow[], columns: Columns, limit: number) {
  const sort = useStore((state) => state.view.sort)
  // The other table may be sorted by a column that this one lacks.
  const sorting = useMemo(
    () =>
      sort && columns.some(({ id }) => id === sort.column)
        ? [{ id: sort.column, desc: sort.descending }]
        : [],
    [sort, columns],
  )
  const onSortingChange = (updater: Updater<SortingState>) => {
    const [next] = typeof updater === 'function' ? updater(sorting) : updater
    commands.sort(next ? { column: next.id, descending: next.desc } : null)
  }
  return useTable({
    features,
    columns,
    data: rows as TableRow[],
    getRowId: (row) => row.id,
    state: { sorting },
    onSortingChange,
    meta: { limit },
  })
}

/** The rows in sight, and the height in pixels of those above and below; follows the selected row. */
function useRowsInSight(
  scroller: RefObject<HTMLElement | null>,
  rows: readonly TableRow[],
  selected: number,
) {
  const head = HEAD_REM * rem()
  // eslint-disable-next-line react-hooks/incompatible-library -- the compiler is not used here
  const virtualizer = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_REM * rem(),
    getItemKey: (index) => rows[index]!.id,
    overscan: 8,
    scrollMargin: head,
    scrollPaddingStart: head,
  })
  useEffect(() => {
    if (selected >= 0) virtualizer.scrollToIndex(selected, { align: 'auto' })
  }, [selected, virtualizer])
  const items = virtualizer.getVirtualItems()
  const above = (items[0]?.start ?? head) - head
  const below = virtualizer.getTotalSize() - ((items.at(-1)?.end ?? head) - head)
  return { items, above, below }
}

/** Stands for the rows out of sight. */
function Spacer({ height }: { height: number }) {
  if (height <= 0) return null
  return (
    <tr aria-hidden="true">
      <td style={{ height, padding: 0, border: 0 }} />
    </tr>
  )
}
