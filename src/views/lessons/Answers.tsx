import { useDeferredValue, useMemo } from 'react'
import { commands } from '../../store/commands.ts'
import { useStore } from '../../store/store.ts'
import { useNames, useTableRows } from '../rows/useRows.ts'
import { plural } from '../shared/format.ts'
import { useSides } from '../shared/useSides.ts'
import { visibleText } from '../shared/visibleText.ts'
import { origin } from '../shared/words.ts'
import { answers, answerSentence } from './answers.ts'

/**
 * Answers to what is typed in the search box: every concept that is known by that word, whatever came of it.
 */
export function Answers() {
  const typed = useDeferredValue(useStore((state) => state.view.filters.search))
  const rows = useTableRows('overall')
  const sides = useSides()
  const nameOf = useNames()
  const found = useMemo(() => answers(rows, typed), [rows, typed])
  const untested = useStore((state) => state.lessons?.untested ?? null)
  const rare = useMemo(
    () =>
      typed.trim() === '' || !untested
        ? []
        : untested.filter(({ concept }) =>
            `${concept.label} ${concept.description}`
              .toLocaleLowerCase()
              .includes(typed.trim().toLocaleLowerCase()),
          ),
    [untested, typed],
  )
  if (typed.trim() === '') return null
  return (
    <section className="answers" aria-label="Answers">
      {found.length === 0 && rare.length === 0 && (
        <p className="soft">
          No concept is known by “<bdi>{visibleText(typed)}</bdi>”. Its words may still be among the mined
          phrases: see{' '}
          <button className="link" onClick={() => commands.showTable('overall')}>
            all concepts
          </button>
          .
        </p>
      )}
      <ul className="lines">
        {found.map(({ row }) => (
          <li key={row.id} className="answer">
            <button className="link" onClick={() => commands.select(row.concept.id)}>
              <bdi>{visibleText(row.name)}</bdi>
            </button>
            <span className="soft">
              {origin(row.concept)} · {answerSentence(row, sides, nameOf)}
            </span>
          </li>
        ))}
        {rare.slice(0, 5).map(({ concept, discordant }) => (
          <li key={concept.id} className="answer">
            <span>{visibleText(concept.label)}</span>
            <span className="soft">
              Known, but too rare to test: {plural(discordant, sides.one)}{' '}
              {sides.one === 'pair' ? 'differ' : 'show it'}.
            </span>
          </li>
        ))}
      </ul>
    </section>
  )
}
