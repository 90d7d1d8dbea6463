import { memo, useMemo, useState } from 'react'
import type { EvidencePair, MarkedText } from '../../protocol/data.ts'
import { commands } from '../../store/commands.ts'
import { count, fixed, plural } from '../shared/format.ts'
import { visibleText } from '../shared/visibleText.ts'
import { isLong, ResponseText } from '../text/ResponseText.tsx'
import type { Range } from '../text/segments.ts'
import { wordDiff } from '../text/wordDiff.ts'

const PROMPT_CHARACTERS = 320
const NONE: readonly Range[] = []

/** How much of the concept one side has. */
function amount(side: MarkedText, measure: boolean): string {
  if (measure) return fixed(side.max, Number.isInteger(side.max) ? 0 : 2)
  if (side.present === 0) return 'absent'
  if (side.units === null) return plural(side.present, 'match', 'matches')
  return `in ${count(side.present)} of ${plural(side.units, 'sentence')}`
}

function Side({
  side,
  title,
  text,
  differences,
  whole,
  measure,
}: {
  side: 'chosen' | 'rejected'
  title: string
  text: MarkedText
  differences: readonly Range[]
  whole: boolean
  measure: boolean
}) {
  return (
    <div className={`side side-${side}`}>
      <p className="side-head">
        <strong className={side}>{title}</strong>
        <span className="soft">{amount(text, measure)}</span>
      </p>
      <ResponseText text={text} differences={differences} whole={whole} />
    </div>
  )
}

function Prompt({ text, whole }: { text: string; whole: boolean }) {
  if (text === '') return <p className="faint prompt">No prompt.</p>
  // A conversation's end is what was answered.
  const cut = !whole && text.length > PROMPT_CHARACTERS
  return (
    <p className="data-text prompt" dir="auto">
      <span className="unseen">Prompt: </span>
      {cut && <span className="faint">… </span>}
      {visibleText(cut ? text.slice(-PROMPT_CHARACTERS) : text)}
    </p>
  )
}

/** One pair of evidence: prompt, and both responses side by side; or one response, judged good or bad. */
export const PairCard = memo(function PairCard({
  pair,
  diff,
  measure,
}: {
  pair: EvidencePair
  diff: boolean
  measure: boolean
}) {
  const [whole, setWhole] = useState(false)
  const { chosen, rejected, prompt } = pair
  const differences = useMemo(
    () =>
      diff && chosen && rejected ? wordDiff(chosen.text, rejected.text) : { chosen: NONE, rejected: NONE },
    [diff, chosen, rejected],
  )
  const responses = [chosen, rejected].filter((text) => text !== null)
  const long = responses.some(isLong) || prompt.length > PROMPT_CHARACTERS
  const titles = responses.length === 2 ? ['Chosen', 'Rejected'] : ['Good', 'Bad']
  return (
    <li className="pair">
      <div className="pair-head">
        <span className="soft">Row {count(pair.row)}</span>
        {differences === null && <span className="faint">too different to compare word by word</span>}
        <button
          className="link"
          aria-label={`Read row ${count(pair.row)}`}
          onClick={() => commands.openPair(pair.pair)}
        >
          Read
        </button>
        {long && (
          <button className="link" aria-expanded={whole} onClick={() => setWhole(!whole)}>
            {whole ? 'Show less' : 'Show all'}
          </button>
        )}
      </div>
      <Prompt text={prompt} whole={whole} />
      <div className={responses.length === 2 ? 'sides' : undefined}>
        {(['chosen', 'rejected'] as const).map((side, i) => {
          const text = pair[side]
          return (
            text && (
              <Side
                key={side}
                side={side}
                title={titles[i]!}
                text={text}
                differences={differences?.[side] ?? NONE}
                whole={whole}
                measure={measure}
              />
            )
          )
        })}
      </div>
    </li>
  )
})
