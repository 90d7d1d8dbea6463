import { scaleLinear } from 'd3'

const WIDTH = 80
const HEIGHT = 16

/**
 * The change of a value (hollow before, filled after) on an axis symmetric about zero; values beyond the axis
 * are clipped.
 */
export function Shift({ before, after, limit }: { before: number; after: number; limit: number }) {
  const x = scaleLinear([-limit, limit], [4, WIDTH - 4]).clamp(true)
  const middle = HEIGHT / 2
  return (
    <svg className="shift" viewBox={`0 0 ${WIDTH} ${HEIGHT}`} aria-hidden="true">
      <line className="zero" x1={x(0)} x2={x(0)} y1={0} y2={HEIGHT} />
      <line className="moved" x1={x(before)} x2={x(after)} y1={middle} y2={middle} />
      <circle className="before" cx={x(before)} cy={middle} r={2.5} />
      <circle className="after" cx={x(after)} cy={middle} r={3} />
    </svg>
  )
}
