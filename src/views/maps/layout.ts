import { extent, polygonContains, quadtree, scaleLinear } from 'd3'

export type Point = [number, number]

/** Points laid out on a screen. */
export interface Layout {
  readonly width: number
  readonly height: number
  readonly at: readonly Point[]
  /** The point nearest to a place, at most `reach` pixels away, of those that can be pointed at; −1 for none. */
  nearest(x: number, y: number, reach: number): number
}

const MARGIN = 6

/**
 * Fits points into a rectangle, one scale for both axes so that distances mean the same either way.
 * @param inert points that cannot be pointed at
 */
export function layOut(
  x: ArrayLike<number>,
  y: ArrayLike<number>,
  width: number,
  height: number,
  inert: (point: number) => boolean,
): Layout {
  const xs = Array.from(x)
  const ys = Array.from(y)
  const [left = 0, right = 0] = extent(xs)
  const [bottom = 0, top = 0] = extent(ys)
  const span = Math.max((right - left) / (width - 2 * MARGIN), (top - bottom) / (height - 2 * MARGIN)) || 1
  const across = scaleLinear(
    [(left + right) / 2 - span, (left + right) / 2 + span],
    [width / 2 - 1, width / 2 + 1],
  )
  const up = scaleLinear(
    [(bottom + top) / 2 - span, (bottom + top) / 2 + span],
    [height / 2 + 1, height / 2 - 1],
  )
  const at = xs.map((value, i): Point => [across(value), up(ys[i]!)])
  const tree = quadtree<number>(
    at.flatMap((_, i) => (inert(i) ? [] : [i])),
    (i) => at[i]![0],
    (i) => at[i]![1],
  )
  return { width, height, at, nearest: (px, py, reach) => tree.find(px, py, reach) ?? -1 }
}

/** The points inside a closed path. */
export function within(at: readonly Point[], path: Point[]): number[] {
  return at.flatMap((point, i) => (polygonContains(path, point) ? [i] : []))
}
