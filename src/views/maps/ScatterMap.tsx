import { type KeyboardEvent, type PointerEvent, useEffect, useMemo, useRef, useState } from 'react'
import type { Outline } from '../../store/state.ts'
import { Icon } from '../shared/Icon.tsx'
import { useShownTheme } from '../shared/useShownTheme.ts'
import { layOut, type Point, simplified } from './layout.ts'
import { type Mark, paintOverlay, paintPoints } from './paint.ts'
import { movesMap, useZoom, zoomKey } from './useZoom.ts'
import { useWidth } from './useWidth.ts'

/** Height over width. */
const SHAPE = 0.85
/**
 * In pixels: how near the pointer must be to select a point, and how far a drag must go to count as a lasso.
 */
const REACH = 12
const MOVED = 5
/** Tolerance in pixels when a drawn lasso is simplified. */
const TOLERANCE = 1
const NO_PATH: readonly Point[] = []

export interface ScatterMapProps {
  readonly name: string
  readonly x: ArrayLike<number>
  readonly y: ArrayLike<number>
  readonly marks: readonly Mark[]
  /** The label of a point; null where it cannot be selected. */
  readonly labelOf: (point: number) => string | null
  readonly lassoed: ReadonlySet<number> | null
  /** The lasso around them, in the map's own coordinates. */
  readonly outline: Outline | null
  readonly selected: number
  readonly onPick: (point: number) => void
  readonly onLasso: (outline: Outline) => void
  /** Shown while no point is under the pointer. */
  readonly caption: string
}

/**
 * A scatter plot whose points can be clicked and lassoed. It is hidden from screen readers, since table and
 * filters offer the same.
 */
export function ScatterMap(props: ScatterMapProps) {
  const { name, x, y, marks, labelOf, lassoed, outline, selected, onPick, onLasso, caption } = props
  const frame = useRef<HTMLDivElement>(null)
  const points = useRef<HTMLCanvasElement>(null)
  const overlay = useRef<HTMLCanvasElement>(null)
  const width = useWidth(frame)
  const height = width * SHAPE
  const theme = useShownTheme()
  const [panning, setPanning] = useState(false)
  const [hovered, setHovered] = useState(-1)
  const [drawn, setDrawn] = useState<readonly Point[]>(NO_PATH)
  const zoom = useZoom(overlay, width, height, panning)
  const { transform } = zoom
  const layout = useMemo(
    () => (width > 0 ? layOut(x, y, width, height, (point) => labelOf(point) === null) : null),
    [x, y, width, height, labelOf],
  )
  useFrame(() => {
    if (points.current && layout) paintPoints(points.current, { layout, zoom: transform, marks, lassoed })
  }, [layout, transform, marks, lassoed, theme])
  useFrame(() => {
    if (!overlay.current || !layout) return
    const path =
      drawn.length > 0
        ? drawn
        : (outline?.map((corner) => transform.apply(layout.toScreen(corner))) ?? NO_PATH)
    paintOverlay(overlay.current, { layout, zoom: transform, selected, hovered, path })
  }, [layout, transform, selected, hovered, drawn, outline, theme])

  const place = (event: PointerEvent): Point => [event.nativeEvent.offsetX, event.nativeEvent.offsetY]
  const nearest = (at: Point) => (layout ? layout.nearest(...transform.invert(at), REACH / transform.k) : -1)
  const onPointerDown = (event: PointerEvent<HTMLCanvasElement>) => {
    if (event.button !== 0 || !event.isPrimary || movesMap(event.nativeEvent, panning)) return
    event.currentTarget.setPointerCapture(event.pointerId)
    setDrawn([place(event)])
  }
  const onPointerMove = (event: PointerEvent) => {
    if (drawn.length > 0) setDrawn([...drawn, place(event)])
    else setHovered(nearest(place(event)))
  }
  const onPointerUp = (event: PointerEvent) => {
    const [from] = drawn
    setDrawn(NO_PATH)
    if (!layout || !from) return
    if (drawn.some(([px, py]) => Math.hypot(px - from[0], py - from[1]) > MOVED)) {
      onLasso(simplified(drawn, TOLERANCE).map((corner) => layout.toMap(transform.invert(corner))))
      return
    }
    const point = nearest(place(event))
    if (point >= 0) onPick(point)
  }
  const onKeyDown = (event: KeyboardEvent) => {
    const action = event.ctrlKey || event.metaKey || event.altKey ? undefined : zoomKey(event.key, zoom)
    if (!action) return
    event.preventDefault()
    event.stopPropagation()
    action()
  }

  return (
    <div ref={frame} className="map">
      <div
        className="map-frame"
        role="group"
        tabIndex={0}
        aria-label={`${name}: + and − zoom, arrows move, 0 shows all`}
        onKeyDown={onKeyDown}
      >
        <canvas ref={points} aria-hidden="true" />
        <canvas
          ref={overlay}
          aria-hidden="true"
          className={panning ? 'panning' : undefined}
          onPointerDown={onPointerDown}
          onPointerMove={onPointerMove}
          onPointerUp={onPointerUp}
          onPointerCancel={() => setDrawn(NO_PATH)}
          onPointerLeave={() => setHovered(-1)}
        />
        <div className="map-tools">
          <button
            className="icon"
            title="Zoom in (wheel, +)"
            aria-label="Zoom in"
            onClick={() => zoom.by(1.5)}
          >
            <Icon name="plus" />
          </button>
          <button
            className="icon"
            title="Zoom out (wheel, −)"
            aria-label="Zoom out"
            disabled={transform.k <= 1}
            onClick={() => zoom.by(1 / 1.5)}
          >
            <Icon name="minus" />
          </button>
          <button
            className="icon"
            title="Move the map with a drag (also Shift and drag); otherwise a drag draws around points"
            aria-label="Drag moves the map"
            aria-pressed={panning}
            onClick={() => setPanning(!panning)}
          >
            <Icon name="move" />
          </button>
        </div>
      </div>
      <p className="map-caption faint" aria-hidden="true">
        <bdi>{(hovered >= 0 && labelOf(hovered)) || caption}</bdi>
      </p>
    </div>
  )
}

/** Draws in the next animation frame, once for all changes within it. */
function useFrame(draw: () => void, changes: readonly unknown[]): void {
  const latest = useRef(draw)
  useEffect(() => {
    latest.current = draw
  })
  useEffect(() => {
    const frame = requestAnimationFrame(() => latest.current())
    return () => cancelAnimationFrame(frame)
    // eslint-disable-next-line react-hooks/exhaustive-deps -- what the caller lists is what is drawn
  }, changes)
}
