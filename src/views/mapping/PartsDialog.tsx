import type { PartGroup } from '../../protocol/data.ts'
import { commands } from '../../store/commands.ts'
import { Dialog } from '../shared/Dialog.tsx'
import { visibleText } from '../shared/visibleText.ts'

const MOST_COLUMNS = 8

/** "train.jsonl and 3 more" */
const nameOf = ({ names }: PartGroup): string =>
  names.length > 1 ? `${names[0]!} and ${names.length - 1} more` : names[0]!

/** Asks which of several files to open, where they do not have the same columns. */
export function PartsDialog({ groups }: { groups: readonly PartGroup[] }) {
  return (
    <Dialog title="Which files belong together?" onClose={commands.close}>
      <p>The files do not have the same columns, so they are not one table. Open one group of them.</p>
      <ul className="parts">
        {groups.map((group) => (
          <li key={group.names[0]}>
            <div>
              <strong className="data-text">{visibleText(nameOf(group))}</strong>
              <p className="soft data-text">
                {group.rows} rows: {visibleText(group.columns.slice(0, MOST_COLUMNS).join(', '))}
                {group.columns.length > MOST_COLUMNS && ', …'}
              </p>
            </div>
            <button onClick={() => commands.openParts(group.names)}>Open</button>
          </li>
        ))}
      </ul>
    </Dialog>
  )
}
