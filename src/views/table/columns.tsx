import {
  createColumnHelper,
  createSortedRowModel,
  metaHelper,
  rowSortingFeature,
  tableFeatures,
} from '@tanstack/react-table'
import { sortFn_basic, sortFn_text } from '@tanstack/react-table'
import { Interval } from '../charts/Interval.tsx'
import { PairedBars } from '../charts/PairedBars.tsx'
import { VerdictButtons } from '../decide/VerdictButtons.tsx'
import { count, percent, points, probability } from '../shared/format.ts'
import { Icon } from '../shared/Icon.tsx'
import { visibleText } from '../shared/visibleText.ts'
import { COARSE, SOURCES, VERDICTS } from '../shared/words.ts'
import { leansTo } from './filterRows.ts'
import type { TableRow } from './tableRow.ts'

export interface ColumnMeta {
  /** Said on hover of the header. */
  readonly hint: string
}

export interface TableMeta {
  /** End of the common axis of effects. */
  readonly limit: number
}

export const features = tableFeatures({
  rowSortingFeature,
  sortedRowModel: createSortedRowModel(),
  sortFns: { basic: sortFn_basic, text: sortFn_text },
  columnMeta: metaHelper<ColumnMeta>(),
  tableMeta: metaHelper<TableMeta>(),
})

const helper = createColumnHelper<typeof features, TableRow>()

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
  return (
    <>
      <span className="effect-head">Δwin</span>
      <span className="axis-words" aria-hidden="true">
        <span className="rejected">← rejected</span>
        <span className="chosen">chosen →</span>
      </span>
    </>
  )
}

function ConfirmedHead() {
  return (
    <>
      <Icon name="check" />
      <span className="unseen">Confirmed</span>
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
    meta: { hint: 'What the responses do. Click to sort; strongest first otherwise.' },
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
  helper.accessor((row) => row.hypothesis.discordant, {
    id: 'discordant',
    header: 'Pairs',
    sortFn: 'basic',
    sortDescFirst: true,
    meta: { hint: 'Discordant pairs: one response has more of the concept than the other.' },
    cell: ({ getValue }) => count(getValue()),
  }),
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
  helper.accessor((row) => row.hypothesis.q, {
    id: 'q',
    header: 'q',
    sortFn: 'basic',
    meta: { hint: 'Benjamini–Hochberg: the expected share of false finds among rows with this q or less.' },
    cell: ({ getValue }) => probability(getValue()),
  }),
  helper.accessor((row) => Number(row.hypothesis.confirmed), {
    id: 'confirmed',
    header: () => <ConfirmedHead />,
    sortFn: 'basic',
    sortDescFirst: true,
    meta: { hint: 'Confirmed: found on one half of the prompts and replicated on the other.' },
    cell: ({ getValue }) =>
      getValue() ? (
        <span className="confirmed" title="Confirmed on held-out pairs">
          <Icon name="check" />
          <span className="unseen">confirmed</span>
        </span>
      ) : (
        <span className="unseen">not confirmed</span>
      ),
  }),
  helper.accessor((row) => (row.verdict ? VERDICTS.indexOf(row.verdict) + 1 : 9), {
    id: 'verdict',
    header: 'Verdict',
    sortFn: 'basic',
    meta: { hint: 'Suppress (s), keep (h) or amplify (a).' },
    cell: ({ row: { original } }) => (
      <VerdictButtons concept={original.concept.id} name={original.name} verdict={original.verdict} />
    ),
  }),
])
