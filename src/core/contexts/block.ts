import type { Concept } from '../concepts/concept.ts'
import { sample, type Sample } from '../stats/sample.ts'

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
  const kept = contextSample(whole, keep)
  const ranks = (set: Uint32Array) => set.filter((i) => rank[i]! >= 0).map((i) => rank[i]!)
  return {
    sample: kept,
    block: ({ sets, columns }) => ({
      sets: sets.map(ranks),
      columns: columns.map((column) => ({
        ...column,
        pair: ranks(column.pair),
        u: column.u.filter((_, k) => rank[column.pair[k]!]! >= 0),
      })),
    }),
  }
}

/** Some pairs as a sample of their own; their prompt groups are numbered anew. */
export function contextSample(whole: Sample, pairs: Uint32Array): Sample {
  const rank = new Int32Array(whole.clusters).fill(-1)
  const groups: number[] = []
  const cluster = Uint32Array.from(pairs, (i) => {
    const g = whole.cluster[i]!
    if (rank[g] === -1) rank[g] = groups.push(g) - 1
    return rank[g]!
  })
  const length = Float64Array.from(pairs, (i) => whole.length[i]!)
  return sample(
    length,
    cluster,
    Uint32Array.from(groups, (g) => whole.key[g]!),
  )
}
