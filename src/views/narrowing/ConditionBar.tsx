import { commands } from '../../store/commands.ts'
import { useStore } from '../../store/store.ts'
import { count, plural } from '../shared/format.ts'
import { Icon } from '../shared/Icon.tsx'
import { useSides } from '../shared/useSides.ts'
import { visibleText } from '../shared/visibleText.ts'
import { conditionWords } from './conditions.ts'

/** What the file's columns narrow the page to, each with a way out, and what that reaches. */
export function ConditionBar() {
  const conditions = useStore((state) => state.view.conditions)
  const fitting = useStore((state) => state.fitting)
  const pairs = useStore((state) => state.dataset?.pairs ?? 0)
  const columns = useStore((state) => state.columns)
  const rows = useStore((state) => state.view.table === 'rows')
  const { one } = useSides()
  if (conditions.length === 0) return null
  const isDate = (name: string) => columns?.columns.find((column) => column.name === name)?.type === 'date'
  return (
    <div className="condition-bar">
      <ul className="active-filters" aria-label="Columns in force">
        {conditions.map((condition) => {
          const words = visibleText(conditionWords(condition, isDate(condition.column)))
          return (
            <li key={condition.column}>
              <button
                className="chip"
                aria-label={`Remove the filter: ${words}`}
                onClick={() => commands.narrow(conditions.filter((other) => other !== condition))}
              >
                <bdi className="clipped">{words}</bdi>
                <Icon name="close" />
              </button>
            </li>
          )
        })}
        <li className="soft" role="status">
          {fitting && `${count(fitting.length)} of ${plural(pairs, one)}`}
        </li>
        {!rows && (
          <li>
            <button className="link" onClick={() => commands.showTable('rows')}>
              See them as rows
            </button>
          </li>
        )}
      </ul>
      {!rows && (
        <p className="soft">
          Evidence and rows show these {one}s. What was found is of all {one}s.
        </p>
      )}
    </div>
  )
}
