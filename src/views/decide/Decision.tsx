import { leadOf } from '../../core/concepts/union.ts'
import { OVERALL } from '../../core/hypothesis.ts'
import type { Verdict } from '../../core/verdict.ts'
import type { VerdictImpact } from '../../protocol/data.ts'
import { commands } from '../../store/commands.ts'
import { useStore } from '../../store/store.ts'
import { fixed, signed } from '../shared/format.ts'
import { Icon } from '../shared/Icon.tsx'
import { useSides } from '../shared/useSides.ts'
import { visibleText } from '../shared/visibleText.ts'
import { VERDICT_WORDS } from '../shared/words.ts'
import { useNames } from '../rows/useRows.ts'
import { Light } from './Light.tsx'
import { ProtocolSelect } from './ProtocolSelect.tsx'
import { protocolOf } from '../../core/shape/protocols.ts'
import { effectWords } from './verdict-copy.ts'
import { Strength } from './Strength.tsx'
import { useAgainst, useConcept, useImpactOf } from '../verdict/useVerdict.ts'

/** The effect on pairs, with warnings. */
function Effect({ effect, against }: { effect: VerdictImpact | undefined; against: string | null }) {
  const { kind, one } = useSides()
  if (!effect) return <span className="decision-effect" />
  const { lambda, target, reached } = effect
  const warning = reached ? against : `${fixed(target, 2)} cannot be reached on this data`
  if (warning === null) {
    return (
      <span className="soft nowrap decision-effect" title={`λ = ${signed(lambda, 3)}`}>
        {effectWords(effect, kind, one)}
      </span>
    )
  }
  return (
    <span className="warning-text nowrap decision-effect" title={warning}>
      <Icon name="warning" />
      <span className="unseen">{warning}: </span>
      {effectWords(effect, kind, one)}
    </span>
  )
}

/** One verdict: kind, protocol, strength, and the number of pairs it changes. */
export function Decision({ verdict }: { verdict: Verdict }) {
  const { concept: id, scope, verdict: kind } = verdict
  const nameOf = useNames()
  const within = scope === OVERALL.id ? '' : ` in “${nameOf(scope)}”`
  const name = visibleText(nameOf(id) + within)
  const concept = useConcept(id)
  const pairs = useSides().kind === 'pairs'
  const effect = useImpactOf(verdict)
  const said = useAgainst(verdict)
  const against = said && protocolOf(verdict.protocol).against ? said : null
  const selected = useStore(
    ({ view }) => view.panel === 'decide' && view.selected === leadOf(id) && view.scope === scope,
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
        aria-current={selected}
        onClick={() => {
          commands.select(leadOf(id), scope)
          commands.showPanel('decide')
        }}
      >
        <bdi>{visibleText(nameOf(id))}</bdi>
        {within && <bdi className="soft">{visibleText(within)}</bdi>}
      </button>
      {kind === 'keep' ? (
        <span className="soft decision-held">held in place</span>
      ) : (
        <>
          <Strength verdict={verdict} name={name} />
          {concept ? (
            <ProtocolSelect verdict={verdict} concept={concept} label={`Protocol for ${name}`} />
          ) : (
            <span className="faint">not found yet</span>
          )}
        </>
      )}
      <span className="decision-end">
        <Effect effect={kind === 'keep' ? undefined : effect} against={against} />
        {pairs && <Light verdict={verdict} />}
      </span>
      <button
        className="plain icon"
        aria-label={`Withdraw the verdict on ${name}`}
        title="Withdraw (x)"
        onClick={() => commands.decide(id, null, scope)}
      >
        <Icon name="close" />
      </button>
    </li>
  )
}
