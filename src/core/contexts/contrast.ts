import type { Sample } from '../stats/sample.ts'
import {
  AA,
  AB,
  ABS,
  ContextSums,
  DISCORDANT,
  RN,
  SA,
  SB,
  SM,
  SN,
  SQUARES,
  SR,
  SS,
  SUM,
  SUM_A,
  WIDTH,
  WINS,
} from './context-sums.ts'
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
  context: GroupedContext,
  wanted: Uint32Array,
  into: PairTestTable,
  from: number,
) => void

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
 * Sums over groups outside are the sums over all groups less those of the groups with pairs inside.
 * @param rows u by pair and concept
 * @param half 0 or 1 per pair, for deltaA and deltaB
 */
export function contrasts(sample: Sample, rows: SparseMatrix, half: Uint8Array): Contrasts {
  const { n } = sample
  const everything = groupedContext(
    sample,
    Uint32Array.from({ length: n }, (_, i) => i),
  )
  const reader = new ContextSums(sample, rows, half)
  const columns = Uint32Array.from({ length: rows.columns }, (_, m) => m)
  const all = reader.read(everything, columns).slice()
  const inFirstHalf = (pairs: Uint32Array) => pairs.reduce((count, i) => count + (half[i] === 0 ? 1 : 0), 0)
  const nA = inFirstHalf(everything.pairs)

  return (context, wanted, into, first) => {
    const sums = reader.read(context, wanted)
    const nIn = context.pairs.length
    const nInA = inFirstHalf(context.pairs)
    const sizes: Sizes = {
      ...{ nIn, nOut: n - nIn, groupsIn: context.groupSize.length, groupsOut: context.groupsOutside },
      ...{ nInA, nOutA: nA - nInA },
      ...{ inIn: context.inIn, inOut: context.inOut, outOut: everything.inIn + context.outOut },
    }
    for (let slot = 0; slot < wanted.length; slot++) {
      const [inside, total] = [slot * WIDTH, wanted[slot]! * WIDTH]
      writeEffect(into, first + slot, sizes, { sums, inside, all, total })
      writeExcess(into, first + slot, sizes, { sums, inside, all, total })
    }
  }
}

/** Numbers of pairs and groups inside a context and outside, and Σ over groups of products of sizes. */
interface Sizes {
  readonly nIn: number
  readonly nOut: number
  readonly groupsIn: number
  readonly groupsOut: number
  /** Pairs of the first half. */
  readonly nInA: number
  readonly nOutA: number
  readonly inIn: number
  readonly inOut: number
  readonly outOut: number
}

/** The sums of a concept: its record inside the context starts at `inside`, that of all pairs at `total`. */
interface Records {
  readonly sums: Float64Array
  readonly inside: number
  readonly all: Float64Array
  readonly total: number
}

/** Writes the counts, Δ, its standard error, d and the halves. */
function writeEffect(into: PairTestTable, row: number, sizes: Sizes, records: Records): void {
  const { sums, inside: at, all, total: of } = records
  const { nIn, nOut, nInA, nOutA, inIn, inOut, outOut } = sizes
  const sum = sums[at + SUM]!
  const sumOut = all[of + SUM]! - sum
  const mIn = sum / nIn
  const mOut = sumOut / nOut
  const outSS = all[of + SS]! - sums[at + SS]! - 2 * sums[at + SR]!
  const outSN = all[of + SN]! - sums[at + SN]! - (sums[at + SM]! + sums[at + RN]!)
  const varIn = sums[at + SS]! - 2 * mIn * sums[at + SN]! + mIn ** 2 * inIn
  const varOut = outSS - 2 * mOut * outSN + mOut ** 2 * outOut
  const covariance = sums[at + SR]! - mOut * sums[at + SM]! - mIn * sums[at + RN]! + mIn * mOut * inOut
  const squares = sums[at + SQUARES]!
  const squaresIn = squares - nIn * mIn ** 2
  const squaresOut = all[of + SQUARES]! - squares - nOut * mOut ** 2
  const sumA = sums[at + SUM_A]!
  const outA = all[of + SUM_A]! - sumA

  into.discordant[row] = sums[at + DISCORDANT]!
  into.wins[row] = sums[at + WINS]!
  into.meanIn[row] = mIn
  into.meanOut[row] = mOut
  into.delta[row] = mIn - mOut
  into.se[row] = deltaError(sizes, varIn, varOut, covariance)
  into.d[row] = (mIn - mOut) / Math.sqrt((squaresIn + squaresOut) / (nIn + nOut - 2))
  into.deltaA[row] = sumA / nInA - outA / nOutA
  into.deltaB[row] = (sum - sumA) / (nIn - nInA) - (sumOut - outA) / (nOut - nOutA)
  into.spread[row] = Math.sqrt(sums[at + SS]!) / nIn
}

/** Writes lift, reach and the excess over the prediction from elsewhere. */
function writeExcess(into: PairTestTable, row: number, { nIn, nOut }: Sizes, records: Records): void {
  const { sums, inside: at, all, total: of } = records
  const abs = sums[at + ABS]!
  const totalAbs = all[of + ABS]!
  const outSS = all[of + SS]! - sums[at + SS]! - 2 * sums[at + SR]!
  const outSA = all[of + SA]! - sums[at + SA]! - sums[at + SB]!
  const outAA = all[of + AA]! - sums[at + AA]! - 2 * sums[at + AB]!
  const lean = (all[of + SUM]! - sums[at + SUM]!) / totalAbs
  const weight = abs / totalAbs
  const excess = (ss: number, sa: number, aa: number) => ss - 2 * lean * sa + lean ** 2 * aa
  const variance =
    excess(sums[at + SS]!, sums[at + SA]!, sums[at + AA]!) +
    weight ** 2 * excess(outSS, outSA, outAA) -
    2 * weight * (sums[at + SR]! - lean * sums[at + SB]! + lean ** 2 * sums[at + AB]!)

  into.lift[row] = weight / (nIn / (nIn + nOut))
  into.zExcess[row] = (sums[at + SUM]! - lean * abs) / Math.sqrt(Math.max(0, variance))
  into.reach[row] = abs / nIn
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
