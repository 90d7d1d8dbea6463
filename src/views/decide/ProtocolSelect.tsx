import { type ProtocolConcept, allowedProtocols } from '../../core/shape/protocols.ts'
import { protocolInfoFor } from '../../core/shape/response-protocols.ts'
import type { Protocol, Verdict } from '../../core/verdict.ts'
import { commands } from '../../store/commands.ts'
import { useStore } from '../../store/store.ts'

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
  const paired = useStore((state) => state.dataset?.paired ?? true)
  const allowed = allowedProtocols(concept, verdict.verdict, paired)
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
          {protocolInfoFor(id, paired).name}
        </option>
      ))}
    </select>
  )
}
