import { commands } from '../../store/commands.ts'
import { useStore } from '../../store/store.ts'
import { VerdictButtons } from '../decide/VerdictButtons.tsx'
import { points, percent } from '../shared/format.ts'
import { ErrorBoundary } from '../shared/ErrorBoundary.tsx'
import { regionId } from '../shared/regions.ts'
import { visibleText } from '../shared/visibleText.ts'
import { origin } from '../shared/words.ts'
import { leansTo } from '../table/filterRows.ts'
import type { TableRow } from '../table/tableRow.ts'
import { useRow } from '../table/useRows.ts'
import { ConceptPage } from './ConceptPage.tsx'
import { EvidenceList } from './EvidenceList.tsx'
import { Lesson } from './Lesson.tsx'

const TABS = [
  { panel: 'evidence', label: 'Evidence' },
  { panel: 'concept', label: 'Concept' },
] as const

function Head({ row }: { row: TableRow }) {
  const { concept, hypothesis } = row
  const side = leansTo(row)
  return (
    <div className="row-head">
      <h2>
        <bdi className="data-text">{visibleText(row.name)}</bdi>
      </h2>
      <p className="soft">
        {origin(concept)} · leans <span className={side}>{side}</span>, {points(hypothesis.deltaWin)} points;
        wins {percent(hypothesis.winRate)}
      </p>
      <VerdictButtons concept={concept.id} name={row.name} verdict={row.verdict} words />
    </div>
  )
}

function Tabs() {
  const panel = useStore((state) => state.view.panel)
  const other = panel === 'evidence' ? 'concept' : 'evidence'
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
            if (event.key !== 'ArrowLeft' && event.key !== 'ArrowRight') return
            commands.showPanel(other)
            document.getElementById(`tab-${other}`)?.focus()
          }}
        >
          {tab.label}
        </button>
      ))}
    </div>
  )
}

/** The selected row: its evidence, or its own page. */
export function RowPanel() {
  const selected = useStore((state) => state.view.selected)
  const panel = useStore((state) => state.view.panel)
  const row = useRow(selected)
  return (
    <section
      id={regionId('evidence')}
      className="panel row-panel"
      aria-label="Selected concept"
      tabIndex={-1}
    >
      {row ? (
        <>
          <Head row={row} />
          <Tabs />
          <div
            key={`${row.concept.id} ${panel}`}
            id="row-page"
            role="tabpanel"
            aria-labelledby={`tab-${panel}`}
            className="scroll"
            tabIndex={0}
          >
            <ErrorBoundary what="this concept">
              {panel === 'evidence' ? <EvidenceList row={row} /> : <ConceptPage row={row} />}
            </ErrorBoundary>
          </div>
        </>
      ) : (
        <Lesson />
      )}
    </section>
  )
}
