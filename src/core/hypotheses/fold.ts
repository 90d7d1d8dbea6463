import type { Disparities } from '../concepts/disparity.ts'

/** Concepts whose disparities correlate above this are folded into one row. */
export const FOLD_CORRELATION = 0.7

/**
 * After this share of the pairs, the bound below rules out most representatives.
 */
const FIRST_PAIRS = 0.4
/** Tolerance for rounding in that bound. */
const SLACK = 1e-12

/**
 * Folds concepts under stronger, correlated ones: taken strongest first, a concept folds under the first
 * representative with whose disparities its own correlate above FOLD_CORRELATION (Pearson over all pairs).
 * Cost: for each concept and each of its discordant pairs among the first FIRST_PAIRS, the representatives
 * discordant there; over the remaining pairs the sum of products is at most √(Σu²·Σu'²) (Cauchy–Schwarz), and
 * it is computed only where that bound leaves the outcome open.
 * @param ranked concepts, strongest first
 * @returns by concept of `ranked`, the concept it folds under; null for a representative
 */
export function foldConcepts(
  disparities: Disparities,
  ranked: readonly number[],
): Map<number, number | null> {
  const { indptr, pair, u, pairs } = disparities
  const cut = Math.floor(FIRST_PAIRS * pairs)
  const row = representativeRows(disparities, ranked, cut)
  const value = new Float64Array(pairs)
  const product = new Float64Array(ranked.length)
  const mean = new Float64Array(ranked.length)
  const deviation = new Float64Array(ranked.length)
  // For the remaining pairs: where they start in the representative's column, and their Σu².
  const restFrom = new Uint32Array(ranked.length)
  const restSquares = new Float64Array(ranked.length)
  const representatives: number[] = []
  const under = new Map<number, number | null>()
  for (const m of ranked) {
    const [from, to] = [indptr[m]!, indptr[m + 1]!]
    let sum = 0
    let squares = 0
    let rest = from
    for (; rest < to && pair[rest]! < cut; rest++) {
      const i = pair[rest]!
      const x = u[rest]!
      sum += x
      squares += x * x
      for (let j = row.start[i]!; j < row.end[i]!; j++) product[row.slot[j]!]! += x * row.u[j]!
    }
    let ownRest = 0
    for (let k = rest; k < to; k++) {
      const x = u[k]!
      sum += x
      ownRest += x * x
      value[pair[k]!] = x
    }
    squares += ownRest
    const ownMean = sum / pairs
    const ownDeviation = Math.sqrt(squares / pairs - ownMean ** 2)
    const first = representatives.findIndex((other, slot) => {
      const wanted = FOLD_CORRELATION * ownDeviation * deviation[slot]! + ownMean * mean[slot]!
      const most = product[slot]! + Math.sqrt(ownRest * restSquares[slot]!)
      if (most / pairs < wanted - SLACK) return false
      let all = product[slot]!
      for (let k = restFrom[slot]!; k < indptr[other + 1]!; k++) all += value[pair[k]!]! * u[k]!
      return all / pairs > wanted
    })
    product.fill(0, 0, representatives.length)
    for (let k = rest; k < to; k++) value[pair[k]!] = 0
    under.set(m, representatives[first] ?? null)
    if (first >= 0) continue
    const slot = representatives.push(m) - 1
    mean[slot] = ownMean
    deviation[slot] = ownDeviation
    restFrom[slot] = rest
    restSquares[slot] = ownRest
    for (let k = from; k < rest; k++) addEntry(row, pair[k]!, slot, u[k]!)
  }
  return under
}

/** The representatives discordant in pair i are slot[start[i]] .. slot[end[i] − 1], with their u. */
type RepresentativeRows = ReturnType<typeof representativeRows>

function addEntry({ end, slot, u }: RepresentativeRows, pair: number, own: number, value: number): void {
  const at = end[pair]!++
  slot[at] = own
  u[at] = value
}

/**
 * For each pair before `cut`, space for the representatives that are discordant there: start[i] .. end[i] is
 * filled.
 */
function representativeRows({ indptr, pair }: Disparities, ranked: readonly number[], cut: number) {
  const start = new Uint32Array(cut + 1)
  for (const m of ranked)
    for (let k = indptr[m]!; k < indptr[m + 1]! && pair[k]! < cut; k++) start[pair[k]! + 1]!++
  for (let i = 0; i < cut; i++) start[i + 1]! += start[i]!
  const room = start[cut]!
  return { start, end: start.slice(0, cut), slot: new Uint32Array(room), u: new Float32Array(room) }
}
