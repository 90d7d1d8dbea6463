import { commands } from '../../store/commands.ts'
import { useStore } from '../../store/store.ts'
import { useDraft } from '../shared/useDraft.ts'
import { useSides } from '../shared/useSides.ts'
import { visibleText } from '../shared/visibleText.ts'
import type { ContextView } from './useContexts.ts'
import { detectableSentence, kindMeaning, KINDS } from './words.ts'

/** Kinds of contexts that a person makes and may withdraw. */
const OWN: ReadonlySet<ContextView['kind']> = new Set(['pattern', 'concept', 'selection'])

/** What the selected context contains, which effects could be detected in it, and a field to rename it. */
export function ContextHead({ context }: { context: ContextView }) {
  const { id, label, kind, phrases, families, prompts } = context
  const sides = useSides()
  const meaning = kindMeaning(kind, sides)
  const own = useStore((state) => state.authored.names[id] ?? '')
  const name = useDraft(own, (text) => commands.rename(id, text.trim()))
  return (
    <details className="context-head">
      <summary className="soft">
        {KINDS[kind]}
        {phrases.length > 0 && (
          <>
            {'; prompts mention '}
            <bdi>{visibleText(phrases.slice(0, 4).join(', '))}</bdi>
          </>
        )}
      </summary>
      <p className="soft">{meaning}</p>
      {phrases.length > 0 && (
        <p>
          More frequent in prompts here than elsewhere: <bdi>{visibleText(phrases.join(', '))}</bdi>.
        </p>
      )}
      {families.length > 0 && (
        <p>
          More common here than elsewhere: <bdi>{visibleText(families.join('; '))}</bdi>.
        </p>
      )}
      {prompts.length > 0 && (
        <>
          <p>Typical prompts:</p>
          <ul className="typical-prompts">
            {prompts.map((prompt) => (
              <li key={prompt}>
                <bdi>{visibleText(prompt)}</bdi>
              </li>
            ))}
          </ul>
        </>
      )}
      <p className="soft">{detectableSentence(context, sides)}</p>
      <label className="field">
        Your name for it
        <input
          type="text"
          value={name.value}
          placeholder={visibleText(label)}
          maxLength={120}
          onChange={(event) => name.change(event.target.value)}
          onBlur={name.commit}
          onKeyDown={(event) => {
            if (event.key === 'Enter') name.commit()
            if (event.key === 'Escape') name.discard()
          }}
        />
      </label>
      {OWN.has(kind) && (
        <button className="link" onClick={() => commands.withdrawContext(id)}>
          Withdraw this context, with the decisions in it
        </button>
      )}
    </details>
  )
}
