import { useStore } from '../../store/store.ts'
import { Histogram } from '../charts/Histogram.tsx'
import { count, signed } from '../shared/format.ts'

/** Mean Δlog length as how much longer the chosen response is. */
const longer = (logRatio: number): string => `${signed((Math.exp(logRatio) - 1) * 100, 0)}%`

/** What all decisions together do. */
export function Consequences() {
  const impact = useStore((state) => state.impact)
  const pairs = useStore((state) => state.dataset?.pairs ?? 0)
  if (!impact) return <p className="soft consequences">Working out what they do…</p>
  return (
    <div className="consequences" aria-live="polite">
      <dl>
        <div>
          <dt>Touched</dt>
          <dd>
            {count(impact.touched)} <span className="faint">of {count(pairs)}</span>
          </dd>
        </div>
        <div>
          <dt>Dropped</dt>
          <dd>{count(impact.dropped)}</dd>
        </div>
        <div title="How much longer the chosen response is than the rejected one, on average, before and after.">
          <dt>Chosen longer by</dt>
          <dd>
            {longer(impact.lengthBefore)} → {longer(impact.lengthAfter)}
          </dd>
        </div>
      </dl>
      {impact.offsets.length > 0 && (
        <div className="offsets">
          <span className="soft">Offsets</span>
          <Histogram
            bins={impact.offsets}
            label="Offsets"
            height={36}
            positive="bar-accent"
            negative="bar-accent"
          />
        </div>
      )}
    </div>
  )
}
