import type { ZoomTransform } from 'd3'
import type { Layout, Point } from './layout.ts'

/** Colours of points, as tokens of the stylesheet. */
export type Tone = 'ink-faint' | 'chosen' | 'rejected' | 'accent'

export interface Mark {
  readonly tone: Tone
  /** Drawn large and above the others. */
  readonly strong: boolean
}

export interface Cloud {
  readonly layout: Layout
  readonly zoom: ZoomTransform
  readonly marks: readonly Mark[]
  /** Lassoed points; the others fade. */
  readonly lassoed: ReadonlySet<number> | null
}

/** The overlay above the points, which changes with the pointer. */
export interface Overlay {
  readonly layout: Layout
  readonly zoom: ZoomTransform
  /** Points with a ring; −1 for none. */
  readonly selected: number
  readonly hovered: number
  /** A closed path in pixels: the current lasso, or the one being drawn. */
  readonly path: readonly Point[]
}

/** Points grow with the zoom, but more slowly than the distances between them. */
const growth = ({ k }: ZoomTransform): number => Math.min(2.5, k ** 0.4)

/**
 * Draws the points at device resolution. Each style is drawn once and copied: tens of thousands of arcs per
 * frame would be too slow for zooming.
 */
export function paintPoints(canvas: HTMLCanvasElement, { layout, zoom, marks, lassoed }: Cloud): void {
  const context = prepare(canvas, layout)
  if (!context) return
  const colour = colours(canvas)
  const stamps = new Map<Tone, HTMLCanvasElement>()
  for (const strong of [false, true]) {
    const radius = (strong ? 2.75 : 1.5) * growth(zoom)
    stamps.clear()
    for (let i = 0; i < marks.length; i++) {
      const mark = marks[i]!
      if (mark.strong !== strong) continue
      const x = zoom.applyX(layout.x[i]!)
      const y = zoom.applyY(layout.y[i]!)
      if (x < -radius || y < -radius || x > layout.width + radius || y > layout.height + radius) continue
      let stamp = stamps.get(mark.tone)
      if (!stamp) stamps.set(mark.tone, (stamp = disc(radius, colour(mark.tone))))
      context.globalAlpha = (strong ? 0.9 : 0.45) * (lassoed && !lassoed.has(i) ? 0.2 : 1)
      const side = stamp.width / window.devicePixelRatio
      context.drawImage(stamp, x - side / 2, y - side / 2, side, side)
    }
  }
}

/** Draws the rings and the lasso on a canvas of their own. */
export function paintOverlay(canvas: HTMLCanvasElement, overlay: Overlay): void {
  const { layout, zoom, selected, hovered, path } = overlay
  const context = prepare(canvas, layout)
  if (!context) return
  const colour = colours(canvas)
  context.strokeStyle = colour('ink')
  context.lineWidth = 1.5
  for (const point of new Set([selected, hovered])) {
    if (point < 0 || point >= layout.x.length) continue
    context.beginPath()
    context.arc(
      zoom.applyX(layout.x[point]!),
      zoom.applyY(layout.y[point]!),
      5 * growth(zoom),
      0,
      2 * Math.PI,
    )
    context.stroke()
  }
  if (path.length > 1) {
    context.strokeStyle = colour('accent')
    context.beginPath()
    path.forEach(([x, y]) => context.lineTo(x, y))
    context.closePath()
    context.stroke()
    context.globalAlpha = 0.12
    context.fillStyle = colour('accent')
    context.fill()
  }
}

/** Clears the canvas and sets its size to the layout's; one unit is one CSS pixel. */
function prepare(canvas: HTMLCanvasElement, { width, height }: Layout): CanvasRenderingContext2D | null {
  const ratio = window.devicePixelRatio
  // Setting the size would clear it too, but reallocates the buffer.
  if (canvas.width !== Math.round(width * ratio)) canvas.width = Math.round(width * ratio)
  if (canvas.height !== Math.round(height * ratio)) canvas.height = Math.round(height * ratio)
  const context = canvas.getContext('2d')
  if (!context) return null
  context.setTransform(ratio, 0, 0, ratio, 0, 0)
  context.globalAlpha = 1
  context.clearRect(0, 0, width, height)
  return context
}

function disc(radius: number, colour: string): HTMLCanvasElement {
  const ratio = window.devicePixelRatio
  const stamp = document.createElement('canvas')
  stamp.width = stamp.height = Math.ceil(2 * radius * ratio) + 2
  const context = stamp.getContext('2d')
  if (context) {
    context.fillStyle = colour
    context.arc(stamp.width / 2, stamp.width / 2, radius * ratio, 0, 2 * Math.PI)
    context.fill()
  }
  return stamp
}

/** Resolves tokens to their current colours: a canvas supports neither variables nor light-dark(). */
function colours(canvas: HTMLCanvasElement): (token: Tone | 'ink') => string {
  const known = new Map<string, string>()
  return (token) => {
    let colour = known.get(token)
    if (colour === undefined) {
      canvas.style.color = `var(--${token})`
      known.set(token, (colour = getComputedStyle(canvas).color))
      canvas.style.color = ''
    }
    return colour
  }
}
