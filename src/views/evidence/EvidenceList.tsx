import { useState } from 'react'
import type { EvidenceKind } from '../../protocol/data.ts'
import { commands } from '../../store/commands.ts'
import { useStore } from '../../store/store.ts'
import { count, plural } from '../shared/format.ts'
import type { TableRow } from '../rows/tableRow.ts'
import { useSides } from '../shared/useSides.ts'
import type { SideWords } from '../shared/words.ts'
import { PairCard } from './PairCard.tsx'

const KINDS: readonly { kind: EvidenceKind; label: string; meaning: string; measured: string }[] = [
  {
    kind: 'for',
    label: 'For',
    meaning: 'with it on the chosen side, strongest first',
    measured: 'with more of it on the chosen side, greatest difference first',
  },
  {
    kind: 'against',
    label: 'Against',
    meaning: 'with it on the rejected side, strongest first',
    measured: 'with more of it on the rejected side, greatest difference first',
  },
  {
    kind: 'typical',
    label: 'Typical',
    meaning: 'that differ in it, those of median strength first',
    measured: 'that differ in it, those of median difference first',
  },
  {
    kind: 'random',
    label: 'Random',
    meaning: 'that differ in it, in random order',
    measured: 'that differ in it, in random order',
  },
]

/** The same of unpaired data, where nothing differs: the concept is on a response or not. */
const onResponses = (kind: EvidenceKind, { chosen, rejected }: SideWords): string =>
  ({
    for: `that have it and are judged ${chosen}, strongest first`,
    against: `that have it and are judged ${rejected}, strongest first`,
    typical: 'that have it, those of median strength first',
    random: 'that have it, in random order',
  })[kind]

const OPPOSITE = { for: 'against', against: 'for' } as const

/** Example pairs of one kind; never only the extremes. */
export function EvidenceList({ row }: { row: TableRow }) {
  const kind = useStore((state) => state.view.evidenceKind)
  const evidence = useStore((state) => state.evidence)
  const near = useStore((state) => (state.lasso.points ? ', on the lassoed prompts' : ''))
  const [diff, setDiff] = useState(false)
  const { measure } = row.concept
  const sides = useSides()
  const single = sides.one === 'response'
  const meaningOf = (option: (typeof KINDS)[number]) =>
    single ? onResponses(option.kind, sides) : measure ? option.measured : option.meaning
  const meaning = meaningOf(KINDS.find((option) => option.kind === kind)!)

  return (
    <>
      <div className="evidence-bar">
        <div className="segmented" role="group" aria-label={`Which ${sides.one}s`}>
          {KINDS.map((option) => (
            <button
              key={option.kind}
              aria-pressed={option.kind === kind}
              title={`${single ? 'Responses' : 'Pairs'} ${meaningOf(option)}`}
              onClick={() => commands.showEvidence(option.kind)}
            >
              {option.label}
            </button>
          ))}
        </div>
        {!single && (
          <label className="check">
            <input type="checkbox" checked={diff} onChange={(event) => setDiff(event.target.checked)} /> Word
            diff
          </label>
        )}
      </div>
      {evidence === null ? (
        <p className="nothing soft" role="status">
          Looking for {sides.one}s…
        </p>
      ) : evidence.pairs.length === 0 ? (
        <div className="nothing">
          <p className="soft">
            There is no {sides.one} {meaning.split(',')[0]}
            {near}.
          </p>
          {kind in OPPOSITE && (
            <button onClick={() => commands.showEvidence(OPPOSITE[kind as keyof typeof OPPOSITE])}>
              See those {single ? 'judged' : 'on the'} {kind === 'for' ? sides.rejected : sides.chosen}
              {!single && ' side'}
            </button>
          )}
        </div>
      ) : (
        <>
          <p className="soft evidence-count">
            {count(evidence.pairs.length)} of {plural(evidence.total, sides.one)} {meaning}
            {near}
          </p>
          <ul className="pairs">
            {evidence.pairs.map((pair) => (
              <PairCard key={pair.pair} pair={pair} diff={diff} measure={measure} />
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
