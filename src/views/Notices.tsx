import { useEffect } from 'react'
import type { Notice } from '../store/state.ts'
import { commands } from '../store/commands.ts'
import { useStore } from '../store/store.ts'
import { Icon } from './shared/Icon.tsx'
import { visibleText } from './shared/visibleText.ts'

const INFO_STAYS_MS = 10_000

function NoticeLine({ notice }: { notice: Notice }) {
  const { id, tone, text } = notice
  useEffect(() => {
    if (tone !== 'info') return
    const timer = setTimeout(() => commands.dismiss(id), INFO_STAYS_MS)
    return () => clearTimeout(timer)
  }, [id, tone])

  return (
    <li className={`notice ${tone}`}>
      <Icon name={tone === 'info' ? 'check' : 'warning'} />
      <span className="data-text">{visibleText(text)}</span>
      <button className="plain icon" aria-label="Dismiss" onClick={() => commands.dismiss(id)}>
        <Icon name="close" />
      </button>
    </li>
  )
}

/** Stands in the flow of the page, so that it covers nothing. */
export function Notices() {
  const notices = useStore((state) => state.notices)
  return (
    <div className="notices" role="status">
      <ul>
        {notices.map((notice) => (
          <NoticeLine key={notice.id} notice={notice} />
        ))}
      </ul>
    </div>
  )
}
