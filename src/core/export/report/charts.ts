import type { Bin } from '../../shape/impact.ts'
import type { Html } from './html.ts'
import { html } from './html.ts'
import { count, points, signed } from './numbers.ts'

const INTERVAL = { width: 160, height: 18 }

/** One row's effect with its interval on an axis from −reach to +reach, zero in the middle. */
export function interval(effect: number, low: number, high: number, reach: number): Html {
  const { width, height } = INTERVAL
  const x = (value: number) => (((value / reach + 1) / 2) * width).toFixed(1)
  const y = height / 2
  return html`<svg
    class="interval ${side(effect)}"
    viewBox="0 0 ${width} ${height}"
    width="${width}"
    height="${height}"
    role="img"
    aria-label="${points(effect)} points, 95% interval ${points(low)} to ${points(high)}"
  >
    <line class="zero" x1="${x(0)}" x2="${x(0)}" y1="0" y2="${height}" />
    <line class="whisker" x1="${x(low)}" x2="${x(high)}" y1="${y}" y2="${y}" />
    <circle cx="${x(effect)}" cy="${y}" r="4" />
  </svg>`
}

/** The axis above the intervals. */
export function intervalAxis(reach: number): Html {
  const { width } = INTERVAL
  return html`<svg class="axis" viewBox="0 0 ${width} 12" width="${width}" height="12" aria-hidden="true">
    <text x="0" y="10">${points(-reach)}</text>
    <text x="${width / 2}" y="10" text-anchor="middle">0</text>
    <text x="${width}" y="10" text-anchor="end">${points(reach)}</text>
  </svg>`
}

/** Held-out AUC as bars that start at chance. */
export function aucBars(bars: readonly { readonly label: string; readonly auc: number }[]): Html {
  const left = 190
  const unit = 600
  const row = 26
  const height = bars.length * row
  return html`<svg
    class="bars"
    viewBox="0 0 560 ${height}"
    role="img"
    aria-label="${bars.map(({ label, auc }) => `${label} ${auc.toFixed(3)}`).join(', ')}"
  >
    ${bars.map(
      ({ label, auc }, i) =>
        html`<text x="${left - 12}" y="${i * row + 17}" text-anchor="end">${label}</text
          ><rect
            x="${left}"
            y="${i * row + 5}"
            width="${(Math.max(0, auc - 0.5) * unit).toFixed(1)}"
            height="16"
          /><text
            class="value"
            x="${(left + Math.max(0, auc - 0.5) * unit + 8).toFixed(1)}"
            y="${i * row + 17}"
            >${auc.toFixed(3)}</text
          >`,
    )}
    <line class="zero" x1="${left}" x2="${left}" y1="0" y2="${height}" />
  </svg>`
}

/** Offsets of the pairs, or what `many` calls them, that stay. */
export function histogram(bins: readonly Bin[], many: string): Html {
  const width = 560
  const height = 120
  const most = Math.max(...bins.map((bin) => bin.count))
  const step = width / bins.length
  const first = bins[0]!.x0
  const last = bins.at(-1)!.x1
  return html`<svg
    class="histogram"
    viewBox="0 0 ${width} ${height + 18}"
    role="img"
    aria-label="Histogram of offsets from ${signed(first)} to ${signed(last)}; the fullest bar holds ${count(most)} ${many}"
  >
    ${bins.map((bin, i) => {
      // The square root keeps rare offsets in sight beside the many pairs at 0.
      const h = Math.sqrt(bin.count / most) * height
      return html`<rect
        x="${(i * step + 1).toFixed(1)}"
        y="${(height - h).toFixed(1)}"
        width="${(step - 2).toFixed(1)}"
        height="${h.toFixed(1)}"
        ><title>${signed(bin.x0)} to ${signed(bin.x1)}: ${count(bin.count)} ${many}</title></rect
      >`
    })}
    <line class="zero" x1="0" x2="${width}" y1="${height}" y2="${height}" />
    <text x="0" y="${height + 14}">${signed(first)}</text>
    <text x="${width / 2}" y="${height + 14}" text-anchor="middle">0</text>
    <text x="${width}" y="${height + 14}" text-anchor="end">${signed(last)}</text>
  </svg>`
}

export const side = (effect: number): 'chosen' | 'rejected' => (effect >= 0 ? 'chosen' : 'rejected')
