import { useEffect, useState } from 'react'
import type { Verdict } from '../../core/verdict.ts'
import { commands } from '../../store/commands.ts'
import { fixed } from '../shared/format.ts'
import { mostStrength } from './meaning.ts'

/** Its consequences are shown while the slider moves; it is kept when let go, so that one move is one step to undo. */
export function Strength({ verdict, name }: { verdict: Verdict; name: string }) {
  const { concept, scope, strength, protocol } = verdict
  const [moving, setMoving] = useState<number | null>(null)
  const value = moving ?? strength
  const move = (next: number) => {
    setMoving(next)
    commands.draft(concept, next, scope)
  }
  const keep = () => {
    if (moving === null) return
    setMoving(null)
    if (moving === strength) commands.draft(concept, null, scope)
    else commands.adjust(concept, { strength: moving }, scope)
  }
  // A slider that goes while it is moved leaves nothing behind.
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
        onChange={(event) => move(event.target.valueAsNumber)}
        onPointerUp={keep}
        onKeyUp={keep}
        onBlur={keep}
      />
      <span className="number">{fixed(value, 1)}</span>
    </label>
  )
}
