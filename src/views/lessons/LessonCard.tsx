import { memo, useState } from 'react'
import type { Certainty, Lesson } from '../../core/lessons/lesson.ts'
import { OVERALL } from '../../core/hypothesis.ts'
import type { LessonQuote } from '../../protocol/data.ts'
import { commands } from '../../store/commands.ts'
import { useStore } from '../../store/store.ts'
import { useNames } from '../rows/useRows.ts'
import { count } from '../shared/format.ts'
import { useSides } from '../shared/useSides.ts'
import { visibleText } from '../shared/visibleText.ts'
import { ResponseText } from '../text/ResponseText.tsx'
import { useVerdict } from '../verdict/useVerdict.ts'
import { VerdictButtons } from '../verdict/VerdictButtons.tsx'
import { Flag } from './Flag.tsx'
import { WonLost } from './WonLost.tsx'

const CERTAINTY: Readonly<Record<Certainty, string>> = {
  confirmed: 'Confirmed',
  likely: 'Likely',
  unclear: 'Too few to tell',
}
const MEMBERS_SHOWN = 6
const NO_DIFFERENCES = [] as const

/** One response that shows the lesson, with the place shaded. */
function Quote({ quote }: { quote: LessonQuote }) {
  const sides = useSides()
  return (
    <blockquote className={`quote side-${quote.side}`}>
      <p className="quote-head soft">
        <strong className={quote.side}>{sides[quote.side]}</strong> · row {count(quote.row)}
      </p>
      <ResponseText text={quote.text} differences={NO_DIFFERENCES} whole={false} budget={220} />
    </blockquote>
  )
}

/** What the lesson is made of: who stands for it, and everything that says the same. */
function Members({ lesson }: { lesson: Lesson }) {
  const nameOf = useNames()
  const [all, setAll] = useState(false)
  const shown = all ? lesson.members : lesson.members.slice(0, MEMBERS_SHOWN)
  if (lesson.members.length < 2) return null
  return (
    <p className="members soft">
      Made of{' '}
      {shown.map(({ concept: id }, i) => (
        <span key={id}>
          {i > 0 && ', '}
          <button className="link" onClick={() => commands.select(id, lesson.scope.id)}>
            <bdi>{visibleText(nameOf(id))}</bdi>
          </button>
        </span>
      ))}
      {lesson.members.length > MEMBERS_SHOWN && (
        <>
          {' '}
          <button className="link" aria-expanded={all} onClick={() => setAll(!all)}>
            {all ? 'fewer' : `and ${lesson.members.length - MEMBERS_SHOWN} more`}
          </button>
        </>
      )}
    </p>
  )
}

/** One lesson: its sentence, how often it wins, one response that shows it, and the decision. */
export const LessonCard = memo(function LessonCard({
  lesson,
  quote,
}: {
  lesson: Lesson
  quote: LessonQuote | null
}) {
  const nameOf = useNames()
  const sides = useSides()
  const { concept, scope } = lesson
  const selected = useStore(({ view }) => view.selected === concept && view.scope === scope.id)
  const verdict = useVerdict(concept, scope.id)
  const select = () => commands.select(concept, scope.id)
  return (
    <li
      className="lesson-card"
      data-lesson={lesson.id}
      data-concept={concept}
      aria-current={selected || undefined}
    >
      <div className="lesson-main" onClick={select}>
        <h4 className="lesson-sentence">
          <button className="sentence" onClick={select}>
            {visibleText(lesson.sentence)}
          </button>
        </h4>
        <WonLost
          won={Math.round(lesson.hypothesis.winRate * lesson.hypothesis.discordant)}
          of={lesson.hypothesis.discordant}
          words={[sides.chosen, sides.rejected]}
        />
        {lesson.doubt !== null && <p className="soft">{lesson.doubt}</p>}
        {quote && <Quote quote={quote} />}
      </div>
      <Flag lesson={lesson} />
      <Members lesson={lesson} />
      <div className="lesson-foot">
        <span className={`tag ${lesson.certainty}`}>{CERTAINTY[lesson.certainty]}</span>
        <span className="tag">{lesson.kind}</span>
        {scope.id !== OVERALL.id && (
          <button className="tag link-tag" onClick={() => commands.showContext(scope.id)}>
            in <bdi>{visibleText(nameOf(scope.id))}</bdi>
          </button>
        )}
        <VerdictButtons
          concept={lesson.decides}
          scope={scope.id}
          name={nameOf(lesson.decides)}
          verdict={verdict?.verdict ?? null}
          hypothesis={lesson.hypothesis}
          words
        />
      </div>
    </li>
  )
})
