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
  writesTable,
} from './artefacts.ts'
import { useDecideWords } from './data-words.ts'

/** Every artefact, to download one by one or in one zip file. */
export function ExportDialog({ onClose }: { onClose: () => void }) {
  const { kind } = useSides()
  const { notOffered } = useDecideWords()
  const trainer = useStore((state) => state.trainer)
  const [ticked, setTicked] = useState<ReadonlySet<string>>(() => new Set(tickedAtFirst(kind, trainer)))
  const [options, setOptions] = useState<DataOptions>({
    parquet: false,
    messages: false,
    spreadsheet: false,
  })
  const verdicts = useStore((state) => state.authored.verdicts)
  const fileKind = useStore((state) => state.dataset?.fileKind)
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
                <Options options={options} onChange={setOptions} table={writesTable(artefacts, fileKind)} />
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

/** How the data files are written. @param table whether one of them is CSV or TSV */
function Options({
  options,
  onChange,
  table,
}: {
  options: DataOptions
  onChange: (options: DataOptions) => void
  table: boolean
}) {
  const option = (name: keyof DataOptions, label: string, sentence: string) => (
    <label className="check">
      <input
        type="checkbox"
        checked={options[name]}
        onChange={() => onChange({ ...options, [name]: !options[name] })}
      />{' '}
      {label}
      <span className="faint">{sentence}</span>
    </label>
  )
  return (
    <>
      {option('parquet', 'as Parquet', 'else JSONL; the input’s format keeps the input’s file type')}
      {option('messages', 'plain texts as messages', 'for TRL, whose files hold either')}
      {table &&
        option(
          'spreadsheet',
          'apostrophe for spreadsheets',
          'before text that a spreadsheet would run as a formula, in CSV and TSV',
        )}
    </>
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
