import type { ViewSettings } from '../../store/state.ts'
import { commands } from '../../store/commands.ts'
import { useStore } from '../../store/store.ts'
import { useHotkeys } from '../shared/useHotkeys.ts'

const TABLES: readonly { table: ViewSettings['table']; label: string; hint: string }[] = [
  { table: 'overall', label: 'Overall', hint: 'Concepts in the whole dataset (c)' },
  {
    table: 'contexts',
    label: 'Contexts',
    hint: 'Concepts inside parts of the dataset, compared with the rest (c)',
  },
]

/** Which table the middle shows. */
export function TableSwitch() {
  const shown = useStore((state) => state.view.table)
  useHotkeys({ c: () => commands.showTable(shown === 'overall' ? 'contexts' : 'overall') })
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
