/** Two nodes joined: nodes 0 … n − 1 are the points, node n + i is what merge i makes. */
export interface Merge {
  readonly left: number
  readonly right: number
  /** √(2·nₐ·n_b / (nₐ + n_b))·‖cₐ − c_b‖, as in SciPy's linkage. */
  readonly height: number
  /** Weight of the node made. */
  readonly size: number
}

/**
 * Hierarchical clustering by Ward's criterion (Ward 1963), the distances updated by Lance and Williams's formula:
 * the two nodes are joined whose union adds least to the sum of squares within clusters. O(n³) in the worst
 * case, n being a few hundred centres.
 * @param points n × columns, row by row
 * @param weight of each point, as so many points in one place
 */
export function wardMerges(points: ArrayLike<number>, columns: number, weight: ArrayLike<number>): Merge[] {
  const n = weight.length
  const size = Float64Array.from(weight)
  const node = Uint32Array.from(size.keys())
  const squared = new Float64Array(n * n)
  for (let a = 0; a < n; a++)
    for (let b = 0; b < a; b++) {
      let sum = 0
      for (let d = 0; d < columns; d++) sum += (points[a * columns + d]! - points[b * columns + d]!) ** 2
      squared[a * n + b] = squared[b * n + a] = ((2 * size[a]! * size[b]!) / (size[a]! + size[b]!)) * sum
    }
  const open = Array.from(node)
  const merges: Merge[] = []
  while (open.length > 1) {
    const [a, b] = nearestTwo(squared, n, open)
    const between = squared[a * n + b]!
    for (const c of open) {
      if (c === a || c === b) continue
      const all = size[a]! + size[b]! + size[c]!
      const toBoth = (size[a]! + size[c]!) * squared[a * n + c]! + (size[b]! + size[c]!) * squared[b * n + c]!
      squared[a * n + c] = squared[c * n + a] = (toBoth - size[c]! * between) / all
    }
    size[a]! += size[b]!
    merges.push({ left: node[a]!, right: node[b]!, height: Math.sqrt(between), size: size[a]! })
    node[a] = n + merges.length - 1
    open.splice(open.indexOf(b), 1)
  }
  return merges
}

function nearestTwo(squared: Float64Array, n: number, open: readonly number[]): [number, number] {
  let best: [number, number] = [open[0]!, open[1]!]
  let least = Infinity
  for (let i = 0; i < open.length; i++)
    for (let j = i + 1; j < open.length; j++) {
      const own = squared[open[i]! * n + open[j]!]!
      if (own < least) [least, best] = [own, [open[i]!, open[j]!]]
    }
  return best
}

/** The points under each node, points first. */
export function leavesOf(points: number, merges: readonly Merge[]): number[][] {
  const leaves: number[][] = Array.from({ length: points }, (_, p) => [p])
  for (const { left, right } of merges) leaves.push([...leaves[left]!, ...leaves[right]!])
  return leaves
}
