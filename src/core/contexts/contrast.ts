import type { Sample } from '../stats/sample.ts'
import { slots } from './context.ts'
import { type GroupedContext, groupedContext } from './grouped-context.ts'
import type { SparseMatrix } from '../linalg/sparse-matrix.ts'
import { type TestTable, testTable } from './test-table.ts'

/** Tests of pairs. */
export interface PairTestTable extends TestTable {
  /** Standardised excess over the prediction from elsewhere; see `contrasts`. */
  readonly zExcess: Float64Array
  /** √Σ_g S_g² / n_in: standard error of meanIn under the null hypothesis. */
  readonly spread: Float64Array
  /** Σ|u| / n_in: the largest possible |meanIn|. */
  readonly reach: Float64Array
}

export function pairTestTable(length: number): PairTestTable {
  const column = () => new Float64Array(length)
  return { ...testTable(length), zExcess: column(), spread: column(), reach: column() }
}

/** Contrasts some concepts in a context, and writes them into a table, starting at a row. */
export type Contrasts = (
  place: GroupedContext,
  wanted: Uint32Array,
  into: PairTestTable,
  from: number,
) => void

/**
 * The sums for one concept inside one context, one record each: over pairs Σu, Σ|u|, Σu², Σu of the first
 * half, discordant pairs and wins; over prompt groups products of S = Σu, A = Σ|u| and N = pairs inside, and
 * of those with R, B and M, the same outside.
 */
const [SUM, ABS, SQUARES, SUM_A, DISCORDANT, WINS] = [0, 1, 2, 3, 4, 5]
const [SS, SA, AA, SN] = [6, 7, 8, 9]
/** SB is S·B + A·R. */
const [SR, SB, AB, SM, RN] = [10, 11, 12, 13, 14]
const WIDTH = 16

/**
 * Prepares contrasts of concepts on one sample.
 *
 * Δ: influence of group g is ψ_g = √(G_in/(G_in−1))·Σ_{i∈g∩in}(u_i − ū_in)/n_in − the same outside, and se² =
 * Σψ_g².
 *
 * Excess: a concept that is more common inside has a larger mean there even if the preference for it is the
 * same everywhere. With S = Σu and A = Σ|u|, the lean elsewhere is r = S_out/A (shrunk by the share A_out/A
 * of the discordance that is elsewhere: a concept that is rare elsewhere predicts nothing), so r·A_in is
 * expected inside. zExcess = (S_in − r·A_in)/√V, V = Σ_g [(S_g,in − r·A_g,in) − A_in/A·(S_g,out −
 * r·A_g,out)]².
 *
 * A context is read pair by pair, all concepts at once, so that its cost is that of its own discordances.
 * Sums over groups outside are the sums over all groups less those of the groups with pairs inside.
 * @param rows u by pair and concept
 * @param half 0 or 1 per pair, for deltaA and deltaB
 */
export function contrasts(sample: Sample, rows: SparseMatrix, half: Uint8Array): Contrasts {
  const { n, cluster, memberPtr, member } = sample
  const { columns, indptr, column, value } = rows
  const number = slots(columns)
  const slotOf = number(new Uint32Array())
  const sums = new Float64Array(columns * WIDTH)
  // Sums of the current group.
  const [s, a, r, b] = Array.from({ length: 4 }, () => new Float64Array(columns)) as [
    Float64Array,
    Float64Array,
    Float64Array,
    Float64Array,
  ]
  const touched = new Uint32Array(columns)
  let count = 0

  const addPair = (i: number, alone: boolean) => {
    const isA = half[i] === 0
    for (let k = indptr[i]!; k < indptr[i + 1]!; k++) {
      const slot = slotOf[column[k]!]!
      if (slot < 0) continue
      const x = value[k]!
      const size = Math.abs(x)
      const at = slot * WIDTH
      sums[at + SUM]! += x
      sums[at + ABS]! += size
      sums[at + SQUARES]! += x * x
      if (isA) sums[at + SUM_A]! += x
      sums[at + DISCORDANT]!++
      if (x > 0) sums[at + WINS]!++
      if (alone) {
        sums[at + SS]! += x * x
        sums[at + SA]! += x * size
        sums[at + AA]! += x * x
        sums[at + SN]! += x
      } else {
        if (a[slot] === 0 && b[slot] === 0) touched[count++] = slot
        s[slot]! += x
        a[slot]! += size
      }
    }
  }
  const addOutside = (i: number) => {
    for (let k = indptr[i]!; k < indptr[i + 1]!; k++) {
      const slot = slotOf[column[k]!]!
      if (slot < 0) continue
      if (a[slot] === 0 && b[slot] === 0) touched[count++] = slot
      r[slot]! += value[k]!
      b[slot]! += Math.abs(value[k]!)
    }
  }
  const addGroup = (size: number, rest: number) => {
    for (let t = 0; t < count; t++) {
      const slot = touched[t]!
      const at = slot * WIDTH
      const S = s[slot]!
      const A = a[slot]!
      const R = r[slot]!
      const B = b[slot]!
      sums[at + SS]! += S * S
      sums[at + SA]! += S * A
      sums[at + AA]! += A * A
      sums[at + SN]! += S * size
      sums[at + SR]! += S * R
      sums[at + SB]! += S * B + A * R
      sums[at + AB]! += A * B
      sums[at + SM]! += S * rest
      sums[at + RN]! += R * size
      s[slot] = a[slot] = r[slot] = b[slot] = 0
    }
    count = 0
  }
  /** Sums of the wanted concepts, in their order. */
  const read = ({ pairs, start, groupSize }: GroupedContext, wanted: Uint32Array) => {
    number(wanted)
    sums.fill(0, 0, wanted.length * WIDTH)
    for (let j = 0; j < groupSize.length; j++) {
      const from = start[j]!
      const to = start[j + 1]!
      if (groupSize[j] === 1) {
        addPair(pairs[from]!, true)
        continue
      }
      for (let k = from; k < to; k++) addPair(pairs[k]!, false)
      if (to - from < groupSize[j]!) {
        const g = cluster[pairs[from]!]!
        for (let k = memberPtr[g]!, own = from; k < memberPtr[g + 1]!; k++)
          if (own < to && member[k] === pairs[own]) own++
          else addOutside(member[k]!)
      }
      addGroup(to - from, groupSize[j]! - to + from)
    }
  }

  const everything = groupedContext(
    sample,
    Uint32Array.from({ length: n }, (_, i) => i),
  )
  read(
    everything,
    Uint32Array.from({ length: columns }, (_, m) => m),
  )
  const all = sums.slice()
  const pairsA = half.reduce((pairs, h) => pairs + (h === 0 ? 1 : 0), 0)

  return (place, wanted, into, first) => {
    read(place, wanted)
    const nIn = place.pairs.length
    const nOut = n - nIn
    const groups = { nIn, nOut, groupsIn: place.groupSize.length, groupsOut: place.groupsOutside }
    const inA = place.pairs.reduce((pairs, i) => pairs + (half[i] === 0 ? 1 : 0), 0)
    const outOut = everything.inIn + place.outOut
    for (let slot = 0; slot < wanted.length; slot++) {
      const [at, of, row] = [slot * WIDTH, wanted[slot]! * WIDTH, first + slot]
      const [sum, abs, squares] = [sums[at + SUM]!, sums[at + ABS]!, sums[at + SQUARES]!]
      const [sumOut, totalAbs] = [all[of + SUM]! - sum, all[of + ABS]!]
      const mIn = sum / nIn
      const mOut = sumOut / nOut
      const outside = (within: number, across: number) => all[of + within]! - sums[at + within]! - across
      const outSS = outside(SS, 2 * sums[at + SR]!)
      const outSA = outside(SA, sums[at + SB]!)
      const outAA = outside(AA, 2 * sums[at + AB]!)
      const outSN = outside(SN, sums[at + SM]! + sums[at + RN]!)

      const varIn = sums[at + SS]! - 2 * mIn * sums[at + SN]! + mIn ** 2 * place.inIn
      const varOut = outSS - 2 * mOut * outSN + mOut ** 2 * outOut
      const covariance =
        sums[at + SR]! - mOut * sums[at + SM]! - mIn * sums[at + RN]! + mIn * mOut * place.inOut

      const squaresIn = squares - nIn * mIn ** 2
      const squaresOut = all[of + SQUARES]! - squares - nOut * mOut ** 2

      const lean = sumOut / totalAbs
      const weight = abs / totalAbs
      const excess = (ss: number, sa: number, aa: number) => ss - 2 * lean * sa + lean ** 2 * aa
      const excessVariance =
        excess(sums[at + SS]!, sums[at + SA]!, sums[at + AA]!) +
        weight ** 2 * excess(outSS, outSA, outAA) -
        2 * weight * (sums[at + SR]! - lean * sums[at + SB]! + lean ** 2 * sums[at + AB]!)

      into.discordant[row] = sums[at + DISCORDANT]!
      into.wins[row] = sums[at + WINS]!
      into.meanIn[row] = mIn
      into.meanOut[row] = mOut
      into.delta[row] = mIn - mOut
      into.se[row] = deltaError(groups, varIn, varOut, covariance)
      into.d[row] = (mIn - mOut) / Math.sqrt((squaresIn + squaresOut) / (n - 2))
      const [sumA, outA] = [sums[at + SUM_A]!, all[of + SUM_A]! - sums[at + SUM_A]!]
      into.deltaA[row] = sumA / inA - outA / (pairsA - inA)
      into.deltaB[row] = (sum - sumA) / (nIn - inA) - (sumOut - outA) / (nOut - pairsA + inA)
      into.lift[row] = weight / (nIn / n)
      into.zExcess[row] = (sum - lean * abs) / Math.sqrt(Math.max(0, excessVariance))
      into.spread[row] = Math.sqrt(sums[at + SS]!) / nIn
      into.reach[row] = abs / nIn
    }
  }
}

/**
 * Standard error of Δ, clustered by prompt group.
 * @param varIn Σ_g (Σ_{i∈g∩in}(u_i − ū_in))²
 * @param varOut the same outside
 * @param covariance Σ_g of the product of the two
 */
export function deltaError(
  { nIn, nOut, groupsIn, groupsOut }: Readonly<Record<'nIn' | 'nOut' | 'groupsIn' | 'groupsOut', number>>,
  varIn: number,
  varOut: number,
  covariance: number,
): number {
  const scaleIn = Math.sqrt(groupsIn / (groupsIn - 1)) / nIn
  const scaleOut = Math.sqrt(groupsOut / (groupsOut - 1)) / nOut
  const variance = scaleIn ** 2 * varIn + scaleOut ** 2 * varOut - 2 * scaleIn * scaleOut * covariance
  return Math.sqrt(Math.max(0, variance))
}

/** For each column, the number of the given pairs that are discordant. */
export function discordantInside({ columns, indptr, column }: SparseMatrix, set: Uint32Array): Uint32Array {
  const count = new Uint32Array(columns)
  for (const i of set) for (let k = indptr[i]!; k < indptr[i + 1]!; k++) count[column[k]!]!++
  return count
}
