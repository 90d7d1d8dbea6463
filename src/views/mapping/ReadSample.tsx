import { useEffect, useState } from 'react'
import type { Mapping } from '../../core/parse/mapping.ts'
import type { Inspection, ReadRow } from '../../protocol/data.ts'
import { commands } from '../../store/commands.ts'
import { count } from '../shared/format.ts'
import { visibleText } from '../shared/visibleText.ts'

/** How the file would be read by a mapping: null while that is worked out, a sentence where it cannot be. */
function useTried(mapping: Mapping | null): Inspection | string | null {
  const [tried, setTried] = useState<{ key: string; result: Inspection | string } | null>(null)
  const key = JSON.stringify(mapping)
  useEffect(() => {
    const wanted = JSON.parse(key) as Mapping | null
    if (!wanted) return
    let current = true
    void commands.tryMapping(wanted).then((result) => {
      if (current) setTried({ key, result })
    })
    return () => void (current = false)
  }, [key])
  return tried?.key === key ? tried.result : null
}

function Side({ title, text, side }: { title: string; text: string; side: 'chosen' | 'rejected' | null }) {
  return (
    <td>
      <span className={side ?? 'soft'}>{title}</span>
      <div className="data-text sample-cell">{visibleText(text)}</div>
    </td>
  )
}

function Row({ read }: { read: ReadRow }) {
  return (
    <tr>
      <th scope="row">{count(read.row)}</th>
      <Side title="prompt" text={read.prompt} side={null} />
      {'chosen' in read ? (
        <>
          <Side title="chosen" text={read.chosen} side="chosen" />
          <Side title="rejected" text={read.rejected} side="rejected" />
        </>
      ) : (
        <Side title={read.label} text={read.response} side={read.label === 'good' ? 'chosen' : 'rejected'} />
      )}
    </tr>
  )
}

/** Reasons that are named. */
const REASONS = 3

function summary({ kind, rows, pairs, responses, badRows }: Inspection): string {
  const reasons = badRows.slice(0, REASONS).map((group) => `${count(group.count)} since ${group.reason}`)
  const more = badRows.length > REASONS ? ', and others' : ''
  const left = reasons.length > 0 ? `. Left out: ${reasons.join(', ')}${more}` : ''
  return `${count(pairs ?? responses ?? 0)} ${kind} of ${count(rows)} rows${left}.`
}

/** The first three rows as they would be read. */
export function ReadSample({ mapping }: { mapping: Mapping | null }) {
  const tried = useTried(mapping)
  if (!mapping) return null
  if (typeof tried === 'string') return <p role="status">{visibleText(tried)}</p>
  return (
    <section className="sample" tabIndex={0} aria-label="As it would be read" aria-busy={tried === null}>
      <table>
        <caption className="soft">{tried ? visibleText(summary(tried)) : 'Reading…'}</caption>
        <tbody>
          {tried?.first.map((read) => (
            <Row key={read.row} read={read} />
          ))}
        </tbody>
      </table>
    </section>
  )
}
