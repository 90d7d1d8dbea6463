import type { Sample } from '../stats/sample.ts'
import { type Cells, slots } from './context.ts'

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
 * u and the contexts wanted, and contrasts it in each of these.
 *
 * Δ: influence of group g is ψ_g = √(G_in/(G_in−1))·Σ_{i∈g∩in}(u_i − ū_in)/n_in − the same outside, and se² = Σψ_g².
 *
 * Excess: a concept that is commoner inside has a larger mean there even if people like it no more than elsewhere. With
 * S = Σu and A = Σ|u|, elsewhere leans r = S_out/A (shrunk by elsewhere's share A_out/A of the discordance: a concept that
 * is hardly known elsewhere predicts nothing), so that r·A_in is expected inside. zExcess = (S_in − r·A_in)/√V,
 * V = Σ_g [(S_g,in − r·A_g,in) − A_in/A·(S_g,out − r·A_g,out)]².
 * @param half 0 or 1 per pair, for deltaA and deltaB
 */
export function contrasts(
  sample: Sample,
  cells: Cells,
  half: Uint8Array,
): (pair: Uint32Array, u: Float32Array, wanted: Uint32Array) => Contrast[] {
  const { n, cluster, clusters } = sample
  const { contexts, pairPtr, pairCell, groupPtr, context, size, groupSize } = cells
  const still = stillSums(cells)
  const halfPairs = new Float64Array(2 * contexts)
  const halfTotal = [0, 0]
  for (let i = 0; i < n; i++) {
    halfTotal[half[i]!]!++
    for (let j = pairPtr[i]!; j < pairPtr[i + 1]!; j++) halfPairs[2 * context[pairCell[j]!]! + half[i]!]!++
  }

  const slotOf = slots(contexts)
  const touched = new Uint32Array(clusters)
  const groupSum = new Float64Array(clusters)
  const groupAbs = new Float64Array(clusters)
  const cellSum = new Float64Array(size.length)
  const cellAbs = new Float64Array(size.length)
  const perContext = () => new Float64Array(contexts)
  const [sum, abs, squares, discordant, wins] = [
    perContext(),
    perContext(),
    perContext(),
    perContext(),
    perContext(),
  ]
  const [sumA, sumB] = [perContext(), perContext()]
  const [meanIn, meanOut, lean] = [perContext(), perContext(), perContext()]
  // Over touched cells: what they add to the sums of squares below.
  const [inside, outside, cross] = [perContext(), perContext(), perContext()]
  const [excessIn, excessOut, excessCross] = [perContext(), perContext(), perContext()]
  const groupSquares = perContext()
  const sums = [sum, abs, squares, discordant, wins, sumA, sumB, inside, outside, cross, groupSquares]
  sums.push(excessIn, excessOut, excessCross)

  return (pair, u, wanted) => {
    const slot = slotOf(wanted)
    for (const column of sums) column.fill(0, 0, wanted.length)
    let [total, totalAbs, totalSquares, totalA, totalB, count] = [0, 0, 0, 0, 0, 0]
    for (let k = 0; k < pair.length; k++) {
      const i = pair[k]!
      const x = u[k]!
      const size = Math.abs(x)
      const g = cluster[i]!
      if (groupAbs[g] === 0) touched[count++] = g
      groupSum[g]! += x
      groupAbs[g]! += size
      total += x
      totalAbs += size
      totalSquares += x * x
      if (half[i] === 0) totalA += x
      else totalB += x
      for (let j = pairPtr[i]!; j < pairPtr[i + 1]!; j++) {
        const cell = pairCell[j]!
        const at = slot[context[cell]!]!
        if (at < 0) continue
        cellSum[cell]! += x
        cellAbs[cell]! += size
        sum[at]! += x
        abs[at]! += size
        squares[at]! += x * x
        if (half[i] === 0) sumA[at]! += x
        else sumB[at]! += x
        discordant[at]!++
        if (x > 0) wins[at]!++
      }
    }
    for (let at = 0; at < wanted.length; at++) {
      const nIn = cells.pairs[wanted[at]!]!
      meanIn[at] = sum[at]! / nIn
      meanOut[at] = (total - sum[at]!) / (n - nIn)
      lean[at] = (total - sum[at]!) / totalAbs
    }

    let [groupSS, groupSN, groupSA, groupAA] = [0, 0, 0, 0]
    for (let t = 0; t < count; t++) {
      const g = touched[t]!
      const s = groupSum[g]!
      const a = groupAbs[g]!
      const whole = groupSize[g]!
      groupSS += s * s
      groupSN += s * whole
      groupSA += s * a
      groupAA += a * a
      groupSum[g] = groupAbs[g] = 0
      for (let cell = groupPtr[g]!; cell < groupPtr[g + 1]!; cell++) {
        const at = slot[context[cell]!]!
        if (at < 0) continue
        const inN = meanIn[at]! * size[cell]!
        const allN = meanOut[at]! * whole
        const outN = allN - meanOut[at]! * size[cell]!
        const inS = cellSum[cell]!
        const outS = s - inS
        const ownIn = inS - inN
        const ownOut = outS - outN
        inside[at]! += ownIn * ownIn - inN * inN
        outside[at]! += ownOut * ownOut - (s - allN) * (s - allN) - (outN * outN - allN * allN)
        cross[at]! += ownIn * ownOut - inN * outN
        const r = lean[at]!
        const inExcess = inS - r * cellAbs[cell]!
        const allExcess = s - r * a
        const outExcess = allExcess - inExcess
        excessIn[at]! += inExcess * inExcess
        excessOut[at]! += outExcess * outExcess - allExcess * allExcess
        excessCross[at]! += inExcess * outExcess
        groupSquares[at]! += inS * inS
        cellSum[cell] = cellAbs[cell] = 0
      }
    }

    return Array.from(wanted, (c, at): Contrast => {
      const nIn = cells.pairs[c]!
      const nOut = n - nIn
      const [mIn, mOut, r] = [meanIn[at]!, meanOut[at]!, lean[at]!]
      const delta = mIn - mOut

      const varIn = inside[at]! + mIn ** 2 * still.inIn[c]!
      const varOut = groupSS - 2 * mOut * groupSN + mOut ** 2 * (still.all + still.outOut[c]!) + outside[at]!
      const covariance = cross[at]! + mIn * mOut * still.inOut[c]!
      const groups = { nIn, nOut, groupsIn: cells.groups[c]!, groupsOut: cells.groupsOutside[c]! }

      const squaresIn = squares[at]! - nIn * mIn ** 2
      const squaresOut = totalSquares - squares[at]! - nOut * mOut ** 2
      const pooled = Math.sqrt((squaresIn + squaresOut) / (n - 2))

      const weight = abs[at]! / totalAbs
      const excessVariance =
        excessIn[at]! +
        weight ** 2 * (groupSS - 2 * r * groupSA + r ** 2 * groupAA + excessOut[at]!) -
        2 * weight * excessCross[at]!

      const [inA, inB] = [halfPairs[2 * c]!, halfPairs[2 * c + 1]!]
      return {
        context: c,
        discordant: discordant[at]!,
        wins: wins[at]!,
        meanIn: mIn,
        meanOut: mOut,
        delta,
        se: deltaError(groups, varIn, varOut, covariance),
        d: delta / pooled,
        deltaA: sumA[at]! / inA - (totalA - sumA[at]!) / (halfTotal[0]! - inA),
        deltaB: sumB[at]! / inB - (totalB - sumB[at]!) / (halfTotal[1]! - inB),
        lift: weight / (nIn / n),
        zExcess: (sum[at]! - r * abs[at]!) / Math.sqrt(Math.max(0, excessVariance)),
        spread: Math.sqrt(groupSquares[at]!) / nIn,
        reach: abs[at]! / nIn,
      }
    })
  }
}

/**
 * Standard error of Δ, clustered by prompt group.
 * @param varIn Σ_g (Σ_{i∈g∩in}(u_i − ū_in))² @param varOut the same outside @param covariance Σ_g of the product of the two
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

/** How many of some discordant pairs lie in each context. */
export function discordantInside(
  { contexts, pairPtr, pairCell, context }: Cells,
  pair: Uint32Array,
): Uint32Array {
  const count = new Uint32Array(contexts)
  for (const i of pair) for (let j = pairPtr[i]!; j < pairPtr[i + 1]!; j++) count[context[pairCell[j]!]!]!++
  return count
}
