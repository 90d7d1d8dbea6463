import { useState } from 'react'
import type { BadRecord } from '../../protocol/data.ts'
import { commands } from '../../store/commands.ts'
import { count } from '../shared/format.ts'
import { visibleText } from '../shared/visibleText.ts'

/** The first rows that are left out for a reason, as they are in the file, once a person asks for them. */
export function BadRecords({ reason }: { reason: string }) {
  const [records, setRecords] = useState<readonly BadRecord[] | null>(null)
  if (records === null) {
    return (
      <button className="link" onClick={() => void commands.badRecords(reason).then(setRecords)}>
        Show them
      </button>
    )
  }
  return (
    <>
      <button className="link" onClick={() => setRecords(null)}>
        Hide them
      </button>
      {records.map(({ row, fields }) => (
        <div key={row} className="bad-record">
          <p className="soft">Row {count(row)}</p>
          {fields.length === 0 && <p className="faint">It could not be read.</p>}
          <dl>
            {fields.map(([name, value]) => (
              <div key={name}>
                <dt className="faint clipped">
                  <bdi>{visibleText(name)}</bdi>
                </dt>
                <dd className="data-text">{visibleText(value)}</dd>
              </div>
            ))}
          </dl>
        </div>
      ))}
    </>
  )
}
