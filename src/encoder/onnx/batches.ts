import type { Specials, Window } from '../windows.ts'

/** The tensors of one run but for the dictionary's; shapes as in composeEncoder. */
export interface BatchInput {
  readonly shape: { readonly B: number; readonly T: number; readonly U: number }
  readonly ids: Int32Array
  readonly mask: Float32Array
  readonly positions: Int32Array
  readonly pool: Float32Array
  readonly rows: Int32Array
  /** Number of the unit behind every row of the output. */
  readonly units: Uint32Array
}

/**
 * Groups windows of like length, longest first, so that little is padding.
 * @param tokens largest size of a batch, padding included; a window always fits
 * @param step lengths are rounded up to a multiple of this
 */
export function planBatches(windows: readonly Window[], tokens: number, step: number): Window[][] {
  const order = windows.toSorted((a, b) => b.length - a.length)
  const batches: Window[][] = []
  for (let at = 0; at < order.length;) {
    const size = Math.max(1, Math.floor(tokens / padded(order[at]!.length, step)))
    batches.push(order.slice(at, at + size))
    at += size
  }
  return batches
}

/** Lays the windows of a batch out as the graph's inputs. */
export function batchInput(windows: readonly Window[], specials: Specials, step: number): BatchInput {
  const B = windows.length
  const T = padded(Math.max(...windows.map((window) => window.length)), step)
  const U = Math.max(...windows.map((window) => window.units.length))
  const ids = new Int32Array(B * T).fill(specials.pad)
  const mask = new Float32Array(B * T)
  const pool = new Float32Array(B * U * T)
  const rows: number[] = []
  const units: number[] = []
  windows.forEach((window, b) => {
    const row = b * T
    let t = 1
    ids[row] = specials.cls
    window.units.forEach((unit, u) => {
      ids.set(unit.ids, row + t)
      const weights = (b * U + u) * T + t
      pool.fill(1 / unit.ids.length, weights, weights + unit.ids.length)
      t += unit.ids.length
      rows.push(b * U + u)
      units.push(window.firstUnit + u)
    })
    ids[row + t] = specials.sep
    mask.fill(1, row, row + t + 1)
  })
  return {
    shape: { B, T, U },
    ids,
    mask,
    positions: Int32Array.from({ length: T }, (_, t) => t),
    pool,
    rows: Int32Array.from(rows),
    units: Uint32Array.from(units),
  }
}

const padded = (length: number, step: number) => Math.ceil(length / step) * step
