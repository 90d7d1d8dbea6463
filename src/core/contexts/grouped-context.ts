import type { Sample } from '../stats/sample.ts'
import { sortedBy } from './order.ts'

/**
 * A context as the prompt groups that have pairs in it. Clustered variances need only sums over pairs that
 * share a prompt; the sizes do not change when contexts are permuted (context-permutation.ts).
 */
export interface GroupedContext {
  /** Pairs inside, group by group, ascending in each: those of cell j are pairs[start[j] .. start[j + 1]). */
  readonly pairs: Uint32Array
  readonly start: Uint32Array
  /** Pairs of each cell's group, those outside included. */
  readonly groupSize: Uint32Array
  /** Groups with any pair outside. */
  readonly groupsOutside: number
  /**
   * Σ over cells of size², size·rest and rest² − groupSize², where rest is the number of the group's pairs
   * outside.
   */
  readonly inIn: number
  readonly inOut: number
  readonly outOut: number
}

/** @param set ascending */
export function groupedContext(sample: Sample, set: Uint32Array): GroupedContext {
  const { n, cluster, clusters, memberPtr } = sample
  const pairs = clusters === n ? set : sortedBy(cluster, set)
  const start = new Uint32Array(pairs.length + 1)
  let cells = 0
  for (let k = 0; k < pairs.length; k++)
    if (k === 0 || cluster[pairs[k]!] !== cluster[pairs[k - 1]!]) start[cells++] = k
  start[cells] = pairs.length
  const groupSize = new Uint32Array(cells)
  let [groupsOutside, inIn, inOut, outOut] = [clusters, 0, 0, 0]
  for (let j = 0; j < cells; j++) {
    const g = cluster[pairs[start[j]!]!]!
    const all = (groupSize[j] = memberPtr[g + 1]! - memberPtr[g]!)
    const size = start[j + 1]! - start[j]!
    if (size === all) groupsOutside--
    inIn += size ** 2
    inOut += size * (all - size)
    outOut += (all - size) ** 2 - all ** 2
  }
  return { pairs, start: start.subarray(0, cells + 1), groupSize, groupsOutside, inIn, inOut, outOut }
}
