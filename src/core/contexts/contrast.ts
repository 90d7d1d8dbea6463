import type { Sample } from '../stats/sample.ts'
import type { Cells } from './context.ts'

/** One concept inside one context against outside. Means are of u over pairs; they need no model. */
export interface Contrast {
  readonly context: number
  /** Pairs inside with u ≠ 0, and those among them where the chosen side has more. */
  readonly discordant: number
  readonly wins: number
  readonly meanIn: number
  readonly meanOut: number
  /** Δ = meanIn − meanOut. */
  readonly delta: number
  /** Standard error of Δ clustered by prompt group; Welch's where every group is one pair. */
  readonly se: number
  /** Cohen's d: Δ over the pooled standard deviation of u. */
  readonly d: number
  /** Δ on the pairs of either half. */
  readonly deltaA: number
  readonly deltaB: number
  /** Share of the concept's discordance inside, over the context's share of pairs. */
  readonly lift: number
  /** Standardised excess over what elsewhere predicts, below. */
  readonly zExcess: number
  /** √Σ_g S_g² / n_in: standard error of meanIn if the concept leaned neither way. */
  readonly spread: number
  /** Σ|u| / n_in: as far from 0 as meanIn can get. */
  readonly reach: number
}

/**
 * Prepares contrasts of concepts on one sample. The function it returns takes a concept's discordant pairs with their
 * u, and gives the contexts in order.
 *
 * Δ: influence of group g is ψ_g = √(G_in/(G_in−1))·Σ_{i∈g∩in}(u_i − ū_in)/n_in − the same outside, and se² = Σψ_g².
 *
 * Excess: a concept that is commoner inside has a larger mean there even if people like it no more than elsewhere. With
 * S = Σu and A = Σ|u|, elsewhere leans r = S_out/A (shrunk by elsewhere's share A_out/A of the discordance: a concept that
 * is hardly known elsewhere predicts nothing), so that r·A_in is expected inside. zExcess = (S_in − r·A_in)/√V,
 * V = Σ_g [(S_g,in − r·A_g,in) − A_in/A·(S_g,out − r·A_g,out)]².
 * @param half 0 or 1 per pair, for deltaA and deltaB
 * @param least contexts with fewer discordant pairs of the concept are left out
 */
export function contrasts(
  sample: Sample,
  cells: Cells,
  half: Uint8Array,
  least: number,
): (pair: Uint32Array, u: Float32Array) => Contrast[] {
  const { n, cluster, clusters } = sample
  const { contexts, pairPtr, pairCell, groupPtr, context, size, groupSize } = cells
  const still = stillSums(cells)
  const halfPairs = new Float64Array(2 * contexts)
  const halfTotal = [0, 0]
  for (let i = 0; i < n; i++) {
    halfTotal[half[i]!]!++
    for (let j = pairPtr[i]!; j < pairPtr[i + 1]!; j++) halfPairs[2 * context[pairCell[j]!]! + half[i]!]!++
  }

  const groupSum = new Float64Array(clusters)
  const groupAbs = new Float64Array(clusters)
  const cellSum = new Float64Array(size.length)
  const cellAbs = new Float64Array(size.length)
  const sum = new Float64Array(contexts)
  const abs = new Float64Array(contexts)
  const squares = new Float64Array(contexts)
  const halfSum = new Float64Array(2 * contexts)
  const discordant = new Uint32Array(contexts)
  const wins = new Uint32Array(contexts)
  // Per context, over touched cells: what they add to the sums of squares below.
  const inside = new Float64Array(contexts)
  const outside = new Float64Array(contexts)
  const cross = new Float64Array(contexts)
  const excessIn = new Float64Array(contexts)
  const excessOut = new Float64Array(contexts)
  const excessCross = new Float64Array(contexts)
  const groupSquares = new Float64Array(contexts)
  const per = [
    sum,
    abs,
    squares,
    discordant,
    wins,
    inside,
    outside,
    cross,
    excessIn,
    excessOut,
    excessCross,
    groupSquares,
  ]

  return (pair, u) => {
    for (const column of per) column.fill(0)
    halfSum.fill(0)
    const total = { sum: 0, abs: 0, squares: 0, half: [0, 0] }
    const touched: number[] = []
    for (let k = 0; k < pair.length; k++) {
      const i = pair[k]!
      const x = u[k]!
      const g = cluster[i]!
      const h = half[i]!
      if (groupAbs[g] === 0) touched.push(g)
      groupSum[g]! += x
      groupAbs[g]! += Math.abs(x)
      total.sum += x
      total.abs += Math.abs(x)
      total.squares += x * x
      total.half[h]! += x
      for (let j = pairPtr[i]!; j < pairPtr[i + 1]!; j++) {
        const cell = pairCell[j]!
        const c = context[cell]!
        cellSum[cell]! += x
        cellAbs[cell]! += Math.abs(x)
        sum[c]! += x
        abs[c]! += Math.abs(x)
        squares[c]! += x * x
        halfSum[2 * c + h]! += x
        discordant[c]!++
        if (x > 0) wins[c]!++
      }
    }

    let groupSS = 0
    let groupSN = 0
    let groupSA = 0
    let groupAA = 0
    for (const g of touched) {
      const s = groupSum[g]!
      const a = groupAbs[g]!
      groupSS += s * s
      groupSN += s * groupSize[g]!
      groupSA += s * a
      groupAA += a * a
      for (let cell = groupPtr[g]!; cell < groupPtr[g + 1]!; cell++) {
        const c = context[cell]!
        const meanIn = sum[c]! / cells.pairs[c]!
        const meanOut = (total.sum - sum[c]!) / (n - cells.pairs[c]!)
        const lean = (total.sum - sum[c]!) / total.abs
        const inN = size[cell]!
        const outN = groupSize[g]! - inN
        const inS = cellSum[cell]!
        const outS = s - inS
        const inA = cellAbs[cell]!
        const outA = a - inA
        inside[c]! += (inS - meanIn * inN) ** 2 - (meanIn * inN) ** 2
        outside[c]! +=
          (outS - meanOut * outN) ** 2 -
          (s - meanOut * groupSize[g]!) ** 2 -
          meanOut ** 2 * (outN ** 2 - groupSize[g]! ** 2)
        cross[c]! += (inS - meanIn * inN) * (outS - meanOut * outN) - meanIn * meanOut * inN * outN
        excessIn[c]! += (inS - lean * inA) ** 2
        excessOut[c]! += (outS - lean * outA) ** 2 - (s - lean * a) ** 2
        excessCross[c]! += (inS - lean * inA) * (outS - lean * outA)
        groupSquares[c]! += inS ** 2
        cellSum[cell] = cellAbs[cell] = 0
      }
      groupSum[g] = groupAbs[g] = 0
    }

    const found: Contrast[] = []
    for (let c = 0; c < contexts; c++) {
      if (discordant[c]! < least) continue
      const nIn = cells.pairs[c]!
      const nOut = n - nIn
      const meanIn = sum[c]! / nIn
      const meanOut = (total.sum - sum[c]!) / nOut
      const delta = meanIn - meanOut

      const groupsIn = cells.groups[c]!
      const groupsOut = cells.groupsOutside[c]!
      const scaleIn = Math.sqrt(groupsIn / (groupsIn - 1)) / nIn
      const scaleOut = Math.sqrt(groupsOut / (groupsOut - 1)) / nOut
      const varIn = inside[c]! + meanIn ** 2 * still.inIn[c]!
      const varOut =
        groupSS - 2 * meanOut * groupSN + meanOut ** 2 * (still.all + still.outOut[c]!) + outside[c]!
      const covariance = cross[c]! + meanIn * meanOut * still.inOut[c]!
      const variance = scaleIn ** 2 * varIn + scaleOut ** 2 * varOut - 2 * scaleIn * scaleOut * covariance

      const squaresIn = squares[c]! - nIn * meanIn ** 2
      const squaresOut = total.squares - squares[c]! - nOut * meanOut ** 2
      const pooled = Math.sqrt((squaresIn + squaresOut) / (n - 2))

      const lean = (total.sum - sum[c]!) / total.abs
      const weight = abs[c]! / total.abs
      const excessVariance =
        excessIn[c]! +
        weight ** 2 * (groupSS - 2 * lean * groupSA + lean ** 2 * groupAA + excessOut[c]!) -
        2 * weight * excessCross[c]!

      const inA = halfSum[2 * c]! / halfPairs[2 * c]!
      const inB = halfSum[2 * c + 1]! / halfPairs[2 * c + 1]!
      const outA = (total.half[0]! - halfSum[2 * c]!) / (halfTotal[0]! - halfPairs[2 * c]!)
      const outB = (total.half[1]! - halfSum[2 * c + 1]!) / (halfTotal[1]! - halfPairs[2 * c + 1]!)
      found.push({
        context: c,
        discordant: discordant[c]!,
        wins: wins[c]!,
        meanIn,
        meanOut,
        delta,
        se: Math.sqrt(Math.max(0, variance)),
        d: delta / pooled,
        deltaA: inA - outA,
        deltaB: inB - outB,
        lift: abs[c]! / total.abs / (nIn / n),
        zExcess: (sum[c]! - lean * abs[c]!) / Math.sqrt(Math.max(0, excessVariance)),
        spread: Math.sqrt(groupSquares[c]!) / nIn,
        reach: abs[c]! / nIn,
      })
    }
    return found
  }
}

/** Sums over all cells of products of sizes: what groups without the concept add to the variances. */
function stillSums({ contexts, groupPtr, groupSize, context, size }: Cells) {
  const inIn = new Float64Array(contexts)
  const inOut = new Float64Array(contexts)
  const outOut = new Float64Array(contexts)
  let all = 0
  groupSize.forEach((whole, g) => {
    all += whole ** 2
    for (let cell = groupPtr[g]!; cell < groupPtr[g + 1]!; cell++) {
      const c = context[cell]!
      const outside = whole - size[cell]!
      inIn[c]! += size[cell]! ** 2
      inOut[c]! += size[cell]! * outside
      outOut[c]! += outside ** 2 - whole ** 2
    }
  })
  return { inIn, inOut, outOut, all }
}
