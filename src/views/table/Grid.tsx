import { type SortingState, type Updater, useTable } from '@tanstack/react-table'
import { useVirtualizer } from '@tanstack/react-virtual'
import { max } from 'd3'
import { useEffect, useMemo, useRef } from 'react'
import { commands } from '../../store/commands.ts'
import { useStore } from '../../store/store.ts'
import { columns, features } from './columns.tsx'
import { GridHead } from './GridHead.tsx'
import { GridRow } from './GridRow.tsx'
import type { TableRow } from './tableRow.ts'
import { useRowKeys } from './useRowKeys.ts'

/** As in table.css. */
const ROW_REM = 2.5
const HEAD_REM = 1.75
const rem = () => parseFloat(getComputedStyle(document.documentElement).fontSize)

/** The common axis holds every effect; the ends of wide intervals may leave it. */
function axisLimit(rows: readonly TableRow[]): number {
  const largest = max(rows, ({ hypothesis }) => Math.abs(hypothesis.deltaWin)) ?? 1
  return Math.min(1, Math.max(0.1, Math.ceil(largest * 20) / 20))
}

/** The ranked table: only the rows in sight are in the document. */
export function Grid({ rows }: { rows: readonly TableRow[] }) {
  const scroller = useRef<HTMLDivElement>(null)
  const selected = useStore((state) => state.view.selected)
  const sort = useStore((state) => state.view.sort)
  const limit = useMemo(() => axisLimit(rows), [rows])
  const sorting = useMemo(() => (sort ? [{ id: sort.column, desc: sort.descending }] : []), [sort])

  const onSortingChange = (updater: Updater<SortingState>) => {
    const [next] = typeof updater === 'function' ? updater(sorting) : updater
    commands.sort(next ? { column: next.id, descending: next.desc } : null)
  }
  const table = useTable({
    features,
    columns,
    data: rows as TableRow[],
    getRowId: (row) => row.concept.id,
    state: { sorting },
    onSortingChange,
    meta: { limit },
  })
  const sorted = table.getRowModel().rows
  const head = HEAD_REM * rem()

  // eslint-disable-next-line react-hooks/incompatible-library -- the compiler is not used here
  const virtualizer = useVirtualizer({
    count: sorted.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_REM * rem(),
    getItemKey: (index) => sorted[index]!.id,
    overscan: 8,
    scrollMargin: head,
    scrollPaddingStart: head,
  })
  const ids = useMemo(() => sorted.map((row) => row.id), [sorted])
  useRowKeys(ids)

  const position = selected === null ? -1 : ids.indexOf(selected)
  useEffect(() => {
    if (position >= 0) virtualizer.scrollToIndex(position, { align: 'auto' })
  }, [position, virtualizer])

  const items = virtualizer.getVirtualItems()
  const above = (items[0]?.start ?? head) - head
  const below = virtualizer.getTotalSize() - ((items.at(-1)?.end ?? head) - head)
  return (
    <div ref={scroller} className="grid-scroller">
      <table role="grid" aria-label="Concepts" aria-rowcount={sorted.length + 1}>
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

/** Stands for the rows out of sight. */
function Spacer({ height }: { height: number }) {
  if (height <= 0) return null
  return (
    <tr aria-hidden="true">
      <td style={{ height, padding: 0, border: 0 }} />
    </tr>
  )
}
