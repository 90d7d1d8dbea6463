import { leadOf } from '../../core/concepts/union.ts'
import { protocolWords } from '../../core/shape/protocols.ts'
import type { ConceptProof, Estimate, Proof } from '../../protocol/data.ts'
import { commands } from '../../store/commands.ts'
import { useStore } from '../../store/store.ts'
import { BeforeAfter } from '../charts/BeforeAfter.tsx'
import { fixed, percent, plural } from '../shared/format.ts'
import { Icon } from '../shared/Icon.tsx'
import { visibleText } from '../shared/visibleText.ts'
import { useNames } from '../rows/useRows.ts'

/** Where what starts a proof leads. */
export const PROOF = 'proof'

/** An evaluation on request, and its result. */
export function ProofSection() {
  const state = useStore((all) => all.proof)
  const verdicts = useStore((all) => all.authored.verdicts)
  return (
    <section id={PROOF} aria-label="Proof" className="proof">
      <h3>Proof</h3>
      {state.kind === 'running' ? (
        <div className="proving" role="status">
          <span>
            Proving… {percent(state.done / state.total)}
            <span className="soft"> {timeLeft(state)}</span>
          </span>
          <progress className="meter" aria-label="Proving" max={1} value={state.done / state.total} />
          <button onClick={commands.cancelProof}>Cancel</button>
        </div>
      ) : (
        <>
          {state.kind === 'none' && (
            <p className="soft">
              Fits a reward head on the data before and after the decisions, compares the two on pairs that
              neither has seen, and tests all concepts again.
            </p>
          )}
          {state.kind === 'done' && state.verdicts !== verdicts && (
            <p className="banner warning">
              <Icon name="warning" /> This result is for earlier decisions: run the proof again for the
              current ones.
            </p>
          )}
          {state.kind === 'done' && <Found proof={state.proof} />}
          <button onClick={commands.prove}>{state.kind === 'done' ? 'Prove it again' : 'Prove it'}</button>
        </>
      )}
    </section>
  )
}

/** "about 20 s left", once a tenth is done. */
function timeLeft({ done, total, since }: { done: number; total: number; since: number }): string {
  const share = done / total
  if (share < 0.1) return ''
  const seconds = ((Date.now() - since) / 1000) * (1 / share - 1)
  return seconds < 90 ? `about ${Math.ceil(seconds)} s left` : `about ${Math.ceil(seconds / 60)} min left`
}

function Found({ proof }: { proof: Proof }) {
  const nameOf = useNames()
  const { accuracy, concepts, unmeasured } = proof
  const ends = concepts.flatMap(({ before, after }) => [before.low, before.high, after.low, after.high])
  const domain = [Math.min(0, ...ends), Math.max(0, ...ends)] as const
  return (
    <>
      <ul className="verdict-sentences">
        {concepts.map((one) => (
          <li key={one.concept} className="data-text">
            {visibleText(one.sentence)}
          </li>
        ))}
        <li>{proof.sentence}</li>
        {unmeasured.length > 0 && (
          <li>
            No held-out pair measures <bdi>{visibleText(unmeasured.map(nameOf).join(', '))}</bdi>.
          </li>
        )}
      </ul>
      {concepts.length > 0 && (
        <table className="proof-table">
          <caption className="unseen">Reliance on each decided concept before and after</caption>
          <thead>
            <tr>
              <th scope="col">Concept</th>
              <th scope="col">Reliance</th>
              <th scope="col">Found again</th>
            </tr>
          </thead>
          <tbody>
            {concepts.map((one) => (
              <ConceptRow
                key={one.concept}
                proof={one}
                name={visibleText(nameOf(one.concept))}
                domain={domain}
              />
            ))}
          </tbody>
        </table>
      )}
      <p>
        Accuracy on held-out pairs {fixed(accuracy.before.value, 3)} → {fixed(accuracy.after.value, 3)}{' '}
        <span className="soft">(change {interval(accuracy.change, 3)})</span>
      </p>
      <p className="faint">
        {plural(concepts.length, 'concept')} measured; 95% intervals by bootstrap over prompts. Grey is
        before, colour after.
      </p>
    </>
  )
}

const interval = ({ value, low, high }: Estimate, digits: number): string =>
  `${fixed(value, digits)}, ${fixed(low, digits)} to ${fixed(high, digits)}`

const MEASURED = {
  counterfactual: 'Score of a response minus that of its rewrite without the concept, in log-odds.',
  matched: 'Score of the side that has the concept, everything else held fixed, in log-odds.',
} as const

function ConceptRow({
  proof,
  name,
  domain,
}: {
  proof: ConceptProof
  name: string
  domain: readonly [number, number]
}) {
  const { before, after, place } = proof
  return (
    <tr>
      <th scope="row">
        <button className="link" onClick={() => commands.select(leadOf(proof.concept))}>
          <bdi>{name}</bdi>
        </button>
        <span className="faint">
          {' '}
          {proof.verdict === 'keep'
            ? 'keep'
            : `${proof.verdict}, ${protocolWords(proof.protocol, 'pairs').name.toLowerCase()}`}
        </span>
      </th>
      <td>
        <BeforeAfter before={before} after={after} domain={domain} />
        <span
          className="number"
          title={`${MEASURED[proof.method]} Before ${interval(before, 2)}; after ${interval(after, 2)}`}
        >
          {fixed(before.value, 2)} → {fixed(after.value, 2)}
        </span>
      </td>
      <td>{whereabouts(place)}</td>
    </tr>
  )
}

function whereabouts({ before, after, left }: ConceptProof['place']): string {
  if (left) return 'no longer found'
  if (!before) return 'not tested before'
  if (!after) return 'too rare now'
  return after.confirmed ? 'confirmed' : `q ${after.q < 0.001 ? '<.001' : fixed(after.q, 2)}`
}
