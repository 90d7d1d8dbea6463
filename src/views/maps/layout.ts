import { extent, quadtree, scaleLinear } from 'd3'

export type Point = [number, number]

/** Points laid out on a screen, before any zoom. */
export interface Layout {
  readonly width: number
  readonly height: number
  /** Of point i, in pixels. */
  readonly x: Float64Array
  readonly y: Float64Array
  /**
   * The selectable point nearest to (x, y), at most `reach` pixels away; −1 for none.
   */
  nearest(x: number, y: number, reach: number): number
  /** Converts pixels to the map's coordinates, and back. */
  toMap(place: readonly [number, number]): Point
  toScreen(place: readonly [number, number]): Point
}

const MARGIN = 6

/**
 * Fits points into a rectangle, one scale for both axes so that distances are comparable.
 * @param inert points that cannot be selected
 */
export function layOut(
  x: ArrayLike<number>,
  y: ArrayLike<number>,
  width: number,
  height: number,
  inert: (point: number) => boolean,
): Layout {
  const [left = 0, right = 0] = extent(Array.from(x))
  const [bottom = 0, top = 0] = extent(Array.from(y))
  const span = Math.max((right - left) / (width - 2 * MARGIN), (top - bottom) / (height - 2 * MARGIN)) || 1
  const across = scaleLinear(
    [(left + right) / 2 - span, (left + right) / 2 + span],
    [width / 2 - 1, width / 2 + 1],
  )
  const up = scaleLinear(
    [(bottom + top) / 2 - span, (bottom + top) / 2 + span],
    [height / 2 + 1, height / 2 - 1],
  )
  const at = { x: Float64Array.from(x, across), y: Float64Array.from(y, up) }
  const tree = quadtree<number>(
    Array.from(at.x.keys()).filter((i) => !inert(i)),
    (i) => at.x[i]!,
    (i) => at.y[i]!,
  )
  return {
    width,
    height,
    ...at,
    nearest: (px, py, reach) => tree.find(px, py, reach) ?? -1,
    toMap: ([px, py]) => [across.invert(px), up.invert(py)],
    toScreen: ([mx, my]) => [across(mx), up(my)],
  }
}

/**
 * Simplifies a path so that no removed corner is further than `tolerance` from it (Douglas & Peucker 1973).
 */
export function simplified(path: readonly Point[], tolerance: number): Point[] {
  const first = path[0]
  const last = path.at(-1)
  if (!first || !last || path.length < 3) return [...path]
  let [farthest, distance] = [0, 0]
  for (let i = 1; i < path.length - 1; i++) {
    const d = offLine(path[i]!, first, last)
    if (d > distance) [farthest, distance] = [i, d]
  }
  if (distance <= tolerance) return [first, last]
  const before = simplified(path.slice(0, farthest + 1), tolerance)
  return [...before.slice(0, -1), ...simplified(path.slice(farthest), tolerance)]
}

/** Distance of a point from the line through two others, or from the first if they coincide. */
function offLine([x, y]: Point, [ax, ay]: Point, [bx, by]: Point): number {
  const length = Math.hypot(bx - ax, by - ay)
  if (length === 0) return Math.hypot(x - ax, y - ay)
  return Math.abs((bx - ax) * (ay - y) - (ax - x) * (by - ay)) / length
}
