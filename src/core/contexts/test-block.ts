import type { Concept } from '../concepts/concept.ts'
import type { Disparities } from '../concepts/disparity.ts'
import { membership } from './context.ts'
import { within } from '../linalg/sparse-matrix.ts'
import { type Sample, subsample } from '../stats/sample.ts'

/** A concept as a sparse column: its discordant pairs, ascending, and their u. */
export interface TestColumn {
  readonly concept: Concept
  readonly pair: Uint32Array
  readonly u: Float32Array
  /** The concept is length itself, so its effect is not adjusted for length. */
  readonly isLength: boolean
}

/** Columns and sets of pairs; every column is tested in every set. */
export interface TestBlock {
  readonly sets: readonly Uint32Array[]
  readonly columns: readonly TestColumn[]
}

/** A part of a sample, with its pairs renumbered in the same order. */
export interface Restriction {
  readonly sample: Sample
  readonly block: (whole: TestBlock) => TestBlock
}

/** @param keep pairs to keep, ascending */
export function restrict(whole: Sample, keep: Uint32Array): Restriction {
  if (keep.length === whole.n) return { sample: whole, block: (block) => block }
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
export function restrictColumn(column: TestColumn, rank: Int32Array): TestColumn {
  const { row, value } = within({ row: column.pair, value: column.u }, rank)
  return { ...column, pair: row, u: value }
}

/** Joins columns of one sample; the counts of responses with each are not computed. */
export function joinColumns(pairs: number, columns: readonly TestColumn[]): Disparities {
  const indptr = new Uint32Array(columns.length + 1)
  columns.forEach(({ pair }, m) => (indptr[m + 1] = indptr[m]! + pair.length))
  const joined = {
    pairs,
    concepts: columns.length,
    indptr,
    pair: new Uint32Array(indptr[columns.length]!),
    u: new Float32Array(indptr[columns.length]!),
    inChosen: new Uint32Array(columns.length),
    inRejected: new Uint32Array(columns.length),
  }
  columns.forEach(({ pair, u }, m) => {
    joined.pair.set(pair, indptr[m])
    joined.u.set(u, indptr[m])
  })
  return joined
}

/**
 * The part of each column in each of some sets, numbered within the set.
 * @param wanted whether the part of a column in a set is needed; others are left empty
 * @returns per set, one column for each of `columns`
 */
export function splitColumns(
  pairs: number,
  sets: readonly Uint32Array[],
  columns: readonly TestColumn[],
  wanted: (set: number, column: number) => boolean = () => true,
): TestColumn[][] {
  const { indptr, context } = membership(pairs, sets)
  const next = new Uint32Array(sets.length)
  // For each membership, the position of the pair in its set.
  const rank = Uint32Array.from(context, (s) => next[s]!++)
  const size = new Uint32Array(sets.length)
  const dealt = sets.map((): TestColumn[] => [])
  const nothing = { pair: new Uint32Array(), u: new Float32Array() }
  columns.forEach((column, m) => {
    size.fill(0)
    for (const i of column.pair) for (let j = indptr[i]!; j < indptr[i + 1]!; j++) size[context[j]!]!++
    const own = dealt.map((list, s) => {
      const room = wanted(s, m) ? { pair: new Uint32Array(size[s]!), u: new Float32Array(size[s]!) } : nothing
      list.push({ ...column, ...room })
      return room
    })
    size.fill(0)
    column.pair.forEach((i, k) => {
      for (let j = indptr[i]!; j < indptr[i + 1]!; j++) {
        const s = context[j]!
        if (own[s] === nothing) continue
        own[s]!.pair[size[s]!] = rank[j]!
        own[s]!.u[size[s]!++] = column.u[k]!
      }
    })
  })
  return dealt
}
