import { type ProtocolConcept, protocolOf, protocolWords } from '../../core/shape/protocols.ts'
import type { Verdict } from '../../core/verdict.ts'
import { commands } from '../../store/commands.ts'
import { useStore } from '../../store/store.ts'
import { fixed, signed } from '../shared/format.ts'
import { useDraft } from '../shared/useDraft.ts'
import { useSides } from '../shared/useSides.ts'
import { visibleText } from '../shared/visibleText.ts'
import { SuppressWarning } from '../verdict/SuppressWarning.tsx'
import { ProtocolSelect } from './ProtocolSelect.tsx'
import { effectWords, strengthMeaning } from './verdict-copy.ts'
import { useDecideWords } from './data-words.ts'
import { Strength } from './Strength.tsx'
import { useHypothesis, useImpactOf } from '../verdict/useVerdict.ts'

/** How one verdict is enacted: its protocol, its strength and the resulting numbers. */
export function ProtocolEditor({
  verdict,
  concept,
  name,
}: {
  verdict: Verdict
  concept: ProtocolConcept
  name: string
}) {
  const { kind } = useSides()
  if (verdict.verdict === 'keep') return <Kept verdict={verdict} name={name} />
  const { plain, formula, whenNot } = protocolWords(verdict.protocol, kind)
  return (
    <section>
      <div className="enactment">
        <ProtocolSelect verdict={verdict} concept={concept} label={`How to ${verdict.verdict} it`} />
        <Strength verdict={verdict} name={visibleText(name)} />
      </div>
      <SuppressWarning verdict={verdict} />
      <Lambda verdict={verdict} />
      <Meaning verdict={verdict} />
      <p>
        {plain}
        {verdict.protocol === 'offsets' && ` ${REGULARISED}`}
      </p>
      {verdict.protocol === 'offsets' && <OneSided verdict={verdict} />}
      <p className="formula">{formula}</p>
      <p className="soft">
        <strong>Not when:</strong> {whenNot}
      </p>
      {protocolOf(verdict.protocol).template && <Template verdict={verdict} />}
      <Note verdict={verdict} />
    </section>
  )
}

const REGULARISED =
  'What is said of strengths holds in a head regularised like ours; a model that is trained longer grows past a fixed offset.'

/** From this share of the pairs on one side, a fixed offset is outgrown. */
const NEARLY_ALL = 0.95

function OneSided({ verdict }: { verdict: Verdict }) {
  const winRate = useHypothesis(verdict)?.winRate ?? 0.5
  if (Math.max(winRate, 1 - winRate) < NEARLY_ALL) return null
  return (
    <p className="banner warning">
      Nearly all pairs have this on one side only: training rewards it without end, and an offset only delays
      that. Soft labels do not fade.
    </p>
  )
}

/** λ itself, of any size: also where the data have no lean that a strength could be a share of. */
function Lambda({ verdict }: { verdict: Verdict }) {
  const { concept, scope, lambda, protocol } = verdict
  const draft = useDraft(lambda === undefined ? '' : String(lambda), (text) => {
    const value = Number(text)
    if (text.trim() !== '' && Number.isFinite(value)) commands.adjust(concept, { lambda: value }, scope)
  })
  if (protocol !== 'offsets' && protocol !== 'soft-labels') return null
  return (
    <label
      className="lambda"
      title="Instead of a strength, λ of any size: above 0 it takes the concept away, below 0 it adds to it, per standard deviation."
    >
      or λ ={' '}
      <input
        type="text"
        inputMode="decimal"
        size={10}
        value={draft.value}
        placeholder="by strength"
        onChange={(event) => draft.change(event.target.value)}
        onBlur={draft.commit}
      />
    </label>
  )
}

function Kept({ verdict, name }: { verdict: Verdict; name: string }) {
  return (
    <section>
      <p>
        <bdi>{visibleText(name)}</bdi> is held in place: the other decisions are enacted so that what the data
        teaches about it does not change.
      </p>
      <Note verdict={verdict} />
    </section>
  )
}

/** The meaning of the strength, with the resulting numbers. */
function Meaning({ verdict }: { verdict: Verdict }) {
  const effect = useImpactOf(verdict)
  const { kind, one } = useSides()
  const { lambda } = useDecideWords()
  const { whileTraining, enact } = protocolOf(verdict.protocol)
  const draft = useStore((state) => state.draft)
  const moved = draft?.concept === verdict.concept && draft.scope === verdict.scope ? draft : verdict
  return (
    <div className="meaning" aria-live="polite">
      <p>{strengthMeaning(moved, effect?.reliance)}</p>
      {effect && (
        <dl className="numbers">
          <div title="Log-odds for the response that has the concept, per standard deviation, in a reward head on the original data; and the target.">
            <dt>Reliance</dt>
            <dd>
              {fixed(effect.reliance, 2)}
              {!whileTraining && ` → ${fixed(effect.target, 2)}`}
            </dd>
          </div>
          {enact.step === 'offsets' && (
            <div title={lambda}>
              <dt>λ</dt>
              <dd>{signed(effect.lambda, 3)}</dd>
            </div>
          )}
          <div>
            <dt>It changes</dt>
            <dd>{effectWords(effect, kind, one)}</dd>
          </div>
        </dl>
      )}
      {effect && !effect.reached && (
        <p className="banner warning">
          This protocol cannot reach {fixed(effect.target, 2)} on this data: what is shown is the closest.
        </p>
      )}
    </div>
  )
}

/** The words that ask the policy for the concept; empty brings back the default. */
function Template({ verdict }: { verdict: Verdict }) {
  const standard = useStore((state) => state.preview?.template ?? '')
  const { concept, scope, template = '' } = verdict
  const draft = useDraft(template, (text) => commands.adjust(concept, { template: text }, scope))
  return (
    <label className="field">
      Instruction to the policy during training
      <textarea
        rows={3}
        value={draft.value}
        placeholder={visibleText(standard)}
        onChange={(event) => draft.change(event.target.value)}
        onBlur={draft.commit}
      />
    </label>
  )
}

function Note({ verdict }: { verdict: Verdict }) {
  const { concept, scope, note } = verdict
  const draft = useDraft(note, (text) => commands.adjust(concept, { note: text }, scope))
  return (
    <label className="field">
      Reason for the decision
      <textarea
        rows={2}
        value={draft.value}
        onChange={(event) => draft.change(event.target.value)}
        onBlur={draft.commit}
      />
    </label>
  )
}
