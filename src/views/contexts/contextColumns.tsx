import { Interval } from '../charts/Interval.tsx'
import { PairedMarks } from '../charts/PairedMarks.tsx'
import { count, fixed, plural, signed } from '../shared/format.ts'
import { useSides } from '../shared/useSides.ts'
import { visibleText } from '../shared/visibleText.ts'
import { SOURCES } from '../shared/words.ts'
import { confirmed, discordant, q, verdict } from '../rows/commonColumns.tsx'
import { helper } from '../rows/features.ts'
import type { TableRow } from '../rows/tableRow.ts'
import { leaningInside } from './words.ts'

function Lean({ row: { hypothesis } }: { row: TableRow }) {
  const sides = useSides()
  const side = leaningInside(hypothesis)
  if (!side) return null
  return (
    <span
      className={`lean lean-${side}`}
      title={`${sides[side]}-leaning inside: the 95% interval excludes 0`}
    >
      {sides[side]}
      <span className="unseen">-leaning inside</span>
    </span>
  )
}

function Name({ row }: { row: TableRow }) {
  const { name, scopeName, concept, hypothesis } = row
  return (
    <div className="cell-name">
      <div className="name-line">
        <bdi className="clipped name" title={`${visibleText(name)} (${SOURCES[concept.source]})`}>
          {visibleText(name)}
        </bdi>
        {hypothesis.similar.length > 0 && (
          <span className="similar">+{hypothesis.similar.length} similar</span>
        )}
      </div>
      <div className="meta-line name-line">
        <Lean row={row} />
        <bdi className="clipped" title={visibleText(scopeName)}>
          in “{visibleText(scopeName)}”
        </bdi>
      </div>
    </div>
  )
}

function Delta({ row: { hypothesis }, limit }: { row: TableRow; limit: number }) {
  const { one } = useSides()
  const { local } = hypothesis
  if (!local) return null
  const { delta, deltaLow, deltaHigh, d, deltaMin } = local
  const counted =
    one === 'pair'
      ? `${plural(hypothesis.n, 'pair')}, ${count(hypothesis.discordant)} differ in it`
      : `${plural(hypothesis.n, 'response')}, ${count(hypothesis.discordant)} have it`
  return (
    <div
      className="cell-effect"
      title={`95% interval ${signed(deltaLow, 2)} to ${signed(deltaHigh, 2)}; d ${signed(d, 2)}; the weaker half ${fixed(deltaMin, 2)}; ${counted}`}
    >
      <span className={`number ${delta >= 0 ? 'chosen' : 'rejected'}`}>{signed(delta, 2)}</span>
      <Interval value={delta} low={deltaLow} high={deltaHigh} limit={limit} />
    </div>
  )
}

function InsideOutside({ row: { hypothesis } }: { row: TableRow }) {
  const { one } = useSides()
  if (!hypothesis.local) return null
  const { meanIn, meanOut } = hypothesis.local
  const what = one === 'pair' ? 'Mean u' : 'Share with it, good minus bad,'
  return (
    <span title={`${what} ${signed(meanIn, 2)} inside (filled), ${signed(meanOut, 2)} elsewhere (hollow)`}>
      <PairedMarks inside={meanIn} outside={meanOut} />
      <span className="unseen">
        {signed(meanIn, 2)} inside, {signed(meanOut, 2)} elsewhere
      </span>
    </span>
  )
}

/** Columns of the table of (concept, context). */
export const contextColumns = helper.columns([
  helper.accessor((row) => row.name, {
    id: 'label',
    header: 'Concept in context',
    sortFn: 'text',
    meta: {
      hint: 'What the responses do, and where. Click to sort; by default confirmed ones come first, then the strongest.',
    },
    cell: ({ row }) => <Name row={row.original} />,
  }),
  helper.accessor((row) => row.hypothesis.local?.delta ?? 0, {
    id: 'delta',
    header: () => <span className="effect-head">Δ</span>,
    sortFn: 'basic',
    sortDescFirst: true,
    meta: {
      hint: 'Mean u inside minus mean u elsewhere, with its 95% interval. Right of the line the concept is rewarded more inside than elsewhere, left of it less. Of single responses, u stands for the share with the concept among good ones minus that among bad ones.',
    },
    cell: ({ row, table }) => <Delta row={row.original} limit={table.options.meta?.limit ?? 1} />,
  }),
  helper.accessor((row) => row.hypothesis.local?.meanIn ?? 0, {
    id: 'inside',
    header: 'Inside',
    sortFn: 'basic',
    sortDescFirst: true,
    meta: {
      hint: 'Mean u inside (filled) and elsewhere (hollow): +1 where only chosen responses have the concept, −1 where only rejected ones do. Of single responses, the share with the concept among good ones minus that among bad ones.',
    },
    cell: ({ row }) => <InsideOutside row={row.original} />,
  }),
  helper.accessor((row) => row.hypothesis.local?.z ?? 0, {
    id: 'z',
    header: 'z',
    sortFn: 'basic',
    sortDescFirst: true,
    meta: { hint: 'Δ over its standard error, clustered by prompt.' },
    cell: ({ getValue }) => signed(getValue(), 1),
  }),
  helper.accessor((row) => row.hypothesis.local?.d ?? 0, {
    id: 'd',
    header: 'd',
    sortFn: 'basic',
    sortDescFirst: true,
    meta: { hint: 'Cohen’s d, inside compared with elsewhere.' },
    cell: ({ getValue }) => signed(getValue(), 2),
  }),
  helper.accessor((row) => row.hypothesis.n, {
    id: 'n',
    header: 'n',
    sortFn: 'basic',
    sortDescFirst: true,
    meta: { hint: 'Pairs, or single responses, in the context.' },
    cell: ({ getValue }) => count(getValue()),
  }),
  discordant,
  helper.accessor((row) => row.hypothesis.local?.deltaMin ?? 0, {
    id: 'deltaMin',
    header: 'Halves',
    sortFn: 'basic',
    sortDescFirst: true,
    meta: {
      hint: 'Split-half check: a tick where both halves agree on the sign of Δ, with the smaller |Δ| of the two. The halves are odd and even rows; of single responses, two halves of the prompts.',
    },
    cell: ({ getValue }) => (
      <span className="halves">
        {fixed(getValue(), 2)} <span aria-label="signs agree">✓</span>
      </span>
    ),
  }),
  q,
  confirmed,
  verdict,
])
