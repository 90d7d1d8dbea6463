import type { Concept } from '../concepts/concept.ts'
import { type Sample, subsample } from '../stats/sample.ts'

/** A concept as a sparse column: its discordant pairs, ascending, and their u. */
export interface Column {
  readonly concept: Concept
  readonly pair: Uint32Array
  readonly u: Float32Array
  /** The concept is length itself, so that length cannot be taken out of its effect. */
  readonly isLength: boolean
}

/** Every column is tested in every one of some sets of pairs. */
export interface Block {
  readonly sets: readonly Uint32Array[]
  readonly columns: readonly Column[]
}

/** Keeps some pairs of a sample, numbered anew in the same order. */
export interface Restriction {
  readonly sample: Sample
  readonly block: (whole: Block) => Block
}

/** @param keep pairs to keep, ascending */
export function restrict(whole: Sample, keep: Uint32Array): Restriction {
  const rank = new Int32Array(whole.n).fill(-1)
  keep.forEach((i, at) => (rank[i] = at))
  const kept = subsample(whole, keep)
  return {
    sample: kept,
    block: ({ sets, columns }) => ({
      sets: sets.map((set) => set.filter((i) => rank[i]! >= 0).map((i) => rank[i]!)),
      columns: columns.map((column) => restrictColumn(column, rank)),
    }),
  }
}

/** A column on some pairs. @param rank new number of each pair; −1 for those left out */
export function restrictColumn(column: Column, rank: Int32Array): Column {
  const pair = new Uint32Array(column.pair.length)
  const u = new Float32Array(column.pair.length)
  let kept = 0
  for (let k = 0; k < pair.length; k++) {
    const at = rank[column.pair[k]!]!
    if (at < 0) continue
    pair[kept] = at
    u[kept++] = column.u[k]!
  }
  return { ...column, pair: pair.subarray(0, kept), u: u.subarray(0, kept) }
}
