import { OVERALL } from '../../core/hypothesis.ts'
import { commands } from '../../store/commands.ts'
import { useStore } from '../../store/store.ts'
import { leaningInside } from '../contexts/words.ts'
import { suppressingWarning } from '../verdict/suppress-warning.ts'
import { SuppressWarningLine } from '../verdict/SuppressWarning.tsx'
import { DecidePanel } from '../decide/DecidePanel.tsx'
import { useVerdict } from '../verdict/useVerdict.ts'
import { VerdictButtons } from '../verdict/VerdictButtons.tsx'
import { percent, plural, points, signed } from '../shared/format.ts'
import { ErrorBoundary } from '../shared/ErrorBoundary.tsx'
import { regionId } from '../shared/regions.ts'
import { useHotkeys } from '../shared/useHotkeys.ts'
import { Reader } from '../reader/Reader.tsx'
import { useSides } from '../shared/useSides.ts'
import { visibleText } from '../shared/visibleText.ts'
import { origin } from '../shared/words.ts'
import { leansTo } from '../rows/filterRows.ts'
import { type Selection, useNames, useSelection } from '../rows/useRows.ts'
import { ConceptPage } from './ConceptPage.tsx'
import { EvidenceList } from './EvidenceList.tsx'
import { NothingSelected } from './NothingSelected.tsx'
import { PendingSelection } from './PendingSelection.tsx'

const TABS = [
  { panel: 'evidence', label: 'Evidence' },
  { panel: 'concept', label: 'Concept' },
  { panel: 'decide', label: 'Decide' },
] as const

/** What was found, in a line: overall, or inside a context. */
function Effect({ selection: { row, context, tested } }: { selection: Selection }) {
  const { hypothesis } = row
  const sides = useSides()
  const forest = useStore((state) => state.forest?.find((line) => line.context === context?.id))
  if (!context) {
    const side = leansTo(row)
    return (
      <>
        leans <span className={side}>{sides[side]}</span>, {points(hypothesis.deltaWin)} points;{' '}
        {hypothesis.winRateWithout === undefined
          ? `wins ${percent(hypothesis.winRate)}`
          : `good in ${percent(hypothesis.winRate)}, without it in ${percent(hypothesis.winRateWithout)}`}
      </>
    )
  }
  const wins = tested ? hypothesis.winRate : forest?.winRate
  const without = tested ? hypothesis.winRateWithout : forest?.against
  const pairs = tested ? hypothesis.discordant : forest?.discordant
  const side = tested ? leaningInside(hypothesis) : null
  return (
    <>
      {side && <span className={side}>{sides[side]}-leaning inside; </span>}
      {sides.one === 'pair'
        ? wins === undefined || pairs === undefined
          ? 'fewer than five pairs differ in it here'
          : `wins ${percent(wins)} of the ${plural(pairs, 'pair')} that differ in it here`
        : wins === undefined || pairs === undefined || without === undefined
          ? 'fewer than five responses here have it'
          : `good in ${percent(wins)} of the ${plural(pairs, 'response')} with it here, without it in ${percent(without)}`}
      {tested && hypothesis.local && `, Δ ${signed(hypothesis.local.delta, 2)} compared with elsewhere`}
    </>
  )
}

function Head({ selection }: { selection: Selection }) {
  const sides = useSides()
  const { row, context, scope, tested } = selection
  const nameOf = useNames()
  const verdict = useVerdict(row.concept.id, scope)
  const panel = useStore((state) => state.view.panel)
  return (
    <div className="row-head">
      <h2>
        <bdi className="data-text">{visibleText(row.name)}</bdi>
      </h2>
      {context && (
        <p className="scope-line">
          <span>
            inside <bdi className="data-text">“{visibleText(nameOf(context.id))}”</bdi>{' '}
            <span className="soft">({plural(context.size, sides.one)})</span>
          </span>
          <button className="link" onClick={() => commands.select(row.concept.id)}>
            See it overall
          </button>
        </p>
      )}
      <p className="soft">
        {origin(row.concept)}
        {waits(selection) ? (
          ', inside a context that is not found yet'
        ) : (
          <>
            {' '}
            · <Effect selection={selection} />
          </>
        )}
      </p>
      {!waits(selection) && (
        <VerdictButtons
          concept={row.concept.id}
          scope={scope}
          name={row.name}
          verdict={row.verdict}
          suppressing={tested ? suppressingWarning(row) : null}
          hypothesis={tested ? row.hypothesis : undefined}
          words
        />
      )}
      {verdict && verdict.concept !== row.concept.id && (
        <p className="soft">
          Decided as one with others: <bdi>{visibleText(nameOf(verdict.concept))}</bdi>.
        </p>
      )}
      {verdict && panel !== 'decide' && <SuppressWarningLine verdict={verdict} />}
    </div>
  )
}

function Tabs() {
  const panel = useStore((state) => state.view.panel)
  const beside = (step: number) => {
    const at = TABS.findIndex((tab) => tab.panel === panel)
    const { panel: next } = TABS[(at + step + TABS.length) % TABS.length]!
    commands.showPanel(next)
    document.getElementById(`tab-${next}`)?.focus()
  }
  return (
    <div className="tabs" role="tablist" aria-label="About the selected concept">
      {TABS.map((tab) => (
        <button
          key={tab.panel}
          role="tab"
          id={`tab-${tab.panel}`}
          aria-selected={panel === tab.panel}
          aria-controls="row-page"
          tabIndex={panel === tab.panel ? 0 : -1}
          onClick={() => commands.showPanel(tab.panel)}
          onKeyDown={(event) => {
            if (event.key === 'ArrowLeft') beside(-1)
            if (event.key === 'ArrowRight') beside(1)
          }}
        >
          {tab.label}
        </button>
      ))}
    </div>
  )
}

/** A context that a link names is not known before all contexts are. */
const waits = ({ scope, context }: Selection): boolean => scope !== OVERALL.id && context === null

function Page({ panel, selection }: { panel: (typeof TABS)[number]['panel']; selection: Selection }) {
  if (waits(selection)) return <PendingSelection />
  switch (panel) {
    case 'evidence':
      return <EvidenceList row={selection.row} />
    case 'concept':
      return <ConceptPage selection={selection} />
    case 'decide':
      return <DecidePanel selection={selection} />
  }
}

/** The selected row: its evidence, its own page, or the workbench. */
export function RowPanel() {
  const panel = useStore((state) => state.view.panel)
  const selection = useSelection()
  const missing = useStore(({ view, findings }) => view.selected !== null && findings !== null)
  const reads = useStore(({ view, dataset }) => view.pair !== null && view.pair < (dataset?.pairs ?? 0))
  const rows = useStore((state) => state.view.table === 'rows')
  useHotkeys({
    n: () => commands.stepPair(1),
    p: () => commands.stepPair(-1),
  })
  return (
    <section
      id={regionId('evidence')}
      className="panel row-panel"
      aria-label={reads ? 'The row that is read' : 'Selected concept'}
      tabIndex={-1}
    >
      {reads ? (
        <Reader />
      ) : selection && !rows ? (
        <>
          <Head selection={selection} />
          <Tabs />
          <div
            key={`${selection.row.concept.id} ${selection.scope} ${panel}`}
            id="row-page"
            role="tabpanel"
            aria-labelledby={`tab-${panel}`}
            className="scroll"
            tabIndex={0}
          >
            <ErrorBoundary what="this concept">
              <Page panel={panel} selection={selection} />
            </ErrorBoundary>
          </div>
        </>
      ) : (
        <>
          {missing && !selection && <PendingSelection />}
          <NothingSelected />
        </>
      )}
    </section>
  )
}
