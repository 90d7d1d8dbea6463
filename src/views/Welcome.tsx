import { useRef } from 'react'
import { commands } from '../store/commands.ts'
import { useStore } from '../store/store.ts'
import { Notices } from './Notices.tsx'
import { Icon } from './shared/Icon.tsx'
import { visibleText } from './shared/visibleText.ts'

const ACCEPTED = '.jsonl,.ndjson,.json,.csv,.tsv,.parquet,.gz,.zst'

/** A link from somebody else carries a view of a file that only they have: it says which one. */
function AwaitedFile() {
  const awaited = new URLSearchParams(location.hash.replace(/^#/, '')).get('file')
  if (awaited === null) return null
  return (
    <p className="banner note" role="status">
      <Icon name="file" />
      <span>
        This link shows a view of <bdi className="data-text">{visibleText(awaited.slice(0, 200))}</bdi>. Open
        that file, and the view follows. The link holds no data.
      </span>
    </p>
  )
}

/** The first screen: what Whittle does, and ways in. */
export function Welcome() {
  const picker = useRef<HTMLInputElement>(null)
  const failure = useStore((state) => state.failure)
  const opening = useStore((state) => state.phase === 'opening')

  const onPick = (input: HTMLInputElement) => {
    const file = input.files?.[0]
    if (file) commands.openFile(file)
    input.value = ''
  }

  return (
    <main className="welcome">
      <div className="welcome-column">
        <h2>See what your preference data would teach a model.</h2>
        <p className="lead">
          Whittle reads pairs of chosen and rejected responses and says, with tests and evidence, which habits
          tell them apart. You decide what to suppress, keep or amplify, and export a reward spec and the
          curated data for your trainer.
        </p>

        <div className="drop" data-busy={opening || undefined}>
          <Icon name="file" />
          {opening ? (
            <p role="status">Reading the file…</p>
          ) : (
            <>
              <p className="drop-title">Drop a preference file anywhere on this page</p>
              <p className="actions">
                <button className="primary" onClick={commands.openExample}>
                  Open the example
                </button>
                <button onClick={() => picker.current?.click()}>Choose a file</button>
              </p>
            </>
          )}
          <input
            ref={picker}
            type="file"
            className="unseen"
            tabIndex={-1}
            aria-label="Preference file"
            accept={ACCEPTED}
            onChange={(event) => onPick(event.currentTarget)}
          />
        </div>

        <AwaitedFile />
        {failure && (
          <p className="banner error" role="alert">
            <Icon name="warning" />
            <span className="data-text">{visibleText(failure.message)}</span>
          </p>
        )}

        <dl className="facts">
          <div>
            <dt>Reads</dt>
            <dd>
              JSONL, JSON, CSV, TSV and Parquet, plain, .gz or .zst: TRL, Anthropic HH, A/B with a label,
              LLaMA-Factory, KTO, or columns that you point at.
            </dd>
          </div>
          <div>
            <dt>Private</dt>
            <dd>Everything is computed in this browser. Nothing leaves your machine.</dd>
          </div>
          <div>
            <dt>The example</dt>
            <dd>650 pairs written for Whittle, with annotator habits that are known and can be found.</dd>
          </div>
        </dl>
      </div>
      <Notices />
    </main>
  )
}
