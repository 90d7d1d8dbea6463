import { scaleLinear } from 'd3'

const WIDTH = 64
const HEIGHT = 24

/**
 * Mean u inside a context (filled) and outside (hollow), on an axis from −1 to 1 (always on the chosen side
 * only).
 */
export function PairedMarks({ inside, outside }: { inside: number; outside: number }) {
  const x = scaleLinear([-1, 1], [4, WIDTH - 4]).clamp(true)
  const side = inside >= 0 ? 'chosen' : 'rejected'
  return (
    <svg className={`paired-marks ${side}`} viewBox={`0 0 ${WIDTH} ${HEIGHT}`} aria-hidden="true">
      <line className="zero" x1={x(0)} x2={x(0)} y1={1} y2={HEIGHT - 1} />
      <line className="link" x1={x(inside)} x2={x(outside)} y1={HEIGHT / 2} y2={HEIGHT / 2} />
      <circle className="outside" cx={x(outside)} cy={HEIGHT / 2} r={2.75} />
      <circle className="inside" cx={x(inside)} cy={HEIGHT / 2} r={3.25} />
    </svg>
  )
}
