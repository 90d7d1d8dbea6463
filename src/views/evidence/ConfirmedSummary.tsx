import { commands } from '../../store/commands.ts'
import { defaultView } from '../../store/store.ts'
import { points } from '../shared/format.ts'
import { visibleText } from '../shared/visibleText.ts'
import { filterRows, leansTo } from '../rows/filterRows.ts'
import type { TableRow } from '../rows/tableRow.ts'
import { useTableRows } from '../rows/useRows.ts'

const SHOWN = 7
const CONFIRMED = { ...defaultView.filters, confirmedOnly: true }

function Side({
  title,
  side,
  rows,
}: {
  title: string
  side: 'chosen' | 'rejected'
  rows: readonly TableRow[]
}) {
  if (rows.length === 0) return null
  return (
    <section>
      <h3>{title}</h3>
      <ul className="lines">
        {rows.slice(0, SHOWN).map(({ concept, hypothesis, name }) => (
          <li key={concept.id}>
            <button className="link" onClick={() => commands.select(concept.id)}>
              <bdi>{visibleText(name)}</bdi>
            </button>
            <span className={`number ${side}`}>{points(hypothesis.deltaWin)}</span>
          </li>
        ))}
        {rows.length > SHOWN && (
          <li>
            <button
              className="link soft"
              onClick={() => commands.filter({ confirmedOnly: true, direction: side })}
            >
              and {rows.length - SHOWN} more
            </button>
          </li>
        )}
      </ul>
    </section>
  )
}

/** What is rewarded or punished in some contexts only, or there above all. */
function InPlaces() {
  const rows = filterRows(useTableRows('contexts'), CONFIRMED)
  if (rows.length === 0) return null
  return (
    <section>
      <h3>In contexts</h3>
      <ul className="lines">
        {rows.slice(0, SHOWN).map((row) => (
          <li key={row.id}>
            <span>
              <button
                className="link"
                onClick={() => commands.select(row.concept.id, row.hypothesis.scope.id)}
              >
                <bdi>{visibleText(row.name)}</bdi>
              </button>{' '}
              <span className="soft">
                in <bdi>“{visibleText(row.scopeName)}”</bdi>
              </span>
            </span>
            <span className={`number ${leansTo(row)}`}>{points(row.hypothesis.deltaWin)}</span>
          </li>
        ))}
        {rows.length > SHOWN && (
          <li>
            <button
              className="link soft"
              onClick={() => {
                commands.showTable('contexts')
                commands.filter({ confirmedOnly: true })
              }}
            >
              and {rows.length - SHOWN} more
            </button>
          </li>
        )}
      </ul>
    </section>
  )
}

/** While no concept is selected: what a model trained on this data would learn, by the confirmed concepts. */
export function ConfirmedSummary() {
  const rows = useTableRows('overall')
  const confirmed = filterRows(rows, CONFIRMED)
  const leaning = (side: 'chosen' | 'rejected') => confirmed.filter((row) => leansTo(row) === side)
  return (
    <div className="scroll lesson" tabIndex={0} role="region" aria-label="What this data would teach">
      <h2>What this data would teach</h2>
      {confirmed.length === 0 ? (
        <p className="soft">No concept is confirmed{rows.length === 0 ? ' yet' : ''}.</p>
      ) : (
        <>
          <Side title="More of" side="chosen" rows={leaning('chosen')} />
          <Side title="Less of" side="rejected" rows={leaning('rejected')} />
          <InPlaces />
          <p className="soft">
            Confirmed on both halves of the prompts; points of win probability, length held fixed.
          </p>
        </>
      )}
      <p className="soft">
        Select a concept to read its evidence. <kbd>j</kbd> and <kbd>k</kbd> move through the table.
      </p>
    </div>
  )
}
