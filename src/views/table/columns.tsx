import { Interval } from '../charts/Interval.tsx'
import { PairedBars } from '../charts/PairedBars.tsx'
import { percent, points } from '../shared/format.ts'
import { useSides } from '../shared/useSides.ts'
import { visibleText } from '../shared/visibleText.ts'
import { COARSE, SOURCES } from '../shared/words.ts'
import { confirmed, discordant, q, verdict } from '../rows/commonColumns.tsx'
import { helper } from '../rows/features.ts'
import { leansTo } from '../rows/filterRows.ts'
import type { TableRow } from '../rows/tableRow.ts'

function Name({ row: { name, renamed, concept, hypothesis } }: { row: TableRow }) {
  const similar = hypothesis.similar.length
  const { fidelity } = concept
  return (
    <div className="cell-name">
      <div className="name-line">
        <bdi className="clipped name" title={visibleText(renamed ? `${name} (${concept.label})` : name)}>
          {visibleText(name)}
        </bdi>
        {similar > 0 && <span className="similar">+{similar} similar</span>}
      </div>
      <div className="meta-line clipped">
        <span className="meta-source">
          {SOURCES[concept.source]}
          {concept.source !== 'phrase' && ' · '}
        </span>
        {concept.source !== 'phrase' && concept.kind}
        {fidelity !== null && <span title={COARSE}> · fidelity {percent(fidelity)}</span>}
        {hypothesis.foldedUnder !== null && ' · folded'}
        {concept.hidden && ' · unclear or dense'}
      </div>
    </div>
  )
}

function EffectHead() {
  const { chosen, rejected } = useSides()
  return (
    <>
      <span className="effect-head">Δwin</span>
      <span className="axis-words" aria-hidden="true">
        <span className="rejected">← {rejected}</span>
        <span className="chosen">{chosen} →</span>
      </span>
    </>
  )
}

function Effect({ row, limit }: { row: TableRow; limit: number }) {
  const { deltaWin, ciLow, ciHigh } = row.hypothesis
  return (
    <div className="cell-effect" title={`95% interval ${points(ciLow)} to ${points(ciHigh)} points`}>
      <span className={`number ${leansTo(row)}`}>{points(deltaWin)}</span>
      <Interval value={deltaWin} low={ciLow} high={ciHigh} limit={limit} />
    </div>
  )
}

export const columns = helper.columns([
  helper.accessor((row) => row.name, {
    id: 'label',
    header: 'Concept',
    sortFn: 'text',
    meta: {
      hint: 'What the responses do. Click to sort; by default confirmed ones come first, then the strongest.',
    },
    cell: ({ row }) => <Name row={row.original} />,
  }),
  helper.accessor((row) => SOURCES[row.concept.source], {
    id: 'source',
    header: 'Source',
    sortFn: 'text',
    meta: {
      hint: 'What finds it: a latent of the dictionary, a family of latents, an exact rule, or a phrase.',
    },
    cell: ({ getValue }) => <span className="soft">{getValue()}</span>,
  }),
  helper.accessor((row) => row.hypothesis.deltaWin, {
    id: 'deltaWin',
    header: () => <EffectHead />,
    sortFn: 'basic',
    sortDescFirst: true,
    meta: {
      hint: 'Change in the chance of being chosen, length held fixed, in percentage points with its 95% interval. Left of the line leans rejected, right leans chosen.',
    },
    cell: ({ row, table }) => <Effect row={row.original} limit={table.options.meta?.limit ?? 1} />,
  }),
  discordant,
  helper.accessor((row) => row.hypothesis.prevalenceChosen + row.hypothesis.prevalenceRejected, {
    id: 'prevalence',
    header: 'Found in',
    sortFn: 'basic',
    sortDescFirst: true,
    meta: { hint: 'Share of chosen and of rejected responses with the concept.' },
    cell: ({ row: { original } }) =>
      original.concept.measure ? (
        <span className="faint">in all</span>
      ) : (
        <PairedBars
          chosen={original.hypothesis.prevalenceChosen}
          rejected={original.hypothesis.prevalenceRejected}
        />
      ),
  }),
  q,
  confirmed,
  verdict,
])
