import type { Hypothesis } from '../../core/hypothesis.ts'
import type { VerdictKind } from '../../core/verdict.ts'
import { commands } from '../../store/commands.ts'
import { Icon } from '../shared/Icon.tsx'
import { visibleText } from '../shared/visibleText.ts'
import { VERDICT_WORDS, VERDICTS } from '../shared/words.ts'
import { neutralKind, outcomeOf } from './outcomes.ts'

/** Suppress, keep, amplify; pressing the pressed one withdraws the verdict. */
export function VerdictButtons({
  concept,
  scope,
  name,
  verdict,
  suppressing = null,
  words = false,
  hypothesis,
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
  /** Of the concept in the scope: each button then says what it comes to. */
  hypothesis?: Hypothesis | undefined
}) {
  const outcome = (press: VerdictKind | 'neutral') => hypothesis && outcomeOf(press, hypothesis)
  const titleOf = (kind: VerdictKind) => {
    const first = kind === 'suppress' && suppressing ? `Suppress? ${suppressing}` : VERDICT_WORDS[kind]
    const said = outcome(kind)
    return said ? `${first}: ${said}` : first
  }
  return (
    <span className="verdict-buttons" role="group" aria-label={`Decide on ${visibleText(name)}`}>
      {VERDICTS.map((kind) => (
        <button
          key={kind}
          aria-pressed={verdict === kind}
          aria-label={words ? undefined : `${VERDICT_WORDS[kind]} ${visibleText(name)}`}
          title={titleOf(kind)}
          onClick={(event) => {
            event.stopPropagation()
            commands.decide(concept, verdict === kind ? null : kind, scope)
          }}
        >
          {words && <Icon name={kind} />}
          {VERDICT_WORDS[kind]}
        </button>
      ))}
      {words && hypothesis && (
        <button
          title={`Neutral: ${outcome('neutral') ?? 'the data then say nothing about it'}`}
          onClick={(event) => {
            event.stopPropagation()
            commands.neutralise(concept, neutralKind(hypothesis), scope)
          }}
        >
          Neutral
        </button>
      )}
    </span>
  )
}
