import type { VerdictKind } from '../../core/verdict.ts'
import { commands } from '../../store/commands.ts'
import { Icon } from '../shared/Icon.tsx'
import { visibleText } from '../shared/visibleText.ts'
import { VERDICT_WORDS, VERDICTS } from '../shared/words.ts'

/** Suppress, keep, amplify; pressing the pressed one withdraws the verdict. */
export function VerdictButtons({
  concept,
  scope,
  name,
  verdict,
  suppressing = null,
  words = false,
}: {
  concept: string
  /** The scope of the verdict. */
  scope: string
  name: string
  verdict: VerdictKind | null
  /** A warning before it is suppressed, one sentence. */
  suppressing?: string | null
  /** Show icons beside the words: where there is room. */
  words?: boolean
}) {
  return (
    <span className="verdict-buttons" role="group" aria-label={`Decide on ${visibleText(name)}`}>
      {VERDICTS.map((kind) => (
        <button
          key={kind}
          aria-pressed={verdict === kind}
          aria-label={words ? undefined : `${VERDICT_WORDS[kind]} ${visibleText(name)}`}
          title={kind === 'suppress' && suppressing ? `Suppress? ${suppressing}` : VERDICT_WORDS[kind]}
          onClick={(event) => {
            event.stopPropagation()
            commands.decide(concept, verdict === kind ? null : kind, scope)
          }}
        >
          {words && <Icon name={kind} />}
          {VERDICT_WORDS[kind]}
        </button>
      ))}
    </span>
  )
}
