import { commands } from '../../store/commands.ts'
import { useStore } from '../../store/store.ts'
import { useSides } from '../shared/useSides.ts'
import { detectableSentence } from './words.ts'

/**
 * Shown in place of an empty table of contexts: why it is empty, and which effects could be detected.
 * @param filtered whether there are rows that the filters hide
 */
export function NothingInContexts({ filtered }: { filtered: boolean }) {
  const contexts = useStore((state) => state.contexts)
  const picked = useStore((state) => state.view.context)
  const interrupted = useStore((state) => state.interrupted)
  const sides = useSides()
  const context = contexts?.contexts.find(({ id }) => id === picked)
  if (!contexts) {
    return (
      <div className="nothing" role="status">
        {interrupted ? (
          <>
            <p>Contexts are found once every response and prompt is read.</p>
            <button onClick={commands.resume}>Resume the extraction</button>
          </>
        ) : (
          <p>Contexts appear here once every response and prompt is read and tested.</p>
        )}
      </div>
    )
  }
  if (contexts.contexts.length === 0) {
    return (
      <div className="nothing">
        <p>This dataset is too small for contexts: each needs 25 {sides.one}s inside and 25 outside.</p>
      </div>
    )
  }
  const where = context ? 'in this context' : 'in any context'
  return (
    <div className="nothing">
      <p>{filtered ? `No concept passes these filters ${where}.` : `Nothing stands out ${where}.`}</p>
      {context && <p className="soft">{detectableSentence(context, sides)}</p>}
      <button onClick={commands.clearFilters}>Clear the filters</button>
    </div>
  )
}
