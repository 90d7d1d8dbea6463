import { useState } from 'react'
import type { EvidenceKind } from '../../protocol/data.ts'
import { commands } from '../../store/commands.ts'
import { useStore } from '../../store/store.ts'
import { count, plural } from '../shared/format.ts'
import type { TableRow } from '../table/tableRow.ts'
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

const OPPOSITE = { for: 'against', against: 'for' } as const

/** Example pairs of one kind; never only the extremes. */
export function EvidenceList({ row }: { row: TableRow }) {
  const kind = useStore((state) => state.view.evidenceKind)
  const evidence = useStore((state) => state.evidence)
  const [diff, setDiff] = useState(false)
  const { measure } = row.concept
  const meaningOf = (option: (typeof KINDS)[number]) => (measure ? option.measured : option.meaning)
  const meaning = meaningOf(KINDS.find((option) => option.kind === kind)!)

  return (
    <>
      <div className="evidence-bar">
        <div className="segmented" role="group" aria-label="Which pairs">
          {KINDS.map((option) => (
            <button
              key={option.kind}
              aria-pressed={option.kind === kind}
              title={`Pairs ${meaningOf(option)}`}
              onClick={() => commands.showEvidence(option.kind)}
            >
              {option.label}
            </button>
          ))}
        </div>
        <label className="check">
          <input type="checkbox" checked={diff} onChange={(event) => setDiff(event.target.checked)} /> Word
          diff
        </label>
      </div>
      {evidence === null ? (
        <p className="nothing soft" role="status">
          Looking for pairs…
        </p>
      ) : evidence.pairs.length === 0 ? (
        <div className="nothing">
          <p className="soft">There is no pair {meaning.split(',')[0]}.</p>
          {kind in OPPOSITE && (
            <button onClick={() => commands.showEvidence(OPPOSITE[kind as keyof typeof OPPOSITE])}>
              See those on the {kind === 'for' ? 'rejected' : 'chosen'} side
            </button>
          )}
        </div>
      ) : (
        <>
          <p className="soft evidence-count">
            {count(evidence.pairs.length)} of {plural(evidence.total, 'pair')} {meaning}
          </p>
          <ul className="pairs">
            {evidence.pairs.map((pair) => (
              <PairCard key={pair.pair} pair={pair} diff={diff} measure={measure} />
            ))}
          </ul>
        </>
      )}
    </>
  )
}
