import { useEffect, useState } from 'react'
import type { Artefact, DataFormat } from '../../protocol/data.ts'
import { commands } from '../../store/commands.ts'
import { useStore } from '../../store/store.ts'
import { Dialog } from '../shared/Dialog.tsx'
import { useSides } from '../shared/useSides.ts'
import { visibleText } from '../shared/visibleText.ts'
import {
  type Choice,
  choicesFor,
  chosenArtefacts,
  type DataOptions,
  tickedAtFirst,
  unavailable,
} from './artefacts.ts'
import { useDecideWords } from './data-words.ts'

/** Every artefact, to download one by one or in one zip file. */
export function ExportDialog({ onClose }: { onClose: () => void }) {
  const { kind } = useSides()
  const { notOffered } = useDecideWords()
  const trainer = useStore((state) => state.trainer)
  const [ticked, setTicked] = useState<ReadonlySet<string>>(() => new Set(tickedAtFirst(kind, trainer)))
  const [options, setOptions] = useState<DataOptions>({ parquet: false, messages: false })
  const verdicts = useStore((state) => state.authored.verdicts)
  const choices = choicesFor(kind, trainer)
  const artefacts = chosenArtefacts(ticked, options, verdicts, choices)
  const asked = JSON.stringify([artefacts.filter(({ kind }) => kind === 'data'), verdicts])
  useEffect(() => {
    const [data] = JSON.parse(asked) as [Artefact[]]
    commands.previewExport(data)
  }, [asked])
  const tick = (id: string) => {
    const next = new Set(ticked)
    if (!next.delete(id)) next.add(id)
    setTicked(next)
  }
  return (
    <Dialog title="Export" onClose={onClose}>
      <div className="export-dialog">
        {notOffered && <p className="soft">{notOffered}</p>}
        {Object.entries(choices).map(([title, offered]: [string, readonly Choice[]]) => (
          <fieldset key={title}>
            <legend>{title}</legend>
            {offered.map((choice) => (
              <Line
                key={choice.id}
                choice={choice}
                ticked={ticked.has(choice.id)}
                why={unavailable(choice, verdicts)}
                onTick={() => tick(choice.id)}
              />
            ))}
            {title === 'Data' && (
              <>
                <label className="check">
                  <input
                    type="checkbox"
                    checked={options.parquet}
                    onChange={() => setOptions({ ...options, parquet: !options.parquet })}
                  />{' '}
                  as Parquet
                  <span className="faint">else JSONL; the input’s format keeps the input’s file type</span>
                </label>
                <label className="check">
                  <input
                    type="checkbox"
                    checked={options.messages}
                    onChange={() => setOptions({ ...options, messages: !options.messages })}
                  />{' '}
                  plain texts as messages
                  <span className="faint">for TRL, whose files hold either</span>
                </label>
                <Preview choices={offered} />
              </>
            )}
          </fieldset>
        ))}
        <footer>
          <button
            disabled={artefacts.length === 0}
            onClick={() => commands.exportFiles(artefacts, { told: 'dialog' })}
          >
            Download one by one
          </button>
          <button
            className="primary"
            disabled={artefacts.length === 0}
            onClick={() => commands.exportFiles(artefacts, { zip: true, told: 'dialog' })}
          >
            Download as one zip
          </button>
        </footer>
        <Made />
      </div>
    </Dialog>
  )
}

function Line({
  choice: { name, sentence },
  ticked,
  why,
  onTick,
}: {
  choice: Choice
  ticked: boolean
  why: string | null
  onTick: () => void
}) {
  return (
    <label className="choice">
      <input type="checkbox" checked={ticked && why === null} disabled={why !== null} onChange={onTick} />
      <span>
        {name} <span className="soft">{why ?? sentence}</span>
      </span>
    </label>
  )
}

/** What the ticked data files would hold, before they are made. */
function Preview({ choices }: { choices: readonly Choice[] }) {
  const preview = useStore((state) => state.exportPreview)
  if (typeof preview === 'string') return <p className="warning-text">{visibleText(preview)}</p>
  const name = (format: DataFormat) => choices.find(({ id }) => id === format)?.name ?? format
  return (
    <ul className="made" aria-label="What the files would hold">
      {preview.map(({ format, summary, notes }) => (
        <li key={format}>
          {name(format)} <span className="soft">{summary}</span>
          {notes.map((note) => (
            <p key={note} className="warning-text">
              {visibleText(note)}
            </p>
          ))}
        </li>
      ))}
    </ul>
  )
}

/** The files of the last download, with notes on them. */
function Made() {
  const files = useStore((state) => state.exported)
  return (
    <div role="status" aria-label="Downloaded">
      <ul className="made">
        {files.map(({ name, summary, notes = [] }) => (
          <li key={name}>
            <span className="data-text">{visibleText(name)}</span> <span className="soft">{summary}</span>
            {notes.map((note) => (
              <p key={note} className="warning-text">
                {visibleText(note)}
              </p>
            ))}
          </li>
        ))}
      </ul>
    </div>
  )
}
