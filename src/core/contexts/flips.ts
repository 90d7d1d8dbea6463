import { valuesAt } from '../indices.ts'
import { mix } from '../stats/hash.ts'
import { lengthGamma } from '../stats/length-model.ts'
import { sigmoid } from '../stats/logistic.ts'
import type { Sample } from '../stats/sample.ts'
import { walshHadamard } from '../stats/walsh-hadamard.ts'
import { slots } from './context.ts'
import type { GroupedContext } from './grouped-context.ts'
import type { SparseMatrix } from '../linalg/sparse-matrix.ts'

/**
 * Under every flip, the score statistics of a concept in the context read last; flip 0 is the observed
 * labelling.
 * @param slot position in `wanted`
 */
export type ContextFlips = (slot: number) => Float64Array

/** Σ(1 − r)ℓν; then Σν² and Σν·Σrℓ over prompt groups, before b is subtracted. One record per concept. */
const [CROSS, SQUARES, WITH_LENGTH] = [0, 1, 2]
const WIDTH = 4

/**
 * Sign flips of whole prompt groups inside contexts: the test of no preference for a concept there, adjusted
 * for length. As in stats/sign-flips.ts, but with γ and b of the context: with r_i = 1 − σ(γ_k ℓ_i), w = r(1
 * − r) and b = Σwℓu/Σwℓ² over its pairs, T = Σ_g ε_g ν_g / √Σν_g², ν_g = Σ_{i∈g∩k} r_i(u_i − bℓ_i). A group's
 * sign is the same in all contexts and for all concepts. A context is read pair by pair, all concepts at
 * once.
 * @param rows u by pair and concept
 * @param plain 1 for concepts that are length itself: γ and b are held at 0
 * @param bits log₂ of the number of flips
 */
export function contextFlips(
  { cluster, length, key }: Sample,
  { columns, indptr, column, value }: SparseMatrix,
  plain: Uint8Array,
  bits: number,
  seed: number,
): (place: GroupedContext, wanted: Uint32Array) => ContextFlips {
  const flips = 2 ** bits
  const bucket = key.map((own) => (bits === 0 ? 0 : mix(own, seed) >>> (32 - bits)))
  const number = slots(columns)
  const sums = new Float64Array(columns * WIDTH)
  const flipped = new Float64Array(columns * flips)
  const statistics = Array.from({ length: columns }, (_, slot) =>
    flipped.subarray(slot * flips, (slot + 1) * flips),
  )
  const group = new Float64Array(columns)
  const touched = new Uint32Array(columns)
  const isTouched = new Uint8Array(columns)

  return ({ pairs, start, groupSize }, wanted) => {
    const slotOf = number(wanted)
    sums.fill(0, 0, wanted.length * WIDTH)
    flipped.fill(0, 0, wanted.length * flips)
    const gamma = lengthGamma(valuesAt(pairs, (i) => length[i]!))
    const lengthFlipped = new Float64Array(flips)
    let [weight, lengthSquares] = [0, 0]
    for (let j = 0; j < groupSize.length; j++) {
      const first = pairs[start[j]!]!
      const own = bucket[cluster[first]!]!
      const size = start[j + 1]! - start[j]!
      let ofLength = 0
      let count = 0
      for (let k = start[j]!; k < start[j + 1]!; k++) {
        const i = pairs[k]!
        const l = length[i]!
        const residual = 1 - sigmoid(gamma * l)
        const rest = (1 - residual) * l
        ofLength += residual * l
        weight += residual * rest * l
        for (let e = indptr[i]!; e < indptr[i + 1]!; e++) {
          const m = column[e]!
          const slot = slotOf[m]!
          if (slot < 0) continue
          const score = (plain[m] === 1 ? 0.5 : residual) * value[e]!
          const at = slot * WIDTH
          flipped[slot * flips + own]! += score
          sums[at + CROSS]! += rest * score
          if (size === 1) {
            sums[at + SQUARES]! += score * score
            sums[at + WITH_LENGTH]! += score * ofLength
          } else {
            if (isTouched[slot] === 0) {
              isTouched[slot] = 1
              touched[count++] = slot
            }
            group[slot]! += score
          }
        }
      }
      for (let t = 0; t < count; t++) {
        const slot = touched[t]!
        const score = group[slot]!
        const at = slot * WIDTH
        sums[at + SQUARES]! += score * score
        sums[at + WITH_LENGTH]! += score * ofLength
        group[slot] = isTouched[slot] = 0
      }
      lengthFlipped[own]! += ofLength
      lengthSquares += ofLength * ofLength
    }
    walshHadamard(lengthFlipped)
    const [lengthWeight, lengthVariance] = [weight, lengthSquares]

    return (slot) => {
      const at = slot * WIDTH
      const b = plain[wanted[slot]!] === 1 || lengthWeight === 0 ? 0 : sums[at + CROSS]! / lengthWeight
      const variance = sums[at + SQUARES]! - 2 * b * sums[at + WITH_LENGTH]! + b * b * lengthVariance
      const statistic = statistics[slot]!
      walshHadamard(statistic)
      const inverse = variance > 0 ? 1 / Math.sqrt(variance) : 0
      for (let f = 0; f < flips; f++) statistic[f] = (statistic[f]! - b * lengthFlipped[f]!) * inverse
      return statistic
    }
  }
}
