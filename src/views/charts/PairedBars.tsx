import { percent } from '../shared/format.ts'

/** Share of chosen (above) and of rejected responses (below) with the concept. */
export function PairedBars({ chosen, rejected }: { chosen: number; rejected: number }) {
  const bar = (share: number, side: string, y: number) => (
    <>
      <rect className="track" x={0} y={y} width={100} height={5} />
      <rect className={side} x={0} y={y} width={100 * share} height={5} />
    </>
  )
  return (
    <span
      className="paired-bars"
      title={`In ${percent(chosen)} of chosen and ${percent(rejected)} of rejected responses`}
    >
      <svg viewBox="0 0 100 12" preserveAspectRatio="none" aria-hidden="true">
        {bar(chosen, 'bar-chosen', 0)}
        {bar(rejected, 'bar-rejected', 7)}
      </svg>
      <span className="paired-numbers">
        <span className="chosen">{percent(chosen)}</span>
        <span className="rejected">{percent(rejected)}</span>
      </span>
    </span>
  )
}
