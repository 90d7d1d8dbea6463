import { useMemo, useState } from 'react'
import { protocolOf, protocolWords } from '../../core/shape/protocols.ts'
import type { Verdict } from '../../core/verdict.ts'
import type { PreviewPair } from '../../protocol/data.ts'
import { commands } from '../../store/commands.ts'
import { useStore } from '../../store/store.ts'
import { ChangedText } from '../text/ChangedText.tsx'
import { ResponseText } from '../text/ResponseText.tsx'
import { wordChanges } from '../text/wordDiff.ts'
import { count, plural } from '../shared/format.ts'
import { useSides } from '../shared/useSides.ts'
import { visibleText } from '../shared/visibleText.ts'
import { useDecideWords } from './data-words.ts'

const PROMPT_CHARACTERS = 240

/** The first pairs that a verdict changes, before and after, as they are exported. */
export function PreviewPairs({ verdict }: { verdict: Verdict }) {
  const preview = useStore((state) => state.preview)
  const { kind, one } = useSides()
  const [diff, setDiff] = useState(true)
  const title = protocolWords(verdict.protocol, kind).changedPairs
  if (title === null || verdict.verdict === 'keep') return null
  // The request has changed: ignore this answer.
  if (preview?.protocol !== verdict.protocol) {
    return (
      <p className="soft" role="status">
        Looking for {one}s…
      </p>
    )
  }
  return (
    <section className="preview">
      <div className="preview-head">
        <h3>{title}</h3>
        {protocolOf(verdict.protocol).removesConcept && (
          <label className="check">
            <input type="checkbox" checked={diff} onChange={(event) => setDiff(event.target.checked)} /> Word
            diff
          </label>
        )}
      </div>
      <p className="soft">
        {preview.total === 0
          ? `No ${one} is changed at this strength.`
          : preview.pairs.length < preview.total
            ? `The first ${count(preview.pairs.length)} of ${plural(preview.total, one)}.`
            : `${plural(preview.total, one)}.`}
      </p>
      <ul>
        {preview.pairs.map((pair) => (
          <Pair key={pair.row} pair={pair} verdict={verdict} diff={diff} />
        ))}
      </ul>
      {preview.pairs.length < preview.total && (
        <button onClick={commands.showMorePairs}>Show more {one}s</button>
      )}
    </section>
  )
}

function Pair({ pair, verdict, diff }: { pair: PreviewPair; verdict: Verdict; diff: boolean }) {
  const { reviewed } = protocolOf(verdict.protocol)
  return (
    <li className="pair">
      <div className="pair-head">
        <span className="soft">Row {count(pair.row)}</span>
        {reviewed && <Spare row={pair.row} verdict={verdict} />}
        {pair.spoiled && <span className="warning-text">Left out: {pair.spoiled}.</span>}
      </div>
      {pair.instruction !== null ? <Prompts pair={pair} /> : <Prompt text={pair.prompt} />}
      <div className="sides">
        <Side pair={pair} side="chosen" diff={diff} />
        <Side pair={pair} side="rejected" diff={diff} />
      </div>
    </li>
  )
}

/** A pair on the review list is swapped unless the person spares it. */
function Spare({ row, verdict }: { row: number; verdict: Verdict }) {
  const { concept, scope, spared = [] } = verdict
  const isSpared = spared.includes(row)
  const change = () =>
    commands.adjust(
      concept,
      { spared: isSpared ? spared.filter((one) => one !== row) : [...spared, row] },
      scope,
    )
  return (
    <label className="check">
      <input type="checkbox" checked={!isSpared} onChange={change} /> swap the sides
    </label>
  )
}

const shortened = (text: string): string =>
  text.length > PROMPT_CHARACTERS ? `… ${text.slice(-PROMPT_CHARACTERS)}` : text

const Prompt = ({ text }: { text: string }) => (
  <p className="data-text prompt" dir="auto">
    {text === '' ? <span className="faint">No prompt.</span> : visibleText(shortened(text))}
  </p>
)

/** The prompts of the policy and of the reference model. */
function Prompts({ pair }: { pair: PreviewPair }) {
  return (
    <dl className="prompts">
      <div>
        <dt>Policy</dt>
        <dd className="data-text" dir="auto">
          <span className="asked">{visibleText(pair.instruction ?? '')}</span>{' '}
          {visibleText(shortened(pair.prompt))}
        </dd>
      </div>
      <div>
        <dt>Reference</dt>
        <dd className="data-text" dir="auto">
          {visibleText(shortened(pair.prompt))}
        </dd>
      </div>
    </dl>
  )
}

function Side({ pair, side, diff }: { pair: PreviewPair; side: 'chosen' | 'rejected'; diff: boolean }) {
  const titles = useDecideWords()
  const after = side === 'chosen' ? pair.chosenAfter : pair.rejectedAfter
  const before = pair[side].text
  const changes = useMemo(
    () => (diff && after !== null ? wordChanges(before, after) : null),
    [diff, before, after],
  )
  // Unpaired data has one response a row.
  if (before === '') return null
  return (
    <div className={`side side-${side}`}>
      <p className="side-head">
        <strong className={side}>{titles[side]}</strong>
        {pair.flipped && <span className="soft">becomes {side === 'chosen' ? 'rejected' : 'chosen'}</span>}
      </p>
      {changes ? (
        <ChangedText changes={changes} />
      ) : (
        <>
          <ResponseText text={pair[side]} differences={[]} whole={false} />
          {after !== null && (
            <>
              <p className="side-head soft">becomes</p>
              <ResponseText text={{ ...pair[side], text: after, marks: [] }} differences={[]} whole={false} />
            </>
          )}
        </>
      )}
    </div>
  )
}
