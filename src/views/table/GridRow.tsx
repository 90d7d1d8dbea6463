import type { ReactTable, Row } from '@tanstack/react-table'
import { memo, useEffect, useRef } from 'react'
import type { Hypothesis } from '../../core/hypothesis.ts'
import { commands } from '../../store/commands.ts'
import type { features } from '../rows/features.ts'
import type { TableRow } from '../rows/tableRow.ts'

/** Whether it is confirmed or likely; what is neither is drawn pale. */
const isFinding = ({ confirmed, discovered }: Hypothesis): boolean => confirmed || discovered

interface Props {
  row: Row<typeof features, TableRow>
  /** Place in the sorted table, from 0. */
  index: number
  selected: boolean
  /** The one row that Tab leads to. */
  reachable: boolean
  /** The axis its effect is drawn on; a change of it draws the row anew. */
  limit: number
  FlexRender: ReactTable<typeof features, TableRow>['FlexRender']
}

export const GridRow = memo(function GridRow({ row, index, selected, reachable, FlexRender }: Props) {
  const { concept, hypothesis } = row.original
  const select = () => commands.select(concept.id, hypothesis.scope.id)
  const element = useRef<HTMLTableRowElement>(null)
  useEffect(() => {
    if (selected && document.activeElement?.matches('tr[data-concept]')) {
      element.current?.focus({ preventScroll: true })
    }
  }, [selected])

  return (
    <tr
      ref={element}
      className={isFinding(hypothesis) ? undefined : 'pale'}
      aria-rowindex={index + 2}
      aria-selected={selected}
      data-concept={concept.id}
      data-scope={hypothesis.scope.id}
      tabIndex={reachable ? 0 : -1}
      onClick={select}
      onKeyDown={(event) => {
        if (event.target === event.currentTarget && (event.key === 'Enter' || event.key === ' ')) {
          event.preventDefault()
          select()
        }
      }}
    >
      {row.getAllCells().map((cell) => (
        <td key={cell.id} className={`col-${cell.column.id}`} role="gridcell">
          <FlexRender cell={cell} />
        </td>
      ))}
    </tr>
  )
})
