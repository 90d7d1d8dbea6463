import { lengthModel } from '../stats/length-model.ts'
import { mix } from '../stats/hash.ts'
import { sigmoid } from '../stats/logistic.ts'
import { type Sample, subsample } from '../stats/sample.ts'
import { walshHadamard } from '../stats/walsh-hadamard.ts'
import type { Cells } from './context.ts'

/** Writes the statistics of one context under every flip; flip 0 leaves the labels as they are. */
export type ContextFlips = (context: number) => Float64Array

/**
 * Sign flips of whole prompt groups inside contexts: the test that a concept leans neither way there, with length
 * taken out. As in stats/sign-flips.ts, but with γ and b of the context: with r_i = 1 − σ(γ_k ℓ_i), w = r(1 − r) and
 * b = Σwℓu/Σwℓ² over its pairs, T = Σ_g ε_g ν_g / √Σν_g², ν_g = Σ_{i∈g∩k} r_i(u_i − bℓ_i). A group's sign is the same in
 * all contexts and for all concepts.
 * @param bits log₂ of the number of flips
 * @returns takes a concept's discordant pairs with their u (`withoutLength` holds γ and b at 0), and returns the
 *   statistics by context; they hold until the next concept is taken
 */
export function contextFlips(
  whole: Sample,
  sets: readonly Uint32Array[],
  cells: Cells,
  bits: number,
  seed: number,
): (pair: Uint32Array, u: Float32Array, withoutLength: boolean) => ContextFlips {
  const flips = 2 ** bits
  const { cluster } = whole
  const { contexts, pairPtr, pairCell, groupPtr, context } = cells
  const bucket = whole.key.map((key) => (bits === 0 ? 0 : mix(key, seed) >>> (32 - bits)))

  const residual = new Float64Array(pairCell.length)
  const lengthScore = new Float64Array(context.length)
  const lengthWeight = new Float64Array(contexts)
  const lengthSquares = new Float64Array(contexts)
  const lengthFlipped = sets.map(() => new Float64Array(flips))
  sets.forEach((pairs, c) => {
    const gamma = lengthModel(subsample(whole, pairs))?.gamma ?? 0
    for (const i of pairs) {
      const l = whole.length[i]!
      const r = 1 - sigmoid(gamma * l)
      for (let j = pairPtr[i]!; j < pairPtr[i + 1]!; j++) {
        const cell = pairCell[j]!
        if (context[cell] !== c) continue
        residual[j] = r
        lengthScore[cell]! += r * l
      }
      lengthFlipped[c]![bucket[cluster[i]!]!]! += r * l
      lengthWeight[c]! += r * (1 - r) * l * l
    }
    walshHadamard(lengthFlipped[c]!)
  })
  context.forEach((c, cell) => (lengthSquares[c]! += lengthScore[cell]! ** 2))

  const score = new Float64Array(context.length)
  const touchedGroup = new Uint8Array(whole.clusters)
  const flipped = Array.from(sets, () => new Float64Array(flips))
  const cross = new Float64Array(contexts)
  const squares = new Float64Array(contexts)
  const withLength = new Float64Array(contexts)

  return (pair, u, withoutLength) => {
    cross.fill(0)
    squares.fill(0)
    withLength.fill(0)
    for (const column of flipped) column.fill(0)
    const touched: number[] = []
    for (let k = 0; k < pair.length; k++) {
      const i = pair[k]!
      const g = cluster[i]!
      if (touchedGroup[g] === 0) {
        touchedGroup[g] = 1
        touched.push(g)
      }
      for (let j = pairPtr[i]!; j < pairPtr[i + 1]!; j++) {
        const cell = pairCell[j]!
        const c = context[cell]!
        const r = withoutLength ? 0.5 : residual[j]!
        const own = r * u[k]!
        score[cell]! += own
        flipped[c]![bucket[g]!]! += own
        cross[c]! += (1 - r) * whole.length[i]! * own
      }
    }
    for (const g of touched) {
      touchedGroup[g] = 0
      for (let cell = groupPtr[g]!; cell < groupPtr[g + 1]!; cell++) {
        const c = context[cell]!
        squares[c]! += score[cell]! ** 2
        withLength[c]! += score[cell]! * lengthScore[cell]!
        score[cell] = 0
      }
    }
    return (c) => {
      const b = withoutLength || lengthWeight[c] === 0 ? 0 : cross[c]! / lengthWeight[c]!
      const scale = Math.sqrt(Math.max(0, squares[c]! - 2 * b * withLength[c]! + b * b * lengthSquares[c]!))
      const statistic = flipped[c]!
      walshHadamard(statistic)
      const length = lengthFlipped[c]!
      for (let f = 0; f < flips; f++)
        statistic[f] = scale === 0 ? 0 : (statistic[f]! - b * length[f]!) / scale
      return statistic
    }
  }
}
