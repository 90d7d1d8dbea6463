import type { Layout, Point } from './layout.ts'

/** Colours of points, as tokens of the stylesheet. */
export type Tone = 'ink-faint' | 'chosen' | 'rejected' | 'accent'

export interface Mark {
  readonly tone: Tone
  /** Drawn large and above the others. */
  readonly strong: boolean
}

export interface Picture {
  readonly layout: Layout
  readonly marks: readonly Mark[]
  /** Lassoed points; the others fade. */
  readonly lassoed: ReadonlySet<number> | null
  /** Points with a ring; −1 for none. */
  readonly selected: number
  readonly hovered: number
  /** The lasso while it is drawn. */
  readonly path: readonly Point[]
}

/** Draws a map, one device pixel sharp. */
export function paint(canvas: HTMLCanvasElement, picture: Picture): void {
  const { layout, marks, lassoed, selected, hovered, path } = picture
  const context = canvas.getContext('2d')
  if (!context) return
  const ratio = window.devicePixelRatio
  canvas.width = Math.round(layout.width * ratio)
  canvas.height = Math.round(layout.height * ratio)
  context.scale(ratio, ratio)
  const colour = colours(canvas)
  for (const strong of [false, true]) {
    layout.at.forEach(([x, y], i) => {
      const mark = marks[i]!
      if (mark.strong !== strong) return
      context.globalAlpha = (strong ? 0.9 : 0.45) * (lassoed && !lassoed.has(i) ? 0.2 : 1)
      context.fillStyle = colour(mark.tone)
      disc(context, x, y, strong ? 2.75 : 1.5)
      context.fill()
    })
  }
  context.globalAlpha = 1
  context.strokeStyle = colour('ink')
  context.lineWidth = 1.5
  for (const point of new Set([selected, hovered])) {
    const at = layout.at[point]
    if (!at) continue
    disc(context, at[0], at[1], 5)
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

function disc(context: CanvasRenderingContext2D, x: number, y: number, radius: number): void {
  context.beginPath()
  context.arc(x, y, radius, 0, 2 * Math.PI)
}

/** Tokens as the colours they are now: a canvas knows neither variables nor light-dark(). */
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
