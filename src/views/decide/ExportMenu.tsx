import { type ToggleEvent, useRef, useState } from 'react'
import type { Artefact, DataFormat } from '../../protocol/data.ts'
import { commands } from '../../store/commands.ts'
import { useStore } from '../../store/store.ts'
import { Icon } from '../shared/Icon.tsx'
import { useSides } from '../shared/useSides.ts'
import { formatsOf } from '../../core/export/formats/formats.ts'
import { trainerOf } from '../../core/shape/trainers.ts'
import { useDecideWords } from './data-words.ts'
import { ExportDialog } from './ExportDialog.tsx'

/** Id of the menu, for buttons elsewhere that open it. */
export const EXPORT_MENU = 'export-menu'

const save = (artefact: Artefact) => () => commands.exportFiles([artefact], { told: 'notices' })
const saveData = (format: DataFormat) => save({ kind: 'data', format })

const SPEC_AND_INPUT = [
  {
    label: 'Reward spec',
    note: 'reward-spec.json: concepts, weights, normalisation',
    run: save({ kind: 'spec' }),
  },
  { label: 'Curated data', note: 'in the columns of the input file', run: saveData('input') },
] as const
/** The data in the layout that the trainer reads; TRL’s, or that for KTO, where none is named. */
function useForTrainer() {
  const { kind } = useSides()
  const trainer = useStore((state) => state.trainer)
  const format = trainer === null ? (kind === 'pairs' ? 'trl-dpo' : 'kto') : trainerOf(trainer).format[kind]
  const found = formatsOf(kind).find(({ id }) => id === format)
  if (!found || found.id === 'input') return []
  return [{ label: `Data for ${found.name}`, note: 'its own columns', run: saveData(found.id) }]
}
const REPORT = { label: 'Audit report', note: 'one HTML file to read or send', run: save({ kind: 'report' }) }

/** A menu item; choosing it closes the menu. */
function Item({ label, note, run }: { label: string; note: string; run: () => void }) {
  return (
    <button className="plain" popoverTarget={EXPORT_MENU} popoverTargetAction="hide" onClick={run}>
      <span>{label}</span>
      <span className="faint">{note}</span>
    </button>
  )
}

/** The downloads, and saving or opening a session. */
export function ExportMenu() {
  const button = useRef<HTMLButtonElement>(null)
  const menu = useRef<HTMLDivElement>(null)
  const session = useRef<HTMLInputElement>(null)
  const [choosing, setChoosing] = useState(false)
  const ready = useStore((state) => state.findings !== null)
  const forTrainer = useForTrainer()
  const { everything } = useDecideWords()
  const place = (event: ToggleEvent<HTMLDivElement>) => {
    const at = button.current?.getBoundingClientRect()
    if (event.newState !== 'open' || !at) return
    event.currentTarget.style.bottom = `${window.innerHeight - at.top + 6}px`
    event.currentTarget.style.right = `${window.innerWidth - at.right}px`
  }
  const onToggle = (event: ToggleEvent<HTMLDivElement>) => {
    if (event.newState === 'open') menu.current?.querySelector('button')?.focus()
  }
  return (
    <>
      <button ref={button} className="primary" popoverTarget={EXPORT_MENU} disabled={!ready}>
        <Icon name="download" /> Export
      </button>
      <div
        ref={menu}
        id={EXPORT_MENU}
        className="popover export-menu"
        popover="auto"
        aria-label="Export"
        role="group"
        onBeforeToggle={place}
        onToggle={onToggle}
      >
        {[...forTrainer, ...SPEC_AND_INPUT, REPORT].map((file) => (
          <Item key={file.label} {...file} />
        ))}
        <Item label="Choose files…" note={everything} run={() => setChoosing(true)} />
        <hr />
        <Item
          label="Save session"
          note="decisions, names and view, not the data"
          run={commands.saveSession}
        />
        <Item
          label="Open session…"
          note="one that was saved here or elsewhere"
          run={() => session.current?.click()}
        />
        <Item label="Copy link" note="opens this view" run={commands.copyLink} />
      </div>
      <input
        ref={session}
        type="file"
        hidden
        aria-label="Session file"
        accept=".json,application/json"
        onChange={(event) => {
          const file = event.target.files?.[0]
          if (file) commands.openSession(file)
          event.target.value = ''
        }}
      />
      {choosing && <ExportDialog onClose={() => setChoosing(false)} />}
    </>
  )
}
