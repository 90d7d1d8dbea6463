import { useVirtualizer } from '@tanstack/react-virtual'
import { memo, useEffect, useMemo, useRef, useState } from 'react'
import { searchPattern } from '../../core/dataset/search.ts'
import type { RowLine } from '../../protocol/data.ts'
import type { RowSettings } from '../../store/state.ts'
import { commands } from '../../store/commands.ts'
import { useStore } from '../../store/store.ts'
import { count } from '../shared/format.ts'
import { Icon } from '../shared/Icon.tsx'
import { useHotkeys } from '../shared/useHotkeys.ts'
import { visibleText } from '../shared/visibleText.ts'
import { matches, type TableColumn } from './tableColumns.ts'
import { useLines } from './useLines.ts'

/** As in rows.css. */
const ROW_REM = 3.25
const HEAD_REM = 1.75
const rem = () => parseFloat(getComputedStyle(document.documentElement).fontSize)

type Sort = RowSettings['sort']

/** Descending, ascending, and back to the order of the file. */
const nextSort = (sort: Sort, by: string): Sort =>
  sort?.by !== by ? { by, descending: true } : sort.descending ? { by, descending: false } : null

function Head({ columns, sort }: { columns: readonly TableColumn[]; sort: Sort }) {
  return (
    <thead>
      <tr aria-rowindex={1}>
        {columns.map(({ id, title, hint, kind }) => {
          const direction = sort?.by === id ? (sort.descending ? 'descending' : 'ascending') : undefined
          return (
            <th key={id} scope="col" className={`kind-${kind} at-${id}`} aria-sort={direction}>
              {id === 'changes' ? (
                <span className="sort">{title}</span>
              ) : (
                <button
                  className="sort"
                  title={hint}
                  onClick={() => commands.showRows({ sort: nextSort(sort, id) })}
                >
                  <bdi className="clipped">{visibleText(title)}</bdi>
                  {direction && <Icon name={direction === 'ascending' ? 'up' : 'down'} />}
                </button>
              )}
            </th>
          )
        })}
      </tr>
    </thead>
  )
}

function Found({ text, pattern }: { text: string; pattern: RegExp | null }) {
  return matches(visibleText(text), pattern).map((part, i) => (i % 2 ? <mark key={i}>{part}</mark> : part))
}

const Line = memo(function Line({
  line,
  index,
  columns,
  pattern,
  open,
  reachable,
  onOpen,
}: {
  /** Undefined while it is read. */
  line: RowLine | undefined
  index: number
  columns: readonly TableColumn[]
  pattern: RegExp | null
  open: boolean
  /** The one row that Tab leads to. */
  reachable: boolean
  onOpen: (index: number) => void
}) {
  return (
    <tr
      aria-rowindex={index + 2}
      aria-selected={open}
      data-index={index}
      tabIndex={reachable ? 0 : -1}
      onClick={() => onOpen(index)}
    >
      {columns.map(({ id, kind, side, cell }) => (
        <td key={id} role="gridcell" className={`kind-${kind} at-${id}`}>
          {line ? (
            <span className={kind === 'text' ? `lines data-text ${side ?? ''}` : 'clipped'} dir="auto">
              {kind === 'text' ? <Found text={cell(line)} pattern={pattern} /> : visibleText(cell(line))}
            </span>
          ) : (
            id === 'row' && <span className="faint">…</span>
          )}
        </td>
      ))}
    </tr>
  )
})

/** Stands for the rows out of sight. */
function Spacer({ height }: { height: number }) {
  if (height <= 0) return null
  return (
    <tr aria-hidden="true">
      <td style={{ height, padding: 0, border: 0 }} />
    </tr>
  )
}

/** Where a key leads from a place. */
function placeAfter(key: string, at: number, page: number, last: number): number | null {
  const steps: Record<string, number> = { ArrowDown: 1, ArrowUp: -1, PageDown: page, PageUp: -page }
  if (key === 'Home') return 0
  if (key === 'End') return last
  const step = steps[key]
  return step === undefined ? null : Math.min(Math.max(at + step, 0), last)
}

/** The pairs of the file, as many lines in the document as are in sight. */
export function RowTable({
  pairs,
  columns,
  names,
}: {
  pairs: Uint32Array
  columns: readonly TableColumn[]
  /** Of the further columns among them. */
  names: readonly string[]
}) {
  const scroller = useRef<HTMLDivElement>(null)
  const { search, sort } = useStore((state) => state.view.rows)
  const open = useStore((state) => state.view.pair)
  const at = useMemo(() => (open === null ? -1 : pairs.indexOf(open)), [pairs, open])
  const [active, setActive] = useState(Math.max(at, 0))
  const head = HEAD_REM * rem()

  // eslint-disable-next-line react-hooks/incompatible-library -- the compiler is not used here
  const virtualizer = useVirtualizer({
    count: pairs.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_REM * rem(),
    getItemKey: (index) => pairs[index]!,
    overscan: 6,
    scrollMargin: head,
    scrollPaddingStart: head,
  })
  const items = virtualizer.getVirtualItems()
  const shown = useMemo(() => ({ columns: names, search }), [names, search])
  const lines = useLines(pairs, shown, items[0]?.index ?? 0, items.at(-1)?.index ?? 0)
  const pattern = useMemo(() => (search.trim() === '' ? null : searchPattern(search)), [search])

  // What is read may be opened by other means than this table.
  useEffect(() => {
    if (at < 0) return
    setActive(at)
    virtualizer.scrollToIndex(at, { align: 'auto' })
  }, [at, virtualizer])

  const focusRow = (index: number) => {
    virtualizer.scrollToIndex(index, { align: 'auto' })
    requestAnimationFrame(() => {
      scroller.current
        ?.querySelector<HTMLElement>(`tr[data-index="${index}"]`)
        ?.focus({ preventScroll: true })
    })
  }
  const onOpen = useMemo(() => (index: number) => commands.openPair(pairs[index]!), [pairs])
  const go = (index: number) => {
    setActive(index)
    // The reader follows once it is open.
    if (open !== null) onOpen(index)
    focusRow(index)
  }
  useHotkeys({
    j: () => go(Math.min(active + 1, pairs.length - 1)),
    k: () => go(Math.max(active - 1, 0)),
    Escape: () => commands.openPair(null),
  })
  const page = Math.max(1, Math.floor((scroller.current?.clientHeight ?? 0) / (ROW_REM * rem())) - 1)
  const reachable = Math.min(active, pairs.length - 1)

  const above = (items[0]?.start ?? head) - head
  const below = virtualizer.getTotalSize() - ((items.at(-1)?.end ?? head) - head)
  return (
    <div ref={scroller} className="grid-scroller rows-scroller">
      <table
        role="grid"
        aria-label="Rows"
        aria-rowcount={pairs.length + 1}
        aria-description={`${count(pairs.length)} rows`}
        onKeyDown={(event) => {
          const row = event.target
          if (!(row instanceof HTMLTableRowElement)) return
          const index = Number(row.dataset.index)
          if (event.key === 'Enter' || event.key === ' ') onOpen(index)
          else {
            const place = placeAfter(event.key, index, page, pairs.length - 1)
            if (place === null || event.ctrlKey || event.metaKey || event.altKey) return
            go(place)
          }
          event.preventDefault()
          event.stopPropagation()
        }}
      >
        <Head columns={columns} sort={sort} />
        <tbody>
          <Spacer height={above} />
          {items.map(({ index }) => (
            <Line
              key={pairs[index]}
              line={lines.get(pairs[index]!)}
              index={index}
              columns={columns}
              pattern={pattern}
              open={index === at}
              reachable={index === reachable || (index === items[0]!.index && !inSight(items, reachable))}
              onOpen={onOpen}
            />
          ))}
          <Spacer height={below} />
        </tbody>
      </table>
    </div>
  )
}

const inSight = (items: readonly { readonly index: number }[], index: number): boolean =>
  items.length > 0 && index >= items[0]!.index && index <= items.at(-1)!.index
