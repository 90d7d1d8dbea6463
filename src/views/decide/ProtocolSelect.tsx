import { leadOf } from '../../core/concepts/union.ts'
import { type ProtocolConcept, protocolWords } from '../../core/shape/protocols.ts'
import { reaches, reachingProtocols, trainerOf } from '../../core/shape/trainers.ts'
import type { Protocol, Verdict } from '../../core/verdict.ts'
import { commands } from '../../store/commands.ts'
import { useStore } from '../../store/store.ts'
import { useSides } from '../shared/useSides.ts'

/** The protocols that can enact a verdict on a concept and that the trainer acts on. */
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
  const trainer = trainerOf(useStore((state) => state.trainer))
  const several = verdict.concept !== leadOf(verdict.concept)
  const decided = several ? ({ ...concept, id: verdict.concept, source: 'union' } as const) : concept
  const offered = reachingProtocols(trainer, decided, verdict.verdict, kind)
  const ignored = !reaches(trainer, verdict.protocol)
  return (
    <select
      aria-label={label}
      value={verdict.protocol}
      onChange={(event) =>
        commands.adjust(verdict.concept, { protocol: event.target.value as Protocol }, verdict.scope)
      }
    >
      {!offered.includes(verdict.protocol) && (
        <option value={verdict.protocol}>
          {protocolWords(verdict.protocol, kind).name}
          {ignored && ` (${trainer.name} ignores it)`}
        </option>
      )}
      {offered.map((id) => (
        <option key={id} value={id}>
          {protocolWords(id, kind).name}
        </option>
      ))}
    </select>
  )
}
