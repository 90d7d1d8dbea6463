import { scaleLinear } from 'd3'
import { count, percent } from '../shared/format.ts'

/** A share with its interval. */
export interface ForestLine {
  readonly id: string
  readonly label: string
  readonly share: number
  readonly low: number
  readonly high: number
  /** The share it is compared with, drawn as a line. */
  readonly against: number
  readonly n: number
}

const WIDTH = 120
const HEIGHT = 24
const x = scaleLinear([0, 1], [4, WIDTH - 4])

/** A share with its interval on [0, 1], with a line at the share it is compared with. */
function Share({ share, low, high, against }: ForestLine) {
  const middle = HEIGHT / 2
  const side = low > against ? 'chosen' : high < against ? 'rejected' : 'undecided'
  return (
    <svg
      className={`interval ${side}`}
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      preserveAspectRatio="none"
      aria-hidden="true"
    >
      <line className="zero" x1={x(against)} x2={x(against)} y1={0} y2={HEIGHT} />
      <line className="range" x1={x(low)} x2={x(high)} y1={middle} y2={middle} />
      <line className="value" x1={x(share)} x2={x(share)} y1={middle} y2={middle} />
    </svg>
  )
}

/** Shares one below the other on a common axis; each label is a button that selects its context. */
export function Forest({
  lines,
  selected,
  onSelect,
}: {
  lines: readonly ForestLine[]
  selected: string
  onSelect: (id: string) => void
}) {
  return (
    <ul className="forest">
      {lines.map((line) => (
        <li key={line.id}>
          <button
            className="link clipped"
            title={line.label}
            aria-current={line.id === selected}
            onClick={() => onSelect(line.id)}
          >
            <bdi>{line.label}</bdi>
          </button>
          <Share {...line} />
          <span className="number" title={`95% interval ${percent(line.low)} to ${percent(line.high)}`}>
            {percent(line.share)} <span className="faint">of {count(line.n)}</span>
          </span>
        </li>
      ))}
    </ul>
  )
}
