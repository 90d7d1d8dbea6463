import { useStore } from '../../store/store.ts'
import type { Impact } from '../../protocol/data.ts'
import { count } from '../shared/format.ts'
import { useDecideWords } from './data-words.ts'
import { LengthShift } from './LengthShift.tsx'
import { showWorkbench } from './showWorkbench.ts'

/** How many pairs are dropped, swapped or edited; only what is not 0, at most two lines. */
function outcomes({ changed, weights }: Impact): Impact['changed'] {
  const some = changed.filter(({ pairs }) => pairs > 0)
  return some.length > 0 || weights.length > 0 ? some.slice(0, 2) : changed.slice(0, 1)
}

/** The effect of all decisions in a few numbers; the workbench shows the rest. */
export function Consequences() {
  const impact = useStore((state) => state.impact)
  const pairs = useStore((state) => state.dataset?.pairs ?? 0)
  const { touched, lengthShift } = useDecideWords()
  if (!impact) return <p className="soft consequences">Computing the effect…</p>
  const weighed = impact.weights.length > 0
  return (
    <div className="consequences" aria-live="polite">
      <dl>
        <div title={touched}>
          <dt>Touched</dt>
          <dd>
            {count(impact.touched)} <span className="faint">of {count(pairs)}</span>
          </dd>
        </div>
        {outcomes(impact).map(({ heading, pairs: changed }) => (
          <div key={heading}>
            <dt>{heading}</dt>
            <dd>{count(changed)}</dd>
          </div>
        ))}
        {weighed && (
          <div title="The number of equally weighted pairs that would be as informative as the remaining pairs with their weights.">
            <dt>Effective sample size</dt>
            <dd>{count(Math.round(impact.effectiveSampleSize))}</dd>
          </div>
        )}
        {lengthShift && <LengthShift impact={impact} />}
      </dl>
      <button className="plain" onClick={showWorkbench}>
        Details
      </button>
    </div>
  )
}
