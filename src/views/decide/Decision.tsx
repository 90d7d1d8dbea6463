import { useState } from 'react'
import type { Protocol, Verdict } from '../../core/verdict.ts'
import { commands } from '../../store/commands.ts'
import { useStore } from '../../store/store.ts'
import { count, fixed, signed } from '../shared/format.ts'
import { Icon } from '../shared/Icon.tsx'
import { visibleText } from '../shared/visibleText.ts'
import { VERDICT_WORDS } from '../shared/words.ts'
import { useNames } from '../table/useRows.ts'

const MOST_STRENGTH = 2

/** The slider moves freely and is kept when let go, so that one move is one step to undo. */
function Strength({ verdict, name }: { verdict: Verdict; name: string }) {
  const [moving, setMoving] = useState<number | null>(null)
  const value = moving ?? verdict.strength
  const keep = () => {
    if (moving !== null && moving !== verdict.strength)
      commands.adjust(verdict.concept, { strength: moving }, verdict.scope)
    setMoving(null)
  }
  return (
    <label className="strength" title={`Strength ${fixed(value, 1)}`}>
      <input
        type="range"
        min={0}
        max={MOST_STRENGTH}
        step={0.1}
        value={value}
        aria-label={`Strength of the verdict on ${name}`}
        onChange={(event) => setMoving(event.target.valueAsNumber)}
        onPointerUp={keep}
        onKeyUp={keep}
        onBlur={keep}
      />
      <span className="number">{fixed(value, 1)}</span>
    </label>
  )
}

/** One verdict: what, how strongly, by which protocol, and how many pairs it touches. */
export function Decision({ verdict }: { verdict: Verdict }) {
  const { concept, scope, verdict: kind, protocol } = verdict
  const nameOf = useNames()
  const within = scope === 'overall' ? '' : ` in “${nameOf(scope)}”`
  const name = visibleText(nameOf(concept) + within)
  const effect = useStore((state) =>
    state.impact?.verdicts.find((one) => one.concept === concept && one.scope === scope),
  )
  return (
    <li className="decision">
      <span className="decision-kind" title={VERDICT_WORDS[kind]}>
        <Icon name={kind} />
        <span className="unseen">{VERDICT_WORDS[kind]}</span>
      </span>
      <button
        className="link decision-name clipped"
        title={name}
        onClick={() => commands.select(concept, scope)}
      >
        <bdi>{visibleText(nameOf(concept))}</bdi>
        {within && <bdi className="soft">{visibleText(within)}</bdi>}
      </button>
      {kind === 'keep' ? (
        <span className="soft decision-held">held in place</span>
      ) : (
        <>
          <Strength verdict={verdict} name={name} />
          <select
            aria-label={`Protocol for ${name}`}
            value={protocol}
            onChange={(event) =>
              commands.adjust(concept, { protocol: event.target.value as Protocol }, scope)
            }
          >
            <option value="offsets">offsets</option>
            <option value="drop">drop pairs</option>
          </select>
        </>
      )}
      <span className="soft nowrap decision-effect" title={effect && `λ = ${signed(effect.lambda, 3)}`}>
        {effect &&
          kind !== 'keep' &&
          (protocol === 'drop' ? `${count(effect.dropped)} dropped` : `${count(effect.touched)} pairs`)}
      </span>
      <button
        className="plain icon"
        aria-label={`Withdraw the verdict on ${name}`}
        title="Withdraw (x)"
        onClick={() => commands.decide(concept, null, scope)}
      >
        <Icon name="close" />
      </button>
    </li>
  )
}
