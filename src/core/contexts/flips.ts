import { mix } from '../stats/hash.ts'
import { lengthGamma } from '../stats/length-model.ts'
import { sigmoid } from '../stats/logistic.ts'
import type { Sample } from '../stats/sample.ts'
import { walshHadamard } from '../stats/walsh-hadamard.ts'
import { type Cells, slots } from './context.ts'

/** Writes the statistics of a context under every flip; flip 0 leaves the labels as they are. @param at its place in `wanted` */
export type ContextFlips = (at: number) => Float64Array

/**
 * Sign flips of whole prompt groups inside contexts: the test that a concept leans neither way there, with length
 * taken out. As in stats/sign-flips.ts, but with γ and b of the context: with r_i = 1 − σ(γ_k ℓ_i), w = r(1 − r) and
 * b = Σwℓu/Σwℓ² over its pairs, T = Σ_g ε_g ν_g / √Σν_g², ν_g = Σ_{i∈g∩k} r_i(u_i − bℓ_i). A group's sign is the same in
 * all contexts and for all concepts.
 * @param bits log₂ of the number of flips
 * @returns takes a concept's discordant pairs with their u (`withoutLength` holds γ and b at 0) and the contexts wanted,
 *   and returns their statistics, which hold until the next concept is taken
 */
export function contextFlips(
  whole: Sample,
  cells: Cells,
  bits: number,
  seed: number,
): (pair: Uint32Array, u: Float32Array, withoutLength: boolean, wanted: Uint32Array) => ContextFlips {
  const flips = 2 ** bits
  const { cluster, length } = whole
  const { contexts, pairPtr, pairCell, context } = cells
  const bucket = whole.key.map((key) => (bits === 0 ? 0 : mix(key, seed) >>> (32 - bits)))

  const residual = new Float64Array(pairCell.length)
  const lengthScore = new Float64Array(context.length)
  const lengthWeight = new Float64Array(contexts)
  const lengthSquares = new Float64Array(contexts)
  const lengthFlipped = Array.from({ length: contexts }, () => new Float64Array(flips))
  const gamma = lengthsInside(whole, cells).map(lengthGamma)
  for (let i = 0; i < whole.n; i++) {
    const l = length[i]!
    for (let j = pairPtr[i]!; j < pairPtr[i + 1]!; j++) {
      const cell = pairCell[j]!
      const c = context[cell]!
      const r = 1 - sigmoid(gamma[c]! * l)
      residual[j] = r
      lengthScore[cell]! += r * l
      lengthFlipped[c]![bucket[cluster[i]!]!]! += r * l
      lengthWeight[c]! += r * (1 - r) * l * l
    }
  }
  lengthFlipped.forEach(walshHadamard)
  context.forEach((c, cell) => (lengthSquares[c]! += lengthScore[cell]! ** 2))

  const slotOf = slots(contexts)
  const score = new Float64Array(context.length)
  const touched = new Uint32Array(context.length)
  const isTouched = new Uint8Array(context.length)
  const flipped = new Float64Array(contexts * flips)
  const statistics = Array.from({ length: contexts }, (_, at) =>
    flipped.subarray(at * flips, (at + 1) * flips),
  )
  const cross = new Float64Array(contexts)
  const squares = new Float64Array(contexts)
  const withLength = new Float64Array(contexts)

  return (pair, u, withoutLength, wanted) => {
    const slot = slotOf(wanted)
    for (const sums of [cross, squares, withLength]) sums.fill(0, 0, wanted.length)
    flipped.fill(0, 0, wanted.length * flips)
    let count = 0
    for (let k = 0; k < pair.length; k++) {
      const i = pair[k]!
      for (let j = pairPtr[i]!; j < pairPtr[i + 1]!; j++) {
        const cell = pairCell[j]!
        const at = slot[context[cell]!]!
        if (at < 0) continue
        if (isTouched[cell] === 0) {
          isTouched[cell] = 1
          touched[count++] = cell
        }
        const r = withoutLength ? 0.5 : residual[j]!
        const own = r * u[k]!
        score[cell]! += own
        flipped[at * flips + bucket[cluster[i]!]!]! += own
        cross[at]! += (1 - r) * length[i]! * own
      }
    }
    for (let t = 0; t < count; t++) {
      const cell = touched[t]!
      const at = slot[context[cell]!]!
      squares[at]! += score[cell]! ** 2
      withLength[at]! += score[cell]! * lengthScore[cell]!
      score[cell] = isTouched[cell] = 0
    }
    return (at) => {
      const c = wanted[at]!
      const b = withoutLength || lengthWeight[c] === 0 ? 0 : cross[at]! / lengthWeight[c]!
      const scale = Math.sqrt(Math.max(0, squares[at]! - 2 * b * withLength[at]! + b * b * lengthSquares[c]!))
      const statistic = statistics[at]!
      walshHadamard(statistic)
      const lengthPart = lengthFlipped[c]!
      for (let f = 0; f < flips; f++)
        statistic[f] = scale === 0 ? 0 : (statistic[f]! - b * lengthPart[f]!) / scale
      return statistic
    }
  }
}

/** ℓ of the pairs in each context. */
function lengthsInside({ n, length }: Sample, { pairs, pairPtr, pairCell, context }: Cells): Float64Array[] {
  const inside = Array.from(pairs, (count) => new Float64Array(count))
  const filled = new Uint32Array(pairs.length)
  for (let i = 0; i < n; i++)
    for (let j = pairPtr[i]!; j < pairPtr[i + 1]!; j++) {
      const c = context[pairCell[j]!]!
      inside[c]![filled[c]!++] = length[i]!
    }
  return inside
}
