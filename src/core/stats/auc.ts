/**
 * Area under the ROC curve of pair scores s_i (chosen − rejected) against their mirror images −s_i: the
 * probability that a random chosen side outscores a random rejected one, P(s_i + s_j > 0) over all i, j, ties
 * counted half (Mann & Whitney 1947).
 * @example
 * // Of the nine sums of two scores, 4, 3, 3, 2, 1 and 1 are above 0, and 0 and 0 tie.
 * pairAuc(Float64Array.of(2, 1, -1)) // → (6 + 2 / 2) / 9
 */
export function pairAuc(scores: Float64Array): number {
  const sorted = scores.slice().sort()
  const n = sorted.length
  let wins = 0
  // Both pointers move in one direction: as s_i grows, more s_j satisfy the inequality.
  let above = n
  let reach = n
  for (let i = 0; i < n; i++) {
    while (above > 0 && sorted[above - 1]! + sorted[i]! > 0) above--
    while (reach > 0 && sorted[reach - 1]! + sorted[i]! >= 0) reach--
    wins += n - above + (above - reach) / 2
  }
  return wins / (n * n)
}

/**
 * Area under the ROC curve of scores against labels: the probability that a random response with label +1
 * outscores a random one with −1, ties counted half; ½ where either is missing.
 * @example
 * labelAuc(Float64Array.of(3, 2, 2, 1), Int8Array.of(1, 1, -1, -1)) // → (2 + 1.5) / 4
 */
export function labelAuc(scores: Float64Array, side: Int8Array): number {
  const order = Uint32Array.from(scores.keys()).sort((a, b) => scores[a]! - scores[b]!)
  let wins = 0
  let bad = 0
  for (let start = 0; start < order.length;) {
    let end = start
    let good = 0
    while (end < order.length && scores[order[end]!] === scores[order[start]!]) {
      if (side[order[end++]!]! > 0) good++
    }
    const tied = end - start - good
    wins += good * (bad + tied / 2)
    bad += tied
    start = end
  }
  const pairs = bad * (order.length - bad)
  return pairs === 0 ? 0.5 : wins / pairs
}
