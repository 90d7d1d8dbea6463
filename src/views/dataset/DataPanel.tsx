import { useStore } from '../../store/store.ts'
import { AucBars } from '../charts/AucBars.tsx'
import { count, fixed, percent, plural } from '../shared/format.ts'
import { regionId } from '../shared/regions.ts'
import { visibleText } from '../shared/visibleText.ts'
import type { DatasetInfo, Summary } from '../../protocol/data.ts'
import { BadRows } from './BadRows.tsx'
import { FilterPanel } from './FilterPanel.tsx'
import { signalSentence } from './signal.ts'

function FileFacts({ dataset }: { dataset: DatasetInfo }) {
  return (
    <section>
      <h3>The file</h3>
      <p>
        <bdi>{visibleText(dataset.format)}</bdi>{' '}
        <span className="soft">
          ({dataset.certainty >= 0.995 ? 'certain' : `${percent(dataset.certainty)} sure`})
        </span>
      </p>
      <p className="soft data-text">{visibleText(dataset.because)}</p>
      <p>
        {plural(dataset.pairs, 'pair')} on {plural(dataset.groups, 'prompt')}
      </p>
      <BadRows groups={dataset.badRows} rows={dataset.rows} />
    </section>
  )
}

function Lengths({ dataset }: { dataset: DatasetInfo }) {
  return (
    <section>
      <h3>Length</h3>
      <p>
        <span className="chosen">Chosen {fixed(dataset.meanWordsChosen, 0)}</span> and{' '}
        <span className="rejected">rejected {fixed(dataset.meanWordsRejected, 0)}</span> words on average; the
        chosen one is longer in {percent(dataset.chosenLonger)} of pairs.
      </p>
    </section>
  )
}

function ExplainedSignal({ summary }: { summary: Summary }) {
  const { auc, discoveryPairs, confirmationPairs } = summary
  const sentence = signalSentence(summary)
  return (
    <section>
      <h3 title="Area under the ROC curve on held-out pairs, five folds by prompt; .5 is chance.">
        Explained signal
      </h3>
      <AucBars
        bars={[
          { label: 'Length', auc: auc.length },
          { label: 'Concepts', auc: auc.concepts },
          { label: 'Full state', auc: auc.hidden },
        ]}
      />
      <p className="soft">{sentence ?? 'Measured once the table is complete.'}</p>
      <p className="faint">
        Held-out AUC, from .5 (chance) to 1. Concepts found on {count(discoveryPairs)} pairs, confirmed on{' '}
        {count(confirmationPairs)}.
      </p>
    </section>
  )
}

/** What the file is and would teach, and the filters. */
export function DataPanel() {
  const dataset = useStore((state) => state.dataset)
  const summary = useStore((state) => state.findings?.summary)
  return (
    <section id={regionId('data')} className="panel data-panel scroll" aria-label="Data" tabIndex={-1}>
      {summary && <ExplainedSignal summary={summary} />}
      {dataset && <Lengths dataset={dataset} />}
      <FilterPanel />
      {dataset && <FileFacts dataset={dataset} />}
    </section>
  )
}
