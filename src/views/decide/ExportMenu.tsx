import { type ToggleEvent, useRef } from 'react'
import { commands } from '../../store/commands.ts'
import { useStore } from '../../store/store.ts'
import { Icon } from '../shared/Icon.tsx'

/** Id of the menu, for buttons elsewhere that open it. */
export const EXPORT_MENU = 'export-menu'

const ITEMS = [
  {
    label: 'Reward spec',
    note: 'reward-spec.json: concepts, weights, normalisation',
    run: commands.exportSpec,
  },
  { label: 'Data, as it came', note: 'the input’s own columns', run: () => commands.exportData('input') },
  {
    label: 'Data for TRL DPO',
    note: 'prompt, chosen, rejected, offset',
    run: () => commands.exportData('trl-dpo'),
  },
  { label: 'Data for TRL reward', note: 'with margin', run: () => commands.exportData('trl-reward') },
  { label: 'Audit report', note: 'one HTML file to read or send', run: commands.exportReport },
] as const

/** What can be taken home. */
export function ExportMenu() {
  const button = useRef<HTMLButtonElement>(null)
  const menu = useRef<HTMLDivElement>(null)
  const ready = useStore((state) => state.findings !== null)
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
        {ITEMS.map(({ label, note, run }) => (
          <button
            key={label}
            className="plain"
            onClick={() => {
              menu.current?.hidePopover()
              run()
            }}
          >
            <span>{label}</span>
            <span className="faint">{note}</span>
          </button>
        ))}
      </div>
    </>
  )
}
