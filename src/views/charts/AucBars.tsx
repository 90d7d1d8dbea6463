import { scaleLinear } from 'd3'

/** Held-out AUCs side by side, from chance (0.5) to certainty (1). */
export function AucBars({
  bars,
}: {
  bars: readonly { readonly label: string; readonly auc: number | null }[]
}) {
  const x = scaleLinear([0.5, 1], [0, 100]).clamp(true)
  return (
    <dl className="auc-bars">
      {bars.map(({ label, auc }) => (
        <div key={label}>
          <dt>{label}</dt>
          <dd>
            <svg viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true">
              <rect className="track" width={100} height={8} />
              {auc !== null && <rect className="bar-accent" width={x(auc)} height={8} />}
            </svg>
            <span className="number">{auc === null ? '–' : auc.toFixed(3).slice(1)}</span>
          </dd>
        </div>
      ))}
    </dl>
  )
}
