import { protocolOf } from '../../core/shape/protocols.ts'
import type { Verdict } from '../../core/verdict.ts'
import { commands } from '../../store/commands.ts'
import { Icon } from '../shared/Icon.tsx'
import { useAgainst } from './useVerdict.ts'

/**
 * Warns about a verdict that suppresses a concept which leans rejected already: what it does, and the
 * alternatives.
 */
export function SuppressWarning({ verdict }: { verdict: Verdict }) {
  const said = useAgainst(verdict)
  const against = said === null ? null : protocolOf(verdict.protocol).against
  if (!against) return null
  const { concept, scope } = verdict
  return (
    <div className="banner warning against" role="note">
      <Icon name="warning" />
      <div>
        <p>
          {said} {against.outcome}
        </p>
        <p>{against.advice}</p>
        <p className="row">
          {against.instead.map(({ label, change }) => (
            <button key={label} onClick={() => commands.adjust(concept, change, scope)}>
              {label}
            </button>
          ))}
        </p>
      </div>
    </div>
  )
}

/** The same warning in one line, under the verdict buttons. */
export function SuppressWarningLine({ verdict }: { verdict: Verdict }) {
  const said = useAgainst(verdict)
  if (said === null || !protocolOf(verdict.protocol).against) return null
  return (
    <p className="warning-text against-line" role="status">
      <Icon name="warning" />
      <span>
        {said}{' '}
        <button className="link" onClick={() => commands.showPanel('decide')}>
          What suppressing does
        </button>
      </span>
    </p>
  )
}
