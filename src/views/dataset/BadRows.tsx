import type { BadRowGroup } from '../../protocol/data.ts'
import { commands } from '../../store/commands.ts'
import { count, plural } from '../shared/format.ts'
import { Icon } from '../shared/Icon.tsx'
import { visibleText } from '../shared/visibleText.ts'
import { BadRecords } from './BadRecords.tsx'

function rowNumbers({ rows, count: all }: BadRowGroup): string {
  const listed = rows.map(count).join(', ')
  return `${rows.length === 1 ? 'row' : 'rows'} ${listed}${all > rows.length ? ', …' : ''}`
}

/** Rows that could not be used, by reason, with a download. */
export function BadRows({ groups, rows }: { groups: readonly BadRowGroup[]; rows: number }) {
  const bad = groups.reduce((sum, group) => sum + group.count, 0)
  if (bad === 0)
    return <p className="soft">{rows === 1 ? 'The only row' : `All ${count(rows)} rows`} could be used.</p>
  return (
    <details className="bad-rows">
      <summary>{plural(bad, 'row')} left out</summary>
      <ul>
        {groups.map((group) => (
          <li key={group.reason}>
            <span>
              <span className="number">{plural(group.count, 'row')}</span>: {visibleText(group.reason)}
            </span>
            <span className="faint data-text">{rowNumbers(group)}</span>
            <BadRecords reason={group.reason} />
          </li>
        ))}
      </ul>
      <button onClick={commands.downloadBadRows}>
        <Icon name="download" /> Download these rows
      </button>
    </details>
  )
}
