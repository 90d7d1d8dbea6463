import { scaleLinear } from 'd3'

/** A number with its 95% interval. */
interface Range {
  readonly value: number
  readonly low: number
  readonly high: number
}

const WIDTH = 160
const HEIGHT = 28

/** Two numbers with their intervals, one below the other on a common axis that includes zero. */
export function BeforeAfter({
  before,
  after,
  domain,
}: {
  before: Range
  after: Range
  domain: readonly [number, number]
}) {
  const x = scaleLinear(domain, [5, WIDTH - 5]).clamp(true)
  const line = ({ value, low, high }: Range, className: string, y: number) => (
    <g className={className}>
      <line className="range" x1={x(low)} x2={x(high)} y1={y} y2={y} />
      <line className="value" x1={x(value)} x2={x(value)} y1={y} y2={y} />
    </g>
  )
  return (
    <svg
      className="interval before-after"
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      preserveAspectRatio="none"
      aria-hidden="true"
    >
      <line className="zero" x1={x(0)} x2={x(0)} y1={0} y2={HEIGHT} />
      {line(before, 'was', 8)}
      {line(after, 'is', 20)}
    </svg>
  )
}
