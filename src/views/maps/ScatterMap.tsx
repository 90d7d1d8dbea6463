import { type KeyboardEvent, type PointerEvent, useEffect, useMemo, useRef, useState } from 'react'
import type { ZoomTransform } from 'd3'
import type { Outline } from '../../store/state.ts'
import { useShownTheme } from '../shared/useShownTheme.ts'
import { layOut, type Point, simplified } from './layout.ts'
import { MapTools } from './MapTools.tsx'
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
  const zoom = useZoom(overlay, width, height, panning)
  const { transform } = zoom
  const layout = useMemo(
    () => (width > 0 ? layOut(x, y, width, height, (point) => labelOf(point) === null) : null),
    [x, y, width, height, labelOf],
  )
  const { drawn, hovered, handlers } = usePointer({ layout, transform, panning, onPick, onLasso })
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
        <canvas ref={overlay} aria-hidden="true" className={panning ? 'panning' : undefined} {...handlers} />
        <MapTools zoom={zoom} panning={panning} onPan={setPanning} />
      </div>
      <p className="map-caption faint" aria-hidden="true">
        <bdi>{(hovered >= 0 && labelOf(hovered)) || caption}</bdi>
      </p>
    </div>
  )
}

/** What the pointer does on a map: hover over a point, select it with a click, or draw a lasso. */
function usePointer({
  layout,
  transform,
  panning,
  onPick,
  onLasso,
}: Pick<ScatterMapProps, 'onPick' | 'onLasso'> & {
  layout: ReturnType<typeof layOut> | null
  transform: ZoomTransform
  panning: boolean
}) {
  const [hovered, setHovered] = useState(-1)
  const [drawn, setDrawn] = useState<readonly Point[]>(NO_PATH)
  const position = (event: PointerEvent): Point => [event.nativeEvent.offsetX, event.nativeEvent.offsetY]
  const nearest = (at: Point) => (layout ? layout.nearest(...transform.invert(at), REACH / transform.k) : -1)
  const onPointerDown = (event: PointerEvent<HTMLCanvasElement>) => {
    if (event.button !== 0 || !event.isPrimary || movesMap(event.nativeEvent, panning)) return
    event.currentTarget.setPointerCapture(event.pointerId)
    setDrawn([position(event)])
  }
  const onPointerMove = (event: PointerEvent) => {
    if (drawn.length > 0) setDrawn([...drawn, position(event)])
    else setHovered(nearest(position(event)))
  }
  const onPointerUp = (event: PointerEvent) => {
    const [from] = drawn
    setDrawn(NO_PATH)
    if (!layout || !from) return
    if (drawn.some(([px, py]) => Math.hypot(px - from[0], py - from[1]) > MOVED)) {
      onLasso(simplified(drawn, TOLERANCE).map((corner) => layout.toMap(transform.invert(corner))))
      return
    }
    const point = nearest(position(event))
    if (point >= 0) onPick(point)
  }
  const onPointerCancel = () => setDrawn(NO_PATH)
  const onPointerLeave = () => setHovered(-1)
  const handlers = { onPointerDown, onPointerMove, onPointerUp, onPointerCancel, onPointerLeave }
  return { drawn, hovered, handlers }
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
