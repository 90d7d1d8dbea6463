import { type PointerEvent, useEffect, useMemo, useRef, useState } from 'react'
import { useShownTheme } from '../shared/useShownTheme.ts'
import { layOut, type Point, within } from './layout.ts'
import { type Mark, paint } from './paint.ts'
import { useWidth } from './useWidth.ts'

/** Height over width. */
const SHAPE = 0.85
/** The pointer finds a point this near, and has drawn a lasso once it moved this far; in pixels. */
const REACH = 12
const MOVED = 5

export interface ScatterMapProps {
  readonly x: ArrayLike<number>
  readonly y: ArrayLike<number>
  readonly marks: readonly Mark[]
  /** What a point is; null where it cannot be pointed at. */
  readonly labelOf: (point: number) => string | null
  readonly lassoed: ReadonlySet<number> | null
  readonly selected: number
  readonly onPick: (point: number) => void
  /** Null when the lasso caught nothing. */
  readonly onLasso: (points: readonly number[] | null) => void
  /** Said while no point is pointed at. */
  readonly caption: string
}

/** Points to click and to draw around. All of it can be had by table and filters too, so it is hidden from readers. */
export function ScatterMap(props: ScatterMapProps) {
  const { x, y, marks, labelOf, lassoed, selected, onPick, onLasso, caption } = props
  const frame = useRef<HTMLDivElement>(null)
  const canvas = useRef<HTMLCanvasElement>(null)
  const width = useWidth(frame)
  const theme = useShownTheme()
  const [hovered, setHovered] = useState(-1)
  const [path, setPath] = useState<Point[]>([])
  const layout = useMemo(
    () => (width > 0 ? layOut(x, y, width, width * SHAPE, (point) => labelOf(point) === null) : null),
    [x, y, width, labelOf],
  )
  useEffect(() => {
    if (canvas.current && layout) paint(canvas.current, { layout, marks, lassoed, selected, hovered, path })
  }, [layout, marks, lassoed, selected, hovered, path, theme])

  const place = (event: PointerEvent): Point => [event.nativeEvent.offsetX, event.nativeEvent.offsetY]
  const onPointerDown = (event: PointerEvent<HTMLCanvasElement>) => {
    event.currentTarget.setPointerCapture(event.pointerId)
    setPath([place(event)])
  }
  const onPointerMove = (event: PointerEvent) => {
    const [px, py] = place(event)
    if (path.length > 0) setPath([...path, [px, py]])
    else setHovered(layout?.nearest(px, py, REACH) ?? -1)
  }
  const onPointerUp = (event: PointerEvent) => {
    const [from] = path
    setPath([])
    if (!layout || !from) return
    const [px, py] = place(event)
    const isLasso = path.some(([qx, qy]) => Math.hypot(qx - from[0], qy - from[1]) > MOVED)
    if (isLasso) {
      const caught = within(layout.at, path)
      onLasso(caught.length > 0 ? caught : null)
    } else {
      const point = layout.nearest(px, py, REACH)
      if (point >= 0) onPick(point)
    }
  }

  return (
    <div ref={frame} className="map" aria-hidden="true">
      <canvas
        ref={canvas}
        onPointerDown={onPointerDown}
        onPointerMove={onPointerMove}
        onPointerUp={onPointerUp}
        onPointerCancel={() => setPath([])}
        onPointerLeave={() => setHovered(-1)}
      />
      <p className="map-caption faint">
        <bdi>{(hovered >= 0 && labelOf(hovered)) || caption}</bdi>
      </p>
    </div>
  )
}
