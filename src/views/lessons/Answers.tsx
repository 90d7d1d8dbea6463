import { useDeferredValue, useMemo, useState } from 'react'
import type { AnsweringResponse } from '../../protocol/data.ts'
import { commands } from '../../store/commands.ts'
import { useStore } from '../../store/store.ts'
import type { TableRow } from '../rows/tableRow.ts'
import { useNames, useTableRows } from '../rows/useRows.ts'
import { count, plural } from '../shared/format.ts'
import { useSides } from '../shared/useSides.ts'
import { visibleText } from '../shared/visibleText.ts'
import { origin } from '../shared/words.ts'
import { ResponseText } from '../text/ResponseText.tsx'
import { answers, answerSentence, matcher } from './answers.ts'

const RARE = 5
const NEAR = 6
const NO_DIFFERENCES = [] as const

/** A concept, and what came of it. */
function Concept({ row }: { row: TableRow }) {
  const sides = useSides()
  const nameOf = useNames()
  return (
    <li className="answer">
      <button className="link" onClick={() => commands.select(row.concept.id)}>
        <bdi>{visibleText(row.name)}</bdi>
      </button>
      <span className="soft">
        {origin(row.concept)} · {answerSentence(row, sides, nameOf)}
      </span>
    </li>
  )
}

/** Named concepts that are known by these words but are on too few rows to be tested. */
function useRare(typed: string) {
  const untested = useStore((state) => state.lessons?.untested ?? null)
  return useMemo(() => {
    const matches = matcher(typed)
    return untested?.filter(({ concept }) => matches(concept.label, concept) > 0).slice(0, RARE) ?? []
  }, [untested, typed])
}

function Responses({ responses, title }: { responses: readonly AnsweringResponse[]; title: string }) {
  const sides = useSides()
  if (responses.length === 0) return null
  return (
    <>
      <h4>{title}</h4>
      <ul className="lines">
        {responses.map(({ row, side, excerpt }) => (
          <li key={`${row} ${side}`} className="answer-response">
            <span className={`nowrap ${side}`}>
              Row {count(row)}, {sides[side]}
            </span>{' '}
            <bdi className="soft">{visibleText(excerpt)}</bdi>
          </li>
        ))}
      </ul>
    </>
  )
}

/** Where what is typed stands in the data, and a context of the prompts that say it. */
function Saying({ typed }: { typed: string }) {
  const saying = useStore((state) => state.asked?.saying)
  const { one } = useSides()
  if (!saying) return null
  const pattern = typed.trim().replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
  const found = `${saying.all ? '' : 'At least '}${plural(saying.pairs, one)} contain${saying.pairs === 1 ? 's' : ''} these words`
  return (
    <>
      <Responses responses={saying.shown} title={found} />
      {saying.pairs === 0 && <p className="soft">No {one} contains these words.</p>}
      <p>
        <button className="link" onClick={() => commands.makeContext({ kind: 'pattern', pattern })}>
          Make the prompts that say it a context
        </button>
      </p>
    </>
  )
}

/** What is near in meaning, or the offer to load the encoder for it. */
function Meaning({ shown }: { shown: ReadonlySet<string> }) {
  const asked = useStore((state) => state.asked)
  const rows = useTableRows('overall')
  const byId = useMemo(() => new Map(rows.map((row) => [row.concept.id, row])), [rows])
  if (!asked) return null
  if (!asked.meaning) {
    return (
      <p className="soft" role="status">
        {asked.reading ? (
          'The encoder reads what you typed…'
        ) : (
          <button className="link" onClick={commands.askByMeaning}>
            Answer by meaning, too
          </button>
        )}
      </p>
    )
  }
  const near = asked.meaning.concepts.flatMap(({ id }) => (shown.has(id) ? [] : (byId.get(id) ?? [])))
  return (
    <>
      {near.length > 0 && (
        <>
          <h4>Near in meaning</h4>
          <ul className="lines">
            {near.slice(0, NEAR).map((row) => (
              <Concept key={row.id} row={row} />
            ))}
          </ul>
        </>
      )}
      {/* One word says too little to compare whole responses with. */}
      {asked.text.includes(' ') && (
        <Responses responses={asked.meaning.responses} title="Responses near in meaning" />
      )}
    </>
  )
}

/** The concepts that fire in a pasted text; the places of the chosen one are shaded. */
function Firing() {
  const asked = useStore((state) => state.asked)
  const [picked, setPicked] = useState<string | null>(null)
  const nameOf = useNames()
  if (!asked?.firing) return <p role="status">Looking for what fires in this text…</p>
  const one = asked.firing.find(({ id }) => id === picked) ?? asked.firing[0]
  if (!one) return <p>No concept fires in this text.</p>
  return (
    <>
      <h4>{plural(asked.firing.length, 'concept')} in this text</h4>
      <div className="firing" role="group" aria-label="Concepts in this text">
        {asked.firing.map(({ id, label, text }) => (
          <button key={id} aria-pressed={id === one.id} onClick={() => setPicked(id)}>
            <bdi>{visibleText(nameOf(id) === id ? label : nameOf(id))}</bdi>
            {text.present > 1 && <span className="soft"> × {text.present}</span>}
          </button>
        ))}
      </div>
      <blockquote className="quote">
        <ResponseText text={one.text} differences={NO_DIFFERENCES} whole budget={4000} />
      </blockquote>
      <p>
        <button className="link" onClick={() => commands.select(one.id)}>
          See “<bdi>{visibleText(one.label)}</bdi>” in the data
        </button>
      </p>
    </>
  )
}

/**
 * Answers to what is typed in the box: every concept that is known by these words or is near in meaning, whatever
 * came of it; where the words stand in the data; and, of a pasted text, what fires in it.
 */
export function Answers() {
  const typed = useDeferredValue(useStore((state) => state.view.filters.search))
  const isText = useStore((state) => state.asked?.isText ?? false)
  const rows = useTableRows('overall')
  const { one } = useSides()
  const found = useMemo(() => (isText ? [] : answers(rows, typed)), [rows, typed, isText])
  const rare = useRare(isText ? '' : typed)
  const shown = useMemo(() => new Set(found.map(({ row }) => row.concept.id)), [found])
  if (typed.trim() === '') return null
  return (
    <section className="answers" aria-label="Answers">
      {isText ? (
        <Firing />
      ) : (
        <>
          {found.length === 0 && rare.length === 0 && (
            <p className="soft">
              No concept is known by “<bdi>{visibleText(typed)}</bdi>”.
            </p>
          )}
          <ul className="lines">
            {found.map(({ row }) => (
              <Concept key={row.id} row={row} />
            ))}
            {rare.map(({ concept, discordant }) => (
              <li key={concept.id} className="answer">
                <span>{visibleText(concept.label)}</span>
                <span className="soft">
                  Known, but too rare to test: {plural(discordant, one)} {one === 'pair' ? 'differ' : 'show it'}.
                </span>
              </li>
            ))}
          </ul>
        </>
      )}
      <Meaning shown={shown} />
      {!isText && <Saying typed={typed} />}
    </section>
  )
}
