import { max, scaleLinear } from 'd3'
import { fixed, plural } from '../shared/format.ts'
import { useSides } from '../shared/useSides.ts'

export interface Bin {
  readonly x0: number
  readonly x1: number
  readonly count: number
}

/**
 * Bars with a line at zero; bars right of it take the colour of `positive`, bars left of it of `negative`.
 */
export function Histogram({
  bins,
  label,
  height = 56,
  positive = 'bar-chosen',
  negative = 'bar-rejected',
}: {
  bins: readonly Bin[]
  /** The accessible name of the chart. */
  label: string
  height?: number
  positive?: string
  negative?: string
}) {
  const { one } = useSides()
  const first = bins[0]
  const last = bins.at(-1)
  if (!first || !last) return null
  const width = 240
  const x = scaleLinear([first.x0, last.x1], [0, width])
  const y = scaleLinear([0, max(bins, (bin) => bin.count) ?? 1], [0, height - 2])
  const total = bins.reduce((sum, bin) => sum + bin.count, 0)
  const digits = last.x1 - first.x0 < 5 ? 1 : 0
  return (
    <figure className="histogram">
      <svg
        viewBox={`0 0 ${width} ${height}`}
        preserveAspectRatio="none"
        role="img"
        aria-label={`${label}: ${plural(total, one)} between ${fixed(first.x0, digits)} and ${fixed(last.x1, digits)}`}
      >
        {bins.map((bin) => {
          const middle = (bin.x0 + bin.x1) / 2
          const tone = bin.x0 < 0 && bin.x1 > 0 ? 'bar-neutral' : middle > 0 ? positive : negative
          const left = x(bin.x0)
          return (
            <rect
              key={bin.x0}
              className={tone}
              x={left}
              y={height - y(bin.count)}
              width={Math.max(0.5, x(bin.x1) - left - 1)}
              height={y(bin.count)}
            >
              <title>{`${fixed(bin.x0, 2)} to ${fixed(bin.x1, 2)}: ${plural(bin.count, one)}`}</title>
            </rect>
          )
        })}
        {first.x0 < 0 && last.x1 > 0 && <line className="zero" x1={x(0)} x2={x(0)} y1={0} y2={height} />}
      </svg>
      <figcaption className="histogram-axis" aria-hidden="true">
        <span>{fixed(first.x0, digits)}</span>
        <span>{fixed(last.x1, digits)}</span>
      </figcaption>
    </figure>
  )
}
