import { allowedProtocols, type ProtocolConcept, protocolWords } from '../../core/shape/protocols.ts'
import type { Protocol, Verdict } from '../../core/verdict.ts'
import { commands } from '../../store/commands.ts'
import { useSides } from '../shared/useSides.ts'

/** The protocols that can enact a verdict on a concept. */
export function ProtocolSelect({
  verdict,
  concept,
  label,
}: {
  verdict: Verdict
  concept: ProtocolConcept
  label: string
}) {
  const { kind } = useSides()
  const allowed = allowedProtocols(concept, verdict.verdict, kind)
  return (
    <select
      aria-label={label}
      value={verdict.protocol}
      onChange={(event) =>
        commands.adjust(verdict.concept, { protocol: event.target.value as Protocol }, verdict.scope)
      }
    >
      {allowed.map((id) => (
        <option key={id} value={id}>
          {protocolWords(id, kind).name}
        </option>
      ))}
    </select>
  )
}
