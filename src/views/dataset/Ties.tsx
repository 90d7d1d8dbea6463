import { commands } from '../../store/commands.ts'
import { useStore } from '../../store/store.ts'
import { plural } from '../shared/format.ts'

const CHOICES = [
  { tied: 'keep', label: 'kept' },
  { tied: 'drop', label: 'left out' },
] as const

/** Whether rows that are ties stay in the data as it came; the file is opened again to change it. */
export function Ties() {
  const ties = useStore((state) => state.dataset?.ties ?? 0)
  const mapping = useStore((state) => state.dataset?.mapping)
  if (ties === 0 || !mapping) return null
  const now = mapping.tied ?? 'keep'
  return (
    <div className="ties">
      <span id="ties">Ties: {plural(ties, 'row')}</span>
      <div className="segmented" role="group" aria-labelledby="ties">
        {CHOICES.map(({ tied, label }) => (
          <button
            key={tied}
            aria-pressed={tied === now}
            onClick={() => tied !== now && commands.applyMapping({ ...mapping, tied })}
          >
            {label}
          </button>
        ))}
      </div>
      <p className="faint">A change reads the file again, and holds until the file is closed.</p>
    </div>
  )
}
