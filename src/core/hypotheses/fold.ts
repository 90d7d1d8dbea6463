import type { Disparities } from '../concepts/disparity.ts'

/** Concepts whose disparities correlate above this are shown as one. */
export const FOLD_CORRELATION = 0.7

/**
 * Folds concepts under stronger ones that say the same: taken strongest first, a concept folds under the first
 * representative with whose disparities its own correlate above FOLD_CORRELATION (Pearson over all pairs).
 * Cost: for each concept and each of its discordant pairs, the representatives discordant there.
 * @param ranked concepts, strongest first
 * @returns by concept of `ranked`, the concept it folds under; null for a representative
 */
export function foldConcepts(
  disparities: Disparities,
  ranked: readonly number[],
): Map<number, number | null> {
  const { indptr, pair, u, pairs } = disparities
  const row = representativeRows(disparities, ranked)
  const product = new Float64Array(ranked.length)
  const mean = new Float64Array(ranked.length)
  const deviation = new Float64Array(ranked.length)
  const representatives: number[] = []
  const under = new Map<number, number | null>()
  for (const m of ranked) {
    let sum = 0
    let squares = 0
    for (let k = indptr[m]!; k < indptr[m + 1]!; k++) {
      const i = pair[k]!
      const x = u[k]!
      sum += x
      squares += x * x
      for (let j = row.start[i]!; j < row.end[i]!; j++) product[row.slot[j]!]! += x * row.u[j]!
    }
    const ownMean = sum / pairs
    const ownDeviation = Math.sqrt(squares / pairs - ownMean ** 2)
    const first = representatives.findIndex((_, slot) => {
      const covariance = product[slot]! / pairs - ownMean * mean[slot]!
      return covariance > FOLD_CORRELATION * ownDeviation * deviation[slot]!
    })
    product.fill(0, 0, representatives.length)
    under.set(m, representatives[first] ?? null)
    if (first >= 0) continue
    const slot = representatives.push(m) - 1
    mean[slot] = ownMean
    deviation[slot] = ownDeviation
    for (let k = indptr[m]!; k < indptr[m + 1]!; k++) {
      const at = row.end[pair[k]!]!++
      row.slot[at] = slot
      row.u[at] = u[k]!
    }
  }
  return under
}

/** By pair, room for the representatives that are discordant there: start[i] .. end[i] is filled. */
function representativeRows({ indptr, pair, pairs }: Disparities, ranked: readonly number[]) {
  const start = new Uint32Array(pairs + 1)
  for (const m of ranked) for (let k = indptr[m]!; k < indptr[m + 1]!; k++) start[pair[k]! + 1]!++
  for (let i = 0; i < pairs; i++) start[i + 1]! += start[i]!
  const room = start[pairs]!
  return { start, end: start.slice(0, pairs), slot: new Uint32Array(room), u: new Float32Array(room) }
}
