import { WINDOW } from '../../core/extract/units.ts'
import type { Specials, Window } from '../windows.ts'

/** The tensors of one run but for the dictionary's; shapes as in composeEncoder. */
export interface BatchInput {
  readonly shape: { readonly B: number; readonly T: number; readonly U: number }
  readonly ids: Int32Array
  readonly positions: Int32Array
  readonly segments: Float32Array
  readonly pool: Float32Array
  readonly rows: Int32Array
}

/** Rows are this long, or null: every window has a row of its own, as long as the longest of its batch. */
export type RowLength = number | null

/**
 * On a GPU: windows of every length share rows, and 8–16 thousand tokens a run saturate a data-centre card.
 */
export const ROW_LENGTH = WINDOW + 2
export const ROW_TOKENS = 16_384

/** A batch of a single row is as long as it must be, to a multiple of this. */
const STEP = 16

/**
 * Cuts windows into batches of at most `tokens` tokens, padding included; a window always fits. Windows that
 * share rows lie in the order in which {@link batchInput} fills them.
 */
export function planBatches(windows: readonly Window[], tokens: number, length: RowLength): Window[][] {
  const rows = packRows(windows, length)
  const batches: Window[][] = []
  for (let at = 0; at < rows.length;) {
    const size = Math.max(1, Math.floor(tokens / (length ?? rows[at]![0]!.length)))
    batches.push(rows.slice(at, at + size).flat())
    at += size
  }
  return batches
}

/** The longest window first, each into the first row that has room. */
function packRows(windows: readonly Window[], length: RowLength): Window[][] {
  const order = windows.toSorted((a, b) => b.length - a.length)
  if (length === null) return order.map((window) => [window])
  const shortest = order.at(-1)?.length ?? 0
  const rows: { room: number; windows: Window[] }[] = []
  /** Rows before this one are full. */
  let open = 0
  for (const window of order) {
    while (open < rows.length && rows[open]!.room < shortest) open++
    let at = open
    while (at < rows.length && rows[at]!.room < window.length) at++
    const row = (rows[at] ??= { room: length, windows: [] })
    row.windows.push(window)
    row.room -= window.length
  }
  return rows.map((row) => row.windows)
}

/**
 * The rows of a batch of {@link planBatches}: each window goes where the one before it went, as long as it
 * fits. That gives the planned rows again, since the first window of a row found no room in the rows before
 * it.
 */
function rowsOf(batch: readonly Window[], length: RowLength): Window[][] {
  const rows: Window[][] = []
  let room = 0
  for (const window of batch) {
    if (length === null || window.length > room) {
      rows.push([])
      room = length ?? 0
    }
    rows.at(-1)!.push(window)
    room -= window.length
  }
  return rows
}

/** Lays a batch out as the graph's inputs. Units keep the order of the windows. */
export function batchInput(batch: readonly Window[], specials: Specials, length: RowLength): BatchInput {
  const rows = rowsOf(batch, length)
  const B = rows.length
  const T = rowLength(rows, length)
  const U = Math.max(...rows.map((row) => row.reduce((sum, { units }) => sum + units.length, 0)))
  const ids = new Int32Array(B * T).fill(specials.pad)
  const positions = new Int32Array(B * T)
  const segments = new Float32Array(B * T)
  const pool = new Float32Array(B * U * T)
  const units: number[] = []
  rows.forEach((row, b) => {
    let at = b * T
    let u = b * U
    row.forEach((window, segment) => {
      const first = at
      ids[at++] = specials.cls
      for (const unit of window.units) {
        ids.set(unit.ids, at)
        const weights = u * T + at - b * T
        pool.fill(1 / unit.ids.length, weights, weights + unit.ids.length)
        at += unit.ids.length
        units.push(u++)
      }
      ids[at++] = specials.sep
      for (let t = first; t < at; t++) positions[t] = t - first
      segments.fill(segment + 1, first, at)
    })
  })
  return { shape: { B, T, U }, ids, positions, segments, pool, rows: Int32Array.from(units) }
}

function rowLength(rows: readonly (readonly Window[])[], length: RowLength): number {
  const longest = Math.max(...rows.map((row) => row.reduce((sum, window) => sum + window.length, 0)))
  if (length === null) return longest
  return rows.length > 1 ? length : Math.ceil(longest / STEP) * STEP
}

/** Share of what is computed for these batches that is padding. */
export function paddingOf(batches: readonly (readonly Window[])[], length: RowLength): number {
  let useful = 0
  let computed = 0
  for (const batch of batches) {
    const rows = rowsOf(batch, length)
    computed += rows.length * rowLength(rows, length)
    useful += batch.reduce((sum, window) => sum + window.length, 0)
  }
  return computed ? 1 - useful / computed : 0
}
