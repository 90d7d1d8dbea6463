import type { ViewSettings } from '../../store/state.ts'
import { commands } from '../../store/commands.ts'
import { useStore } from '../../store/store.ts'
import { useHotkeys } from '../shared/useHotkeys.ts'

const TABLES: readonly { table: ViewSettings['table']; label: string; hint: string }[] = [
  { table: 'lessons', label: 'Lessons', hint: 'What the data would teach, in sentences (c)' },
  { table: 'overall', label: 'All concepts', hint: 'Every concept tested in the whole dataset (c)' },
  {
    table: 'contexts',
    label: 'In contexts',
    hint: 'Concepts inside parts of the dataset, compared with the rest (c)',
  },
  { table: 'rows', label: 'Rows', hint: 'Every row of the file, to search and read (r)' },
]

/** Which table the middle shows. */
export function TableSwitch() {
  const shown = useStore((state) => state.view.table)
  const next = TABLES[(TABLES.findIndex(({ table }) => table === shown) + 1) % TABLES.length]!
  useHotkeys({ c: () => commands.showTable(next.table), r: () => commands.showTable('rows') })
  return (
    <div className="segmented table-switch" role="group" aria-label="Which table">
      {TABLES.map(({ table, label, hint }) => (
        <button
          key={table}
          aria-pressed={table === shown}
          title={hint}
          onClick={() => commands.showTable(table)}
        >
          {label}
        </button>
      ))}
    </div>
  )
}
