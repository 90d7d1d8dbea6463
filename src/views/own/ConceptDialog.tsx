import { useEffect, useState } from 'react'
import type { OwnDefinition, OwnPreview } from '../../protocol/data.ts'
import { commands } from '../../store/commands.ts'
import { useStore } from '../../store/store.ts'
import { Dialog } from '../shared/Dialog.tsx'
import { definitionOf, type Draft, draftOf, emptyDraft, idFor, withLine } from './definition-draft.ts'
import { PreviewResult } from './PreviewResult.tsx'

const KINDS: Readonly<Record<Draft['kind'], string>> = {
  examples: 'From examples',
  rule: 'A rule',
  compose: 'Composed of others',
  column: 'A column of the file',
}

/** A rule is looked for as it is typed, after so long without a key. */
const PAUSE_MILLISECONDS = 400

/** The text that is selected on the page becomes the first example. */
const selectedText = (): string => window.getSelection()?.toString().replace(/\s+/g, ' ').trim() ?? ''

/** Makes or edits a concept of one's own; what it would find is shown before it is kept. */
export function ConceptDialog({ edited, onClose }: { edited: OwnDefinition | null; onClose: () => void }) {
  const concepts = useStore((state) => state.authored.concepts)
  const [draft, setDraft] = useState<Draft>(() =>
    edited ? draftOf(edited) : { ...emptyDraft, positive: selectedText() },
  )
  const [preview, setPreview] = useState<OwnPreview | string | null>(null)
  const [checking, setChecking] = useState(false)
  const id = edited?.id ?? idFor(draft.label, Object.keys(concepts ?? {}))
  const change = (part: Partial<Draft>) => {
    setDraft((before) => ({ ...before, ...part }))
    setPreview(null)
  }
  const check = () => {
    setChecking(true)
    void commands.previewConcept(definitionOf({ ...draft, label: draft.label || 'x' }, id)).then((found) => {
      setPreview(found)
      setChecking(false)
    })
  }
  const { kind, pattern, phrases } = draft
  useEffect(() => {
    if (kind !== 'rule' || (pattern === '' && phrases === '')) return
    const timer = setTimeout(check, PAUSE_MILLISECONDS)
    return () => clearTimeout(timer)
    // eslint-disable-next-line react-hooks/exhaustive-deps -- only what is typed starts a look
  }, [kind, pattern, phrases])
  const keep = () => {
    commands.saveConcept(id, definitionOf(draft, id))
    onClose()
  }
  const ready = preview !== null && typeof preview !== 'string' && draft.label.trim() !== ''
  return (
    <Dialog title={edited ? 'Edit a concept' : 'Make a concept'} onClose={onClose}>
      <form className="own-form" onSubmit={(event) => event.preventDefault()}>
        <label>
          Name
          <input value={draft.label} onChange={(event) => change({ label: event.target.value })} />
        </label>
        <fieldset>
          <legend>How it is found</legend>
          {(Object.keys(KINDS) as Draft['kind'][]).map((one) => (
            <label key={one}>
              <input type="radio" name="kind" checked={kind === one} onChange={() => change({ kind: one })} />
              {KINDS[one]}
            </label>
          ))}
        </fieldset>
        <Fields draft={draft} change={change} />
        <button type="button" className="check-button" onClick={check} disabled={checking}>
          {checking ? 'Looking…' : 'Show what it finds'}
        </button>
        <div aria-live="polite">
          {typeof preview === 'string' && <p className="banner error">{preview}</p>}
          {preview !== null && typeof preview !== 'string' && (
            <PreviewResult
              preview={preview}
              onLabel={({ text, row }, yes) =>
                setDraft((before) => ({
                  ...before,
                  ...(yes
                    ? { positive: withLine(before.positive, text) }
                    : { negative: withLine(before.negative, text) }),
                  rows: { ...before.rows, [text]: row },
                }))
              }
            />
          )}
        </div>
        {!ready && <p className="soft">It can be used once it has a name and you have seen what it finds.</p>}
        <footer>
          {edited && (
            <button
              type="button"
              className="plain"
              onClick={() => {
                commands.saveConcept(edited.id, null)
                onClose()
              }}
            >
              Delete
            </button>
          )}
          <button type="button" className="primary" onClick={keep} disabled={!ready}>
            Use this concept
          </button>
        </footer>
      </form>
    </Dialog>
  )
}

function Fields({ draft, change }: { draft: Draft; change: (part: Partial<Draft>) => void }) {
  const columns = useStore((state) => state.dataset?.columns)
  const area = (name: 'positive' | 'negative' | 'phrases' | 'any' | 'without', label: string) => (
    <label>
      {label}
      <textarea rows={5} value={draft[name]} onChange={(event) => change({ [name]: event.target.value })} />
    </label>
  )
  const field = (name: 'pattern' | 'value', label: string) => (
    <label>
      {label}
      <input value={draft[name]} onChange={(event) => change({ [name]: event.target.value })} />
    </label>
  )
  switch (draft.kind) {
    case 'examples':
      return (
        <>
          {area('positive', 'Texts that have it, one a line; ten or more')}
          {area('negative', 'Texts that do not, one a line')}
        </>
      )
    case 'rule':
      return (
        <>
          {field('pattern', 'Regular expression (RE2: no look-around)')}
          {area('phrases', 'Or phrases, one a line')}
        </>
      )
    case 'compose':
      return (
        <>
          {area('any', 'Any of these concepts: ids, one a line')}
          {area('without', 'But none of these')}
        </>
      )
    case 'column':
      return (
        <>
          <label>
            Column
            <input
              list="own-columns"
              value={draft.column}
              onChange={(event) => change({ column: event.target.value })}
            />
            <datalist id="own-columns">
              {columns?.map(({ name }) => (
                <option key={name} value={name} />
              ))}
            </datalist>
          </label>
          {field('value', 'Value to look for; empty for a number')}
        </>
      )
  }
}
