import { commands } from '../../store/commands.ts'
import { useStore } from '../../store/store.ts'
import { useDraft } from '../shared/useDraft.ts'
import type { TableRow } from '../rows/tableRow.ts'

/** The person's own name for a concept, and a note on the verdict. */
export function Authoring({ row, scope }: { row: TableRow; scope: string }) {
  const { id, label } = row.concept
  const verdict = useStore((state) =>
    state.authored.verdicts.find((given) => given.concept === id && given.scope === scope),
  )
  const name = useDraft(row.renamed ? row.name : '', (text) => commands.rename(id, text.trim()))
  const note = useDraft(verdict?.note ?? '', (text) => commands.adjust(id, { note: text }, scope))
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
          placeholder={verdict ? 'Reason for the decision' : 'Decide first, then note the reason'}
          onChange={(event) => note.change(event.target.value)}
          onBlur={note.commit}
        />
      </label>
    </section>
  )
}
