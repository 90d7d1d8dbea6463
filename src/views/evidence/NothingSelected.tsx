import { useStore } from '../../store/store.ts'
import { useSides } from '../shared/useSides.ts'
import { PairMap } from '../maps/PairMap.tsx'

/** While nothing is selected: what to do next, and the prompts laid out. */
export function NothingSelected() {
  const { one } = useSides()
  const map = useStore((state) => state.map)
  const lessons = useStore((state) => state.view.table === 'lessons')
  const rows = useStore((state) => state.view.table === 'rows')
  if (rows) {
    return (
      <div className="scroll overview" tabIndex={0} role="region" aria-label="Overview">
        <h2>Pick a row to read it</h2>
        <p className="soft">
          Its prompt by turns, its {one === 'pair' ? 'responses' : 'response'} raw or rendered, and its
          columns are shown here. <kbd>n</kbd> and <kbd>p</kbd> lead to the next and the previous row.
        </p>
      </div>
    )
  }
  return (
    <div className="scroll overview" tabIndex={0} role="region" aria-label="Overview">
      <h2>{`Pick a ${lessons ? 'lesson' : 'concept'} to read its ${one}s`}</h2>
      <p className="soft">
        The {one}s that support it come first, then the exceptions, with the places shaded. <kbd>j</kbd> and{' '}
        <kbd>k</kbd> move through the list, <kbd>?</kbd> explains the page.
      </p>
      {lessons && map && (
        <section className="overview-map">
          <h3>The prompts of this file</h3>
          <PairMap map={map} />
        </section>
      )}
    </div>
  )
}
