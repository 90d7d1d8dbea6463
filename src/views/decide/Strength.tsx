import { useEffect } from 'react'
import type { Verdict } from '../../core/verdict.ts'
import { commands } from '../../store/commands.ts'
import { useStore } from '../../store/store.ts'
import { fixed } from '../shared/format.ts'
import { mostStrength } from './verdict-copy.ts'

/**
 * Consequences are shown while the slider moves; the value is stored on release, so that one move is one step
 * to undo.
 */
export function Strength({ verdict, name }: { verdict: Verdict; name: string }) {
  const { concept, scope, strength, protocol } = verdict
  const moving = useStore(({ draft }) =>
    draft?.concept === concept && draft.scope === scope ? draft.strength : null,
  )
  const value = moving ?? strength
  const keep = () => {
    if (moving === null) return
    if (moving === strength) commands.draft(concept, null, scope)
    else commands.adjust(concept, { strength: moving }, scope)
  }
  // Clear the draft when the slider is removed while it is being moved.
  useEffect(() => () => commands.draft(concept, null, scope), [concept, scope])
  return (
    <label className="strength" title={`Strength ${fixed(value, 1)}`}>
      <input
        type="range"
        min={0}
        max={mostStrength(protocol)}
        step={0.1}
        value={value}
        aria-label={`Strength of the verdict on ${name}`}
        onChange={(event) => commands.draft(concept, event.target.valueAsNumber, scope)}
        onPointerUp={keep}
        onKeyUp={keep}
        onBlur={keep}
      />
      <span className="number">{fixed(value, 1)}</span>
    </label>
  )
}
