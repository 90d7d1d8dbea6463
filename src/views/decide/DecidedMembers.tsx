import { unionMembers } from '../../core/concepts/union.ts'
import type { Verdict } from '../../core/verdict.ts'
import type { Recall } from '../../protocol/data.ts'
import { commands } from '../../store/commands.ts'
import { useStore } from '../../store/store.ts'
import { useNames } from '../rows/useRows.ts'
import { count, percent, plural } from '../shared/format.ts'
import { Icon } from '../shared/Icon.tsx'
import { visibleText } from '../shared/visibleText.ts'

/** What a decision is on, how much of the behaviour that sees, and what would see more. */
export function DecidedMembers({ verdict }: { verdict: Verdict }) {
  const { concept, scope } = verdict
  const nameOf = useNames()
  const recall = useStore((state) => (state.recall?.concept === concept ? state.recall : null))
  const members = unionMembers(concept)
  const regroup = (next: readonly string[]) => commands.regroup(concept, next, scope)
  return (
    <section aria-label="What it is about" className="decided-members">
      {members.length > 1 && (
        <>
          <p className="soft">Decided as one: present where any of these is.</p>
          <ul className="chips">
            {members.map((id, i) => (
              <li key={id} className="chip">
                <bdi>{visibleText(nameOf(id))}</bdi>
                {i > 0 && (
                  <button
                    className="plain icon"
                    aria-label={`Leave out ${visibleText(nameOf(id))}`}
                    title="Leave out"
                    onClick={() => regroup(members.filter((one) => one !== id))}
                  >
                    <Icon name="close" />
                  </button>
                )}
              </li>
            ))}
          </ul>
        </>
      )}
      {recall?.found && (
        <Seen recall={recall.found} nameOf={nameOf} onAdd={(id) => regroup([...members, id])} />
      )}
    </section>
  )
}

const MEANING =
  'Estimated from the sentences that the encoder finds like the marked ones and that no member marks. Rather too low than too high.'

function Seen({
  recall: { share, low, high, marked, hidden, more },
  nameOf,
  onAdd,
}: {
  recall: Recall
  nameOf: (id: string) => string
  onAdd: (id: string) => void
}) {
  return (
    <>
      <p title={MEANING}>
        Sees about {percent(share)} of it{' '}
        <span className="soft">
          ({percent(low)} to {percent(high)}): {plural(marked, 'sentence')} marked, about {count(hidden)} like
          them not.
        </span>
      </p>
      {more.length > 0 && (
        <p className="soft row">
          Would see more with{' '}
          {more.map(({ concept, sees }) => (
            <button key={concept} onClick={() => onAdd(concept)}>
              + <bdi>{visibleText(nameOf(concept))}</bdi> <span className="faint">{count(sees)}</span>
            </button>
          ))}
        </p>
      )}
    </>
  )
}
