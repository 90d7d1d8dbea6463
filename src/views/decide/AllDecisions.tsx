import { useVirtualizer } from '@tanstack/react-virtual'
import { useRef, useState } from 'react'
import { unionMembers } from '../../core/concepts/union.ts'
import { protocolOf } from '../../core/shape/protocols.ts'
import type { Impact } from '../../protocol/data.ts'
import { commands } from '../../store/commands.ts'
import { useStore } from '../../store/store.ts'
import { Histogram } from '../charts/Histogram.tsx'
import { Shift } from '../charts/Shift.tsx'
import { count, fixed, percent, signed } from '../shared/format.ts'
import { Icon } from '../shared/Icon.tsx'
import { useSides } from '../shared/useSides.ts'
import { visibleText } from '../shared/visibleText.ts'
import { useNames } from '../rows/useRows.ts'
import { useDecideWords } from './data-words.ts'
import { LengthShift } from './LengthShift.tsx'

/** The effect of all decisions together on the data and on every other concept. */
export function AllDecisions() {
  const impact = useStore((state) => state.impact)
  const words = useDecideWords()
  if (!impact) return null
  return (
    <section>
      <h3>All decisions together</h3>
      <Counts impact={impact} />
      {impact.offsets.length > 0 && <Spread bins={impact.offsets} name="Offsets" meaning={words.offsets} />}
      {impact.weights.length > 0 && (
        <Spread
          bins={impact.weights}
          name="Weights"
          meaning="Weight of each pair in the loss; 1 on average."
        />
      )}
      <Misses impact={impact} />
      <Overlaps impact={impact} />
      <Others impact={impact} />
    </section>
  )
}

function Counts({ impact }: { impact: Impact }) {
  const pairs = useStore((state) => state.findings?.basis ?? 0)
  const { kind } = useSides()
  const { lengthShift } = useDecideWords()
  const stay = pairs - impact.dropped
  const changed = impact.changed.filter(({ protocol }) => protocolOf(protocol).words[kind] !== null)
  const lines = [{ heading: 'Touched', pairs: impact.touched }, ...changed]
  return (
    <dl className="numbers">
      {lines.map(({ heading, pairs }) => (
        <div key={heading}>
          <dt>{heading}</dt>
          <dd>{count(pairs)}</dd>
        </div>
      ))}
      {lengthShift && (
        <div title="The number of equally weighted pairs that would be as informative as the remaining pairs with their weights.">
          <dt>Effective sample size</dt>
          <dd>
            {count(Math.round(impact.effectiveSampleSize))}{' '}
            {stay > 0 && (
              <span className="faint">
                ({percent(impact.effectiveSampleSize / stay)} of the remaining pairs)
              </span>
            )}
          </dd>
        </div>
      )}
      {lengthShift && <LengthShift impact={impact} />}
    </dl>
  )
}

function Spread({ bins, name, meaning }: { bins: Impact['offsets']; name: string; meaning: string }) {
  return (
    <div>
      <p>
        {name} <span className="soft">{meaning}</span>
      </p>
      <Histogram bins={bins} label={name} height={48} positive="bar-accent" negative="bar-accent" />
    </div>
  )
}

/** Constraints that conflict: the target of each, and the closest feasible value. */
function Misses({ impact }: { impact: Impact }) {
  const nameOf = useNames()
  return impact.misses.map(({ concept, target, reached, before }) => (
    <p key={concept} className="banner warning">
      <Icon name="warning" />
      <span>
        Not possible: no weights change the lean of <bdi>{visibleText(nameOf(concept))}</bdi> from{' '}
        {signed(100 * before, 2)} to {signed(100 * target, 2)} points and meet the other decisions too. The
        closest is {signed(100 * reached, 2)}.
      </span>
    </p>
  ))
}

/** Decisions that act on the same responses twice. */
function Overlaps({ impact }: { impact: Impact }) {
  const nameOf = useNames()
  return impact.overlaps.map(({ part, whole, share }) => (
    <p key={`${part} ${whole}`} className="banner warning">
      <Icon name="warning" />
      <span>
        <bdi>{visibleText(nameOf(part))}</bdi> is part of <bdi>{visibleText(nameOf(whole))}</bdi> (
        {percent(share)} of the responses that have it): decide once.
      </span>
    </p>
  ))
}

const SHOWN = 12

/** Every concept whose lean changes, most changed first. */
function Others({ impact }: { impact: Impact }) {
  const nameOf = useNames()
  const { lean } = useDecideWords()
  const [all, setAll] = useState(false)
  const { collateral } = impact
  const decided = new Set(impact.verdicts.flatMap(({ concept }) => unionMembers(concept)))
  const limit = Math.max(
    ...collateral.slice(0, 1).flatMap(({ before, after }) => [Math.abs(before), Math.abs(after)]),
    0.01,
  )
  if (collateral.length === 0) return <p className="soft">No concept’s lean changes.</p>
  return (
    <div className="collateral">
      <h3>Effect on concepts</h3>
      <p className="soft">Mean lean before → after, in points: {lean}, in what the data still teaches.</p>
      {all ? (
        <AllMoved collateral={collateral} decided={decided} nameOf={nameOf} limit={limit} />
      ) : (
        <ul>
          {collateral.slice(0, SHOWN).map((moved) => (
            <Moved key={moved.concept} moved={moved} decided={decided} nameOf={nameOf} limit={limit} />
          ))}
        </ul>
      )}
      {collateral.length > SHOWN && (
        <button className="link" aria-expanded={all} onClick={() => setAll(!all)}>
          {all ? 'Show less' : `Show all ${count(collateral.length)}`}
        </button>
      )}
    </div>
  )
}

/** As in decide.css. */
const MOVED_REM = 1.5

/**
 * All of them; only visible rows are rendered, so that moving a slider does not redraw thousands.
 */
function AllMoved({
  collateral,
  ...shared
}: {
  collateral: Impact['collateral']
  decided: ReadonlySet<string>
  nameOf: (id: string) => string
  limit: number
}) {
  const scroller = useRef<HTMLDivElement>(null)
  // eslint-disable-next-line react-hooks/incompatible-library -- the compiler is not used here
  const virtualizer = useVirtualizer({
    count: collateral.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => MOVED_REM * parseFloat(getComputedStyle(document.documentElement).fontSize),
    overscan: 4,
  })
  return (
    <div
      ref={scroller}
      className="moved-scroller"
      tabIndex={0}
      role="group"
      aria-label="All concepts whose lean changes"
    >
      <ul style={{ height: virtualizer.getTotalSize() }}>
        {virtualizer.getVirtualItems().map(({ index, start }) => (
          <Moved
            key={index}
            moved={collateral[index]!}
            {...shared}
            place={{ top: start, position: index + 1, of: collateral.length }}
          />
        ))}
      </ul>
    </div>
  )
}

function Moved({
  moved: { concept, before, after },
  decided,
  nameOf,
  limit,
  place,
}: {
  moved: Impact['collateral'][number]
  decided: ReadonlySet<string>
  nameOf: (id: string) => string
  limit: number
  place?: { readonly top: number; readonly position: number; readonly of: number }
}) {
  const name = visibleText(nameOf(concept))
  return (
    <li
      aria-posinset={place?.position}
      aria-setsize={place?.of}
      style={place && { transform: `translateY(${place.top}px)` }}
    >
      <button className="link clipped" title={name} onClick={() => commands.select(concept)}>
        <bdi>{name}</bdi>
        {decided.has(concept) && <span className="unseen"> (decided)</span>}
      </button>
      <Shift before={before} after={after} limit={limit} />
      <span className="number">
        {fixed(100 * before, 1)} → {fixed(100 * after, 1)}
      </span>
    </li>
  )
}
