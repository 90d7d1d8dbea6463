import { max, scaleLinear } from 'd3'
import { type PointerEvent, useState } from 'react'
import type { ColumnSummary } from '../../protocol/data.ts'
import { commands } from '../../store/commands.ts'
import { useStore } from '../../store/store.ts'
import type { Bin } from '../charts/Histogram.tsx'
import { numberWord, withRange } from '../narrowing/conditions.ts'
import { plural } from '../shared/format.ts'
import { useSides } from '../shared/useSides.ts'
import { visibleText } from '../shared/visibleText.ts'

const WIDTH = 240
const HEIGHT = 44

type Range = readonly [least: number, most: number]

/** A histogram on which a drag picks a range of whole bars; two fields do the same by keyboard. */
export function RangeBrush({
  column,
  bins,
  isDate,
}: {
  column: ColumnSummary
  bins: readonly Bin[]
  isDate: boolean
}) {
  const conditions = useStore((state) => state.view.conditions)
  const { one } = useSides()
  const [drag, setDrag] = useState<Range | null>(null)
  const first = bins[0]
  const last = bins.at(-1)
  if (!first || !last) return null
  const held = conditions.find((condition) => condition.column === column.name && 'least' in condition)
  const asked: Range | null = held && 'least' in held ? [held.least, held.most] : null
  const shown = drag ? bounds(bins, drag) : asked
  const x = scaleLinear([first.x0, last.x1], [0, WIDTH])
  const y = scaleLinear([0, max(bins, (bin) => bin.count) ?? 1], [0, HEIGHT - 1])
  const ask = (range: Range | null) => commands.narrow(withRange(conditions, column.name, range))
  const placeOf = (event: PointerEvent<SVGSVGElement>) => {
    const box = event.currentTarget.getBoundingClientRect()
    return x.invert(((event.clientX - box.left) / box.width) * WIDTH)
  }
  const inside = (bin: Bin) => !shown || (bin.x1 > shown[0] && bin.x0 < shown[1]) || bin.x0 === shown[0]
  return (
    <figure className="histogram">
      <svg
        className="brush"
        viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
        preserveAspectRatio="none"
        role="img"
        aria-label={`${visibleText(column.name)}: ${numberWord(first.x0, isDate)} to ${numberWord(last.x1, isDate)}`}
        onPointerDown={(event) => {
          event.currentTarget.setPointerCapture(event.pointerId)
          setDrag([placeOf(event), placeOf(event)])
        }}
        onPointerMove={(event) => drag && setDrag([drag[0], placeOf(event)])}
        onPointerUp={() => {
          if (drag) ask(bounds(bins, drag))
          setDrag(null)
        }}
        onPointerCancel={() => setDrag(null)}
      >
        {bins.map((bin) => (
          <rect
            key={bin.x0}
            className={inside(bin) ? undefined : 'out'}
            x={x(bin.x0)}
            y={HEIGHT - y(bin.count)}
            width={Math.max(0.5, x(bin.x1) - x(bin.x0) - 1)}
            height={y(bin.count)}
          >
            <title>{`${numberWord(bin.x0, isDate)} to ${numberWord(bin.x1, isDate)}: ${plural(bin.count, column.of === 'pair' ? one : 'response')}`}</title>
          </rect>
        ))}
      </svg>
      {isDate ? (
        <figcaption className="histogram-axis">
          <span>{numberWord(first.x0, true)}</span>
          <span>{numberWord(last.x1, true)}</span>
        </figcaption>
      ) : (
        <RangeFields
          key={asked?.join(' ') ?? 'all'}
          name={column.name}
          whole={[first.x0, last.x1]}
          asked={asked}
          onAsk={ask}
        />
      )}
    </figure>
  )
}

/** A range grown to whole bars. */
function bounds(bins: readonly Bin[], [from, to]: Range): Range {
  const [low, high] = [Math.min(from, to), Math.max(from, to)]
  const held = bins.filter(({ x0, x1 }) => x1 > low && x0 <= high)
  return [held[0]?.x0 ?? bins[0]!.x0, held.at(-1)?.x1 ?? bins.at(-1)!.x1]
}

function RangeFields({
  name,
  whole,
  asked,
  onAsk,
}: {
  name: string
  whole: Range
  asked: Range | null
  onAsk: (range: Range | null) => void
}) {
  const [texts, setTexts] = useState((asked ?? whole).map((value) => String(Number(value.toPrecision(6)))))
  const commit = () => {
    const [least, most] = texts.map((text, i) => (text.trim() === '' ? whole[i]! : Number(text)))
    if (Number.isNaN(least) || Number.isNaN(most)) return
    const all = least! <= whole[0] && most! >= whole[1]
    const same = asked ? least === asked[0] && most === asked[1] : all
    if (!same) onAsk(all ? null : [least!, most!])
  }
  return (
    <span className="range-fields">
      {(['least', 'most'] as const).map((end, i) => (
        <label key={end}>
          <span className={i === 0 ? 'unseen' : undefined}>
            {i === 0 ? `${visibleText(name)} from` : 'to '}
          </span>
          <input
            type="text"
            inputMode="decimal"
            aria-label={`${visibleText(name)}, ${end}`}
            value={texts[i]}
            onChange={(event) => setTexts(texts.map((text, at) => (at === i ? event.target.value : text)))}
            onBlur={commit}
            onKeyDown={(event) => event.key === 'Enter' && commit()}
          />
        </label>
      ))}
    </span>
  )
}
