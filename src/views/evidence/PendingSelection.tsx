import { OVERALL } from '../../core/hypothesis.ts'
import { commands } from '../../store/commands.ts'
import { useStore } from '../../store/store.ts'
import { count, plural } from '../shared/format.ts'
import { useSides } from '../shared/useSides.ts'

/**
 * Said of a concept, or of a concept inside a context, that a link names before it is found: what is missing,
 * and a way on.
 */
export function PendingSelection() {
  const scoped = useStore((state) => state.view.scope !== OVERALL.id)
  const interrupted = useStore((state) => state.interrupted)
  const basis = useStore((state) => state.findings?.basis ?? 0)
  const complete = useStore((state) => state.findings?.complete ?? false)
  const total = useStore((state) => state.dataset?.pairs ?? 0)
  const known = useStore(({ findings, view }) =>
    findings?.rows.some(({ concept }) => concept.id === view.selected),
  )
  const { one } = useSides()
  const what = scoped
    ? 'This link looks inside a context, and contexts are found once every response and prompt has been read.'
    : 'The concept of this link has not been found yet: concepts of the dictionary and of contexts are added as responses are read.'
  const stopped = complete
    ? 'The tests were stopped.'
    : `The extraction is stopped; the tables are based on ${count(basis)} of ${plural(total, one)}.`
  return (
    <div className="nothing" role="status">
      <p>{what}</p>
      <p className="soft">{interrupted ? stopped : 'This is still running; the result will appear here.'}</p>
      <p className="row">
        {interrupted && (
          <button className="primary" onClick={commands.resume}>
            {complete ? 'Resume the tests' : 'Resume the extraction'}
          </button>
        )}
        {scoped && known && (
          <button onClick={() => commands.select(useStore.getState().view.selected)}>See it overall</button>
        )}
      </p>
    </div>
  )
}
