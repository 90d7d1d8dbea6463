import { useMemo } from 'react'
import type { Lesson } from '../../core/lessons/lesson.ts'
import { withFlags } from '../../core/lessons/unintended.ts'
import type { LessonQuote } from '../../protocol/data.ts'
import { commands } from '../../store/commands.ts'
import { useStore } from '../../store/store.ts'
import { percent, plural } from '../shared/format.ts'
import { useSides } from '../shared/useSides.ts'
import { useRowKeys } from '../rows/useRowKeys.ts'
import { Answers } from './Answers.tsx'
import { LessonCard } from './LessonCard.tsx'
import { type Section, sections } from './sections.ts'
import { Strip } from './Strip.tsx'

const NO_LESSONS: readonly Lesson[] = []
const NO_QUOTES: Readonly<Record<string, LessonQuote>> = {}

/** What could have been seen in data of this size. */
function Detectable() {
  const detectable = useStore((state) => state.lessons?.detectable)
  const { one, chosen } = useSides()
  if (!detectable) return null
  const { discordant, winRate } = detectable
  const those =
    one === 'pair' ? `${plural(discordant, 'pair')} differ` : `${plural(discordant, 'response')} have it`
  return (
    <p className="soft">
      {winRate === null
        ? `Of a habit in which ${those}, nothing could be confirmed: the file is too small.`
        : `A habit in which ${those} would most likely have been confirmed if it were ${chosen} in ${percent(winRate)} of them or more.`}
    </p>
  )
}

/** What is said where nothing is confirmed and nothing is likely: that is an answer, too. */
function NoLessons() {
  const working = useStore((state) => state.progress !== null || state.lessons === null)
  if (working) {
    return (
      <ul className="lesson-list" aria-hidden="true">
        {[0, 1, 2].map((i) => (
          <li key={i} className="lesson-card skeleton" />
        ))}
      </ul>
    )
  }
  return (
    <div className="nothing">
      <p>This file teaches nothing that can be told from chance.</p>
      <Detectable />
      <p>
        <button onClick={() => commands.showTable('overall')}>See all concepts that were tested</button>
      </p>
    </div>
  )
}

function SectionOf({
  section,
  alone,
  quotes,
}: {
  section: Section
  /** Whether there is no other. */
  alone: boolean
  quotes: Readonly<Record<string, LessonQuote>>
}) {
  const { id, title, meaning, lessons } = section
  const heading = (
    <h3 id={`lessons-${id}`}>
      {title} <span className="faint">{lessons.length}</span>
    </h3>
  )
  const list = (
    <>
      <p className="soft">{meaning}</p>
      <ul className="lesson-list">
        {lessons.map((lesson) => (
          <LessonCard key={lesson.id} lesson={lesson} quote={quotes[lesson.id] ?? null} />
        ))}
      </ul>
    </>
  )
  // What is not certain is there for those who ask.
  if (id === 'maybe') {
    return (
      <details className="lesson-section" open={alone}>
        <summary>{heading}</summary>
        {list}
      </details>
    )
  }
  return (
    <section className="lesson-section" aria-labelledby={`lessons-${id}`}>
      {heading}
      {list}
    </section>
  )
}

/** The first screen: what the data would teach, lesson by lesson. */
export function LessonsPage() {
  const found = useStore((state) => state.lessons?.lessons ?? NO_LESSONS)
  const flags = useStore((state) => state.authored.unintended)
  const lessons = useMemo(() => withFlags(found, flags), [found, flags])
  const quotes = useStore((state) => state.lessons?.quotes ?? NO_QUOTES)
  const parts = useMemo(() => sections(lessons), [lessons])
  const order = useMemo(() => parts.flatMap((section) => section.lessons), [parts])
  const at = useStore(({ view }) =>
    order.findIndex(({ concept, scope }) => concept === view.selected && scope.id === view.scope),
  )
  useRowKeys(
    order.map(({ concept, scope, decides }) => ({ concept, scope: scope.id, decides })),
    at,
  )
  return (
    <div className="lessons scroll" tabIndex={0} role="region" aria-label="Lessons">
      <Strip lessons={lessons} />
      <Answers />
      {lessons.length === 0 ? (
        <NoLessons />
      ) : (
        parts.map((section) => (
          <SectionOf key={section.id} section={section} alone={parts.length === 1} quotes={quotes} />
        ))
      )}
    </div>
  )
}
