import { signalSentence } from '../../core/hypotheses/explained-shares.ts'
import { useStore } from '../../store/store.ts'
import { AucBars } from '../charts/AucBars.tsx'
import { Maps } from '../maps/Maps.tsx'
import { count, fixed, percent, plural } from '../shared/format.ts'
import { regionId } from '../shared/regions.ts'
import { useSides } from '../shared/useSides.ts'
import { sideWords } from '../shared/words.ts'
import { visibleText } from '../shared/visibleText.ts'
import type { DatasetInfo, Summary } from '../../protocol/data.ts'
import { BadRows } from './BadRows.tsx'
import { ColumnsSection } from './ColumnsSection.tsx'
import { FilterPanel } from './FilterPanel.tsx'
import { Ties } from './Ties.tsx'

const CERTAIN = 0.995

function FileFacts({ dataset }: { dataset: DatasetInfo }) {
  const { certainty } = dataset
  const { chosen, rejected, one } = sideWords(dataset)
  return (
    <section>
      <h2 className="heading">The file</h2>
      <details>
        <summary>
          <bdi>{visibleText(dataset.format)}</bdi>{' '}
          {dataset.detected && (
            <span className="soft">
              ({certainty >= CERTAIN ? 'detected' : `${percent(certainty)} likely`})
            </span>
          )}
        </summary>
        <p className="soft data-text">{visibleText(dataset.because)}</p>
      </details>
      <Notes notes={dataset.notes} />
      <Ties />
      <BadRows groups={dataset.badRows} rows={dataset.rows} />
      {!dataset.paired && (
        <p>
          Unpaired: single responses judged good or bad. A concept is tested by how often responses with it
          are judged good against those without it, length held fixed.
        </p>
      )}
      <p>
        {plural(dataset.pairs, one)} on {plural(dataset.groups, 'prompt')}. Words on average:{' '}
        <span className="chosen nowrap">
          {chosen} {fixed(dataset.meanWordsChosen, 0)}
        </span>
        ,{' '}
        <span className="rejected nowrap">
          {rejected} {fixed(dataset.meanWordsRejected, 0)}
        </span>
        .{' '}
        {dataset.paired
          ? `The ${chosen} response is longer in ${percent(dataset.chosenLonger)} of pairs.`
          : `A random ${chosen} response is longer than a random ${rejected} one in ${percent(dataset.chosenLonger)} of cases.`}
      </p>
    </section>
  )
}

/** What a person should know of how the file was read. */
function Notes({ notes }: { notes: readonly string[] }) {
  if (notes.length === 0) return null
  return (
    <ul className="reading-notes">
      {[...new Set(notes)].map((note) => (
        <li key={note} className="data-text">
          {visibleText(note)}
        </li>
      ))}
    </ul>
  )
}

function ExplainedSignal({ summary }: { summary: Summary }) {
  const { auc, discoveryPairs, confirmationPairs } = summary
  const sides = useSides()
  const sentence = signalSentence(auc, sides)
  return (
    <section>
      <h2
        className="heading"
        title={`Area under the ROC curve on held-out ${sides.one}s, five folds by prompt; .5 is chance.`}
      >
        Explained signal
      </h2>
      <AucBars
        bars={[
          { label: 'Length', auc: auc.length },
          { label: 'Concepts', auc: auc.concepts },
          { label: 'Full state', auc: auc.hidden },
        ]}
      />
      <p className="soft">{sentence ?? 'Measured once the table is complete.'}</p>
      <p className="faint">
        Held-out AUC; .5 is chance. A concept is confirmed where both halves of the prompts show it (
        {plural(discoveryPairs, sides.one)} and {count(confirmationPairs)}).
      </p>
    </section>
  )
}

/** The summary of the file, what a model would learn from it, and the filters. */
export function DataPanel() {
  const dataset = useStore((state) => state.dataset)
  const summary = useStore((state) => state.findings?.summary)
  return (
    <section id={regionId('data')} className="panel data-panel scroll" aria-label="Data" tabIndex={-1}>
      {dataset && <FileFacts dataset={dataset} />}
      {summary && <ExplainedSignal summary={summary} />}
      <ColumnsSection />
      <Maps />
      <FilterPanel />
    </section>
  )
}
