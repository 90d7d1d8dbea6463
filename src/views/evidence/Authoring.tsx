import { useState } from 'react'
import { commands } from '../../store/commands.ts'
import { useStore } from '../../store/store.ts'
import type { TableRow } from '../table/tableRow.ts'

/** Kept when the field is left or Enter is pressed, so that typing is one step to undo. */
function useDraft(stored: string, keep: (text: string) => void) {
  const [draft, setDraft] = useState<string | null>(null)
  const commit = () => {
    if (draft !== null && draft !== stored) keep(draft)
    setDraft(null)
  }
  return { value: draft ?? stored, change: setDraft, commit, discard: () => setDraft(null) }
}

/** The person's own name for a concept, and a note on the verdict. */
export function Authoring({ row }: { row: TableRow }) {
  const { id, label } = row.concept
  const verdict = useStore((state) => state.authored.verdicts.find((given) => given.concept === id))
  const name = useDraft(row.renamed ? row.name : '', (text) => commands.rename(id, text.trim()))
  const note = useDraft(verdict?.note ?? '', (text) => commands.adjust(id, { note: text }))
  return (
    <section className="authoring">
      <h3>Yours</h3>
      <label className="field">
        Your name for it
        <input
          type="text"
          value={name.value}
          placeholder={label}
          maxLength={120}
          onChange={(event) => name.change(event.target.value)}
          onBlur={name.commit}
          onKeyDown={(event) => {
            if (event.key === 'Enter') name.commit()
            if (event.key === 'Escape') name.discard()
          }}
        />
      </label>
      <label className="field">
        Note
        <textarea
          rows={2}
          value={note.value}
          disabled={!verdict}
          placeholder={verdict ? 'Why you decided so' : 'Decide first, then say why'}
          onChange={(event) => note.change(event.target.value)}
          onBlur={note.commit}
        />
      </label>
    </section>
  )
}
