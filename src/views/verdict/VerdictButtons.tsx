import type { Hypothesis } from '../../core/hypothesis.ts'
import type { VerdictKind } from '../../core/verdict.ts'
import { commands } from '../../store/commands.ts'
import { Explained } from '../shared/Explained.tsx'
import { plural } from '../shared/format.ts'
import { Icon } from '../shared/Icon.tsx'
import { visibleText } from '../shared/visibleText.ts'
import { VERDICT_WORDS, VERDICTS } from '../shared/words.ts'
import { endsAt, neutralKind, outcomeOf, type Press } from './outcomes.ts'

/** Where a press ends, in the button. */
function End({ press, hypothesis }: { press: Press; hypothesis: Hypothesis | undefined }) {
  const end = hypothesis && endsAt(press, hypothesis)
  return end ? <span className="verdict-end number">{end}</span> : null
}

/** What the figures in the buttons say. */
function Now({ hypothesis }: { hypothesis: Hypothesis }) {
  const now = endsAt('keep', hypothesis)
  const pairs = plural(hypothesis.discordant, 'pair')
  return now ? (
    <span className="verdict-now">
      <Explained
        text={`In the ${pairs} where one response has more of it, that response is favoured ${now}. Each button says where this would end at strength 1, as a model learns it; the proof measures it.`}
      >
        favoured {now} in the {pairs} that differ
      </Explained>
    </span>
  ) : null
}

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
  const outcome = (press: Press) => hypothesis && outcomeOf(press, hypothesis)
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
          {words && <End press={kind} hypothesis={hypothesis} />}
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
          <End press="neutral" hypothesis={hypothesis} />
        </button>
      )}
      {words && hypothesis && <Now hypothesis={hypothesis} />}
    </span>
  )
}
