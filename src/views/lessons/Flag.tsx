import { useState } from 'react'
import type { Lesson } from '../../core/lessons/lesson.ts'
import { commands } from '../../store/commands.ts'
import { useStore } from '../../store/store.ts'
import { Icon } from '../shared/Icon.tsx'
import { useDraft } from '../shared/useDraft.ts'
import { visibleText } from '../shared/visibleText.ts'

const MOST_CHARACTERS = 300

/** Why a lesson looks unintended, and what the person says to that: another reason, or that it is not. */
export function Flag({ lesson: { id, unintended } }: { lesson: Lesson }) {
  const [open, setOpen] = useState(false)
  const changed = useStore((state) => Object.hasOwn(state.authored.unintended, id))
  const said = useDraft(unintended ?? '', (text) => {
    const reason = text.trim()
    if (reason !== (unintended ?? '')) commands.flag(id, reason === '' ? null : reason)
  })
  return (
    <div className="flag">
      {unintended !== null && (
        <p className="unintended">
          <Icon name="warning" /> <bdi>{visibleText(unintended)}</bdi>
        </p>
      )}
      {open ? (
        <form
          onSubmit={(event) => {
            event.preventDefault()
            said.commit()
            setOpen(false)
          }}
        >
          <label className="field">
            Why it is unintended
            <input
              type="text"
              autoFocus
              value={said.value}
              maxLength={MOST_CHARACTERS}
              onChange={(event) => said.change(event.target.value)}
              onKeyDown={(event) => {
                if (event.key !== 'Escape') return
                event.stopPropagation()
                said.discard()
                setOpen(false)
              }}
            />
          </label>
          <button type="submit">Keep</button>
        </form>
      ) : (
        <p className="flag-actions">
          <button className="link" onClick={() => setOpen(true)}>
            {unintended === null ? 'Mark as unintended' : 'Change the reason'}
          </button>
          {unintended !== null && (
            <button className="link" onClick={() => commands.flag(id, null)}>
              It is intended
            </button>
          )}
          {changed && (
            <button className="link" onClick={() => commands.flag(id, undefined)}>
              Back to the rules
            </button>
          )}
        </p>
      )}
    </div>
  )
}
