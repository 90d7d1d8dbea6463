import type { Sample } from '../stats/sample.ts'

/** Contexts that are given by a rule: a value of a column, or what a person says. */
export type RuleKind = 'column' | 'pattern' | 'concept' | 'selection'

/**
 * A data cluster holds pairs with similar responses, a prompt cluster pairs with similar prompts, a theme the
 * pairs whose prompts express a set of prompt features most. Data clusters are disjoint, prompt clusters disjoint
 * or nested, themes and contexts by rules may overlap.
 */
export type ContextKind = 'data-cluster' | 'prompt-cluster' | 'prompt-theme' | RuleKind

/** A part of the data in which concepts are tested against the rest. */
export interface Context {
  /**
   * `data:3`, `prompt:7`, `theme:2`: stable for the same data, features and seed; `column:topic=food` and the
   * like are stable for the same rule.
   */
  readonly id: string
  readonly kind: ContextKind
  /** A title of a few words, unique among the contexts of an analysis. */
  readonly label: string
  /** What it holds, one line; may be empty. */
  readonly description: string
  /** The ends of up to three typical prompts. */
  readonly prompts: readonly string[]
  /** Phrases that prompts here contain more often than prompts elsewhere, most distinctive first. */
  readonly phrases: readonly string[]
  /**
   * Labels of the families (or features) that are more common here than elsewhere, most distinctive first.
   */
  readonly families: readonly string[]
  /** Ascending. */
  readonly pairs: Uint32Array
  readonly size: number
}

/** Which contexts each pair is in: context[indptr[i] .. indptr[i + 1]), compressed sparse rows. */
export interface Membership {
  readonly contexts: number
  readonly indptr: Uint32Array
  readonly context: Uint32Array
}

/** The membership of some sets of pairs. @param sets ascending pairs of each context */
export function membership(pairs: number, sets: readonly Uint32Array[]): Membership {
  const indptr = new Uint32Array(pairs + 1)
  for (const set of sets) for (const i of set) indptr[i + 1]!++
  for (let i = 0; i < pairs; i++) indptr[i + 1]! += indptr[i]!
  const next = indptr.slice(0, pairs)
  const context = new Uint32Array(indptr[pairs]!)
  sets.forEach((set, k) => {
    for (const i of set) context[next[i]!++] = k
  })
  return { contexts: sets.length, indptr, context }
}

/** The union of some sets of pairs, ascending. @param pairs number of pairs in the data */
export function union(pairs: number, sets: readonly Uint32Array[]): Uint32Array {
  const inside = new Uint8Array(pairs)
  for (const set of sets) for (const i of set) inside[i] = 1
  return Uint32Array.from(inside.keys()).filter((i) => inside[i] === 1)
}

/**
 * The rows of each cluster, ascending, largest cluster first.
 * @param assignment cluster of each row; −1 for none
 */
export function clusterRows(assignment: Int32Array, clusters: number): Uint32Array[] {
  const rows = Array.from({ length: clusters }, (): number[] => [])
  assignment.forEach((k, row) => {
    if (k >= 0) rows[k]!.push(row)
  })
  return rows
    .filter((list) => list.length > 0)
    .map((list) => Uint32Array.from(list))
    .sort((a, b) => b.length - a.length)
}

/**
 * Contexts crossed with prompt groups: a cell is the pairs of one group in one context. Sums over pairs that
 * share a prompt are sums over cells, which is all that clustered variances need.
 */
export interface Cells {
  readonly contexts: number
  /** Cells of pair i: pairCell[pairPtr[i] .. pairPtr[i + 1]). */
  readonly pairPtr: Uint32Array
  readonly pairCell: Uint32Array
  /** Cells of group g: groupPtr[g] .. groupPtr[g + 1]. */
  readonly groupPtr: Uint32Array
  readonly context: Uint32Array
  /** Pairs in each cell, and in each group. */
  readonly size: Float64Array
  readonly groupSize: Float64Array
  /** Per context: pairs and groups inside, and groups with any pair outside. */
  readonly pairs: Float64Array
  readonly groups: Float64Array
  readonly groupsOutside: Float64Array
}

/** Computes the cells of a membership. */
export function layCells(sample: Sample, member: Membership): Cells {
  const { contexts } = member
  const groupPtr = new Uint32Array(sample.clusters + 1)
  const pairCell = new Uint32Array(member.context.length)
  const context = new Uint32Array(member.context.length)
  const size = new Float64Array(member.context.length)
  const groupSize = new Float64Array(sample.clusters)
  const pairs = new Float64Array(contexts)
  const groups = new Float64Array(contexts)
  const groupsOutside = new Float64Array(contexts).fill(sample.clusters)
  const cellOf = new Int32Array(contexts).fill(-1)
  let cells = 0
  for (let g = 0; g < sample.clusters; g++) {
    const first = cells
    for (let j = sample.memberPtr[g]!; j < sample.memberPtr[g + 1]!; j++) {
      const i = sample.member[j]!
      for (let k = member.indptr[i]!; k < member.indptr[i + 1]!; k++) {
        const at = member.context[k]!
        let cell = cellOf[at]!
        if (cell < first) {
          cell = cellOf[at] = cells++
          context[cell] = at
          groups[at]!++
        }
        pairCell[k] = cell
        size[cell]!++
        pairs[at]!++
      }
    }
    groupPtr[g + 1] = cells
    groupSize[g] = sample.memberPtr[g + 1]! - sample.memberPtr[g]!
    for (let cell = first; cell < cells; cell++)
      if (size[cell] === groupSize[g]) groupsOutside[context[cell]!]!--
  }
  return {
    contexts,
    pairPtr: member.indptr,
    pairCell,
    groupPtr,
    context: context.subarray(0, cells),
    size: size.subarray(0, cells),
    groupSize,
    pairs,
    groups,
    groupsOutside,
  }
}

/** Numbers the wanted ones of `all` items from 0, −1 for the others; every call returns the same array. */
export function slots(all: number): (wanted: Uint32Array) => Int32Array {
  const slot = new Int32Array(all).fill(-1)
  let before: Uint32Array = new Uint32Array()
  return (wanted) => {
    for (const c of before) slot[c] = -1
    wanted.forEach((c, at) => (slot[c] = at))
    before = wanted
    return slot
  }
}
