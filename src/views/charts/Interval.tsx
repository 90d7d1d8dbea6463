import { scaleLinear } from 'd3'

const WIDTH = 120
const HEIGHT = 40

/**
 * An effect with its interval on an axis common to all rows, symmetric about zero; ends beyond the axis are
 * clipped.
 */
export function Interval({
  value,
  low,
  high,
  limit,
}: {
  value: number
  low: number
  high: number
  limit: number
}) {
  const x = scaleLinear([-limit, limit], [3, WIDTH - 3]).clamp(true)
  const middle = HEIGHT / 2
  const side = value >= 0 ? 'chosen' : 'rejected'
  return (
    <svg
      className={`interval ${side}`}
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      preserveAspectRatio="none"
      aria-hidden="true"
    >
      <line className="zero" x1={x(0)} x2={x(0)} y1={0} y2={HEIGHT} />
      <line className="range" x1={x(low)} x2={x(high)} y1={middle} y2={middle} />
      {low >= -limit && <line className="range" x1={x(low)} x2={x(low)} y1={middle - 3} y2={middle + 3} />}
      {high <= limit && <line className="range" x1={x(high)} x2={x(high)} y1={middle - 3} y2={middle + 3} />}
      <line className="value" x1={x(value)} x2={x(value)} y1={middle} y2={middle} />
    </svg>
  )
}
