import type { Specials, Window } from '../windows.ts'
import { type KernelRun, RUN_TOKENS } from './kernel.ts'

/** Word embeddings, vocabulary × dim, half floats. */
export interface Words {
  readonly table: Uint16Array
  readonly dim: number
}

/**
 * Cuts windows into runs: the longest first, each into the first run that has room. Runs are as full as the
 * kernel takes them, and where that would leave threads idle, as small as that each has one.
 */
export function planRuns(windows: readonly Window[], threads: number): Window[][] {
  const total = windows.reduce((sum, { length }) => sum + length, 0)
  const size = Math.min(RUN_TOKENS, Math.ceil(total / threads))
  const runs: { room: number; windows: Window[] }[] = []
  for (const window of windows.toSorted((a, b) => b.length - a.length)) {
    let run = runs.find(({ room }) => room >= window.length)
    if (!run) {
      run = { room: Math.max(size, window.length), windows: [] }
      runs.push(run)
    }
    run.windows.push(window)
    run.room -= window.length
  }
  return runs.map((run) => run.windows)
}

/** Lays a run out as the kernel takes it. */
export function kernelRun(windows: readonly Window[], words: Words, specials: Specials): KernelRun {
  const lengths = Uint16Array.from(windows, ({ length }) => length)
  const units = windows.flatMap((window) => window.units)
  const unitFirst = new Uint16Array(units.length)
  const unitTokens = Uint16Array.from(units, ({ ids }) => ids.length)
  const embedded = new Uint16Array(lengths.reduce((sum, length) => sum + length, 0) * words.dim)
  let token = 0
  let unit = 0
  const put = (id: number) => {
    embedded.set(words.table.subarray(id * words.dim, (id + 1) * words.dim), token++ * words.dim)
  }
  for (const window of windows) {
    put(specials.cls)
    for (const { ids } of window.units) {
      unitFirst[unit++] = token
      for (const id of ids) put(id)
    }
    put(specials.sep)
  }
  return { words: embedded, lengths, unitFirst, unitTokens }
}
