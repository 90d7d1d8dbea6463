import { useState } from 'react'
import type { EvidenceChoice } from '../../store/state.ts'
import { commands } from '../../store/commands.ts'
import { useStore } from '../../store/store.ts'
import { leansTo } from '../rows/filterRows.ts'
import type { TableRow } from '../rows/tableRow.ts'
import { count, plural } from '../shared/format.ts'
import { useSides } from '../shared/useSides.ts'
import type { SideWords } from '../shared/words.ts'
import { PairCard } from './PairCard.tsx'

const CHOICES: readonly { choice: EvidenceChoice; label: string }[] = [
  { choice: 'supports', label: 'Supports' },
  { choice: 'exceptions', label: 'Exceptions' },
  { choice: 'typical', label: 'Typical' },
  { choice: 'random', label: 'Random' },
]

const OPPOSITE = { supports: 'exceptions', exceptions: 'supports' } as const

/** Which pairs a choice shows, and in which order. Supports lie on the side that the concept leans to. */
function meaningOf(choice: EvidenceChoice, row: TableRow, sides: SideWords): string {
  const leans = leansTo(row)
  const other = leans === 'chosen' ? 'rejected' : 'chosen'
  const side = sides[choice === 'supports' ? leans : other]
  const single = sides.one === 'response'
  const { measure } = row.concept
  switch (choice) {
    case 'supports':
    case 'exceptions':
      if (single) return `that have it and are ${side}, strongest first`
      return measure
        ? `with more of it on the ${side} side, greatest difference first`
        : `with it on the ${side} side, strongest first`
    case 'typical':
      return `${single ? 'that have it' : 'that differ in it'}, those of median ${measure ? 'difference' : 'strength'} first`
    case 'random':
      return `${single ? 'that have it' : 'that differ in it'}, in random order`
  }
}

/** Which pairs to show, and whether their words are compared. */
function Bar({ diff, onDiff }: { diff: boolean; onDiff: (diff: boolean) => void }) {
  const shown = useStore((state) => state.view.evidenceKind)
  const { one } = useSides()
  return (
    <div className="evidence-bar">
      <div className="segmented" role="group" aria-label={`Which ${one}s`}>
        {CHOICES.map(({ choice, label }) => (
          <button key={choice} aria-pressed={choice === shown} onClick={() => commands.showEvidence(choice)}>
            {label}
          </button>
        ))}
      </div>
      {one === 'pair' && (
        <label className="check">
          <input type="checkbox" checked={diff} onChange={(event) => onDiff(event.target.checked)} /> Word
          diff
        </label>
      )}
    </div>
  )
}

function NoPairs({ choice, meaning }: { choice: EvidenceChoice; meaning: string }) {
  const near = useStore((state) => (state.lasso.points ? ', on the lassoed prompts' : ''))
  const { one } = useSides()
  return (
    <div className="nothing">
      <p className="soft">
        There is no {one} {meaning.split(',')[0]}
        {near}.
      </p>
      {(choice === 'supports' || choice === 'exceptions') && (
        <button onClick={() => commands.showEvidence(OPPOSITE[choice])}>
          {choice === 'supports' ? 'See the exceptions' : `See the ${one}s that support it`}
        </button>
      )}
    </div>
  )
}

/** Example pairs: those that bear the claim out first, and never only the extremes. */
export function EvidenceList({ row }: { row: TableRow }) {
  const choice = useStore((state) => state.view.evidenceKind)
  const evidence = useStore((state) => state.evidence)
  const near = useStore((state) => (state.lasso.points ? ', on the lassoed prompts' : ''))
  const [diff, setDiff] = useState(false)
  const sides = useSides()
  const meaning = meaningOf(choice, row, sides)
  return (
    <>
      <Bar diff={diff} onDiff={setDiff} />
      {evidence === null ? (
        <p className="nothing soft" role="status">
          Looking for {sides.one}s…
        </p>
      ) : evidence.pairs.length === 0 ? (
        <NoPairs choice={choice} meaning={meaning} />
      ) : (
        <>
          <p className="soft evidence-count">
            {count(evidence.pairs.length)} of {plural(evidence.total, sides.one)} {meaning}
            {near}
          </p>
          <ul className="pairs">
            {evidence.pairs.map((pair) => (
              <PairCard key={pair.pair} pair={pair} diff={diff} measure={row.concept.measure} />
            ))}
          </ul>
          {evidence.pairs.length < evidence.total && (
            <p className="nothing">
              <button onClick={commands.showMoreEvidence}>Show more</button>
            </p>
          )}
        </>
      )}
    </>
  )
}
