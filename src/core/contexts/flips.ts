import { valuesAt } from '../indices.ts'
import { mix } from '../stats/hash.ts'
import { lengthGamma } from '../stats/length-model.ts'
import { sigmoid } from '../stats/logistic.ts'
import type { Sample } from '../stats/sample.ts'
import { walshHadamard } from '../stats/walsh-hadamard.ts'
import { slots } from './context.ts'
import type { Place } from './place.ts'
import type { SparseRows } from './rows.ts'

/** The score statistics of some concepts in one context; they hold until the next context is read. @param slot place in `wanted` */
export interface ContextFlips {
  /** Under every flip; flip 0 leaves the labels as they are. */
  readonly all: (slot: number) => Float64Array
  /** On either half of the prompt groups, the labels as they are. */
  readonly half: (slot: number, half: 0 | 1) => number
}

/** Σ(1 − r)ℓν; then by half Σν, Σν² and Σν·Σrℓ over prompt groups, before b is taken out. A record for each concept. */
const CROSS = 0
const [SCORE, SQUARES, WITH_LENGTH] = [1, 2, 3]
const PER_HALF = 3
const WIDTH = 8

/**
 * Sign flips of whole prompt groups inside contexts: the test that a concept leans neither way there, with length
 * taken out. As in stats/sign-flips.ts, but with γ and b of the context: with r_i = 1 − σ(γ_k ℓ_i), w = r(1 − r) and
 * b = Σwℓu/Σwℓ² over its pairs, T = Σ_g ε_g ν_g / √Σν_g², ν_g = Σ_{i∈g∩k} r_i(u_i − bℓ_i). A group's sign is the same in
 * all contexts and for all concepts. A context is read pair by pair, all concepts at once.
 * @param rows u by pair and concept
 * @param plain 1 for concepts that are length itself: γ and b are held at 0
 * @param half 0 or 1 per pair, the same for all pairs of a prompt group
 * @param bits log₂ of the number of flips
 */
export function contextFlips(
  { cluster, length, key }: Sample,
  { columns, indptr, column, value }: SparseRows,
  plain: Uint8Array,
  half: Uint8Array,
  bits: number,
  seed: number,
): (place: Place, wanted: Uint32Array) => ContextFlips {
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

  return ({ pairs, start, whole }, wanted) => {
    const slotOf = number(wanted)
    sums.fill(0, 0, wanted.length * WIDTH)
    flipped.fill(0, 0, wanted.length * flips)
    const gamma = lengthGamma(valuesAt(pairs, (i) => length[i]!))
    const lengthFlipped = new Float64Array(flips)
    let weight = 0
    const [lengthScore, lengthSquares] = [
      [0, 0],
      [0, 0],
    ]
    for (let j = 0; j < whole.length; j++) {
      const first = pairs[start[j]!]!
      const own = bucket[cluster[first]!]!
      const h = half[first]!
      const part = h * PER_HALF
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
            sums[at + part + SCORE]! += score
            sums[at + part + SQUARES]! += score * score
            sums[at + part + WITH_LENGTH]! += score * ofLength
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
        const at = slot * WIDTH + part
        sums[at + SCORE]! += score
        sums[at + SQUARES]! += score * score
        sums[at + WITH_LENGTH]! += score * ofLength
        group[slot] = isTouched[slot] = 0
      }
      lengthFlipped[own]! += ofLength
      lengthScore[h]! += ofLength
      lengthSquares[h]! += ofLength * ofLength
    }
    walshHadamard(lengthFlipped)
    const lengthWeight = weight

    const slope = (slot: number) =>
      plain[wanted[slot]!] === 1 || lengthWeight === 0 ? 0 : sums[slot * WIDTH + CROSS]! / lengthWeight
    const variance = (slot: number, h: 0 | 1, b: number) => {
      const at = slot * WIDTH + h * PER_HALF
      return sums[at + SQUARES]! - 2 * b * sums[at + WITH_LENGTH]! + b * b * lengthSquares[h]!
    }
    return {
      all: (slot) => {
        const b = slope(slot)
        const scale = Math.sqrt(Math.max(0, variance(slot, 0, b) + variance(slot, 1, b)))
        const statistic = statistics[slot]!
        walshHadamard(statistic)
        const inverse = scale === 0 ? 0 : 1 / scale
        for (let f = 0; f < flips; f++) statistic[f] = (statistic[f]! - b * lengthFlipped[f]!) * inverse
        return statistic
      },
      half: (slot, h) => {
        const b = slope(slot)
        const scale = Math.sqrt(Math.max(0, variance(slot, h, b)))
        const score = sums[slot * WIDTH + h * PER_HALF + SCORE]! - b * lengthScore[h]!
        return scale === 0 ? 0 : score / scale
      },
    }
  }
}
