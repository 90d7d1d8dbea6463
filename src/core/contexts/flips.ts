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
  sample: Sample,
  rows: SparseMatrix,
  plain: Uint8Array,
  bits: number,
  seed: number,
): (context: GroupedContext, wanted: Uint32Array) => ContextFlips {
  const flips = 2 ** bits
  const bucket = sample.key.map((own) => (bits === 0 ? 0 : mix(own, seed) >>> (32 - bits)))
  const sums = new FlipSums(sample, rows, plain, bucket, flips)

  return (context, wanted) => {
    const { lengthFlipped, lengthWeight, lengthVariance } = sums.read(context, wanted)
    return (slot) => {
      const [cross, squares, withLength] = sums.record(slot)
      const b = plain[wanted[slot]!] === 1 || lengthWeight === 0 ? 0 : cross / lengthWeight
      const variance = squares - 2 * b * withLength + b * b * lengthVariance
      const statistic = sums.flipped(slot)
      walshHadamard(statistic)
      const inverse = variance > 0 ? 1 / Math.sqrt(variance) : 0
      for (let f = 0; f < flips; f++) statistic[f] = (statistic[f]! - b * lengthFlipped[f]!) * inverse
      return statistic
    }
  }
}

/** Sums of score contributions in a context; all are valid until the next read. */
class FlipSums {
  readonly #sample: Sample
  readonly #rows: SparseMatrix
  readonly #plain: Uint8Array
  readonly #bucket: Uint32Array
  readonly #flips: number
  readonly #number: (wanted: Uint32Array) => Int32Array
  readonly #slotOf: Int32Array
  readonly #sums: Float64Array
  readonly #flipped: Float64Array
  readonly #views: readonly Float64Array[]
  /** ν of the current prompt group, by slot, and the slots in which it has any. */
  readonly #group: Float64Array
  readonly #touched: Uint32Array
  readonly #isTouched: Uint8Array
  #count = 0

  /** @param bucket by prompt group, the bit string h_g of its flips */
  constructor(sample: Sample, rows: SparseMatrix, plain: Uint8Array, bucket: Uint32Array, flips: number) {
    const { columns } = rows
    this.#sample = sample
    this.#rows = rows
    this.#plain = plain
    this.#bucket = bucket
    this.#flips = flips
    this.#number = slots(columns)
    this.#slotOf = this.#number(new Uint32Array())
    this.#sums = new Float64Array(columns * WIDTH)
    const flipped = (this.#flipped = new Float64Array(columns * flips))
    this.#views = Array.from({ length: columns }, (_, slot) =>
      flipped.subarray(slot * flips, (slot + 1) * flips),
    )
    this.#group = new Float64Array(columns)
    this.#touched = new Uint32Array(columns)
    this.#isTouched = new Uint8Array(columns)
  }

  record(slot: number): readonly [cross: number, squares: number, withLength: number] {
    const at = slot * WIDTH
    return [this.#sums[at + CROSS]!, this.#sums[at + SQUARES]!, this.#sums[at + WITH_LENGTH]!]
  }

  /** Σ_g ε_g Σ r_i u_i before its Walsh–Hadamard transform. */
  flipped(slot: number): Float64Array {
    return this.#views[slot]!
  }

  /** @returns Σ_g ε_g Σ r_i ℓ_i by flip, Σwℓ², and Σ_g (Σ r_i ℓ_i)² */
  read({ pairs, start, groupSize }: GroupedContext, wanted: Uint32Array) {
    const { cluster, length } = this.#sample
    this.#number(wanted)
    this.#sums.fill(0, 0, wanted.length * WIDTH)
    this.#flipped.fill(0, 0, wanted.length * this.#flips)
    const gamma = lengthGamma(valuesAt(pairs, (i) => length[i]!))
    const lengthFlipped = new Float64Array(this.#flips)
    let [lengthWeight, lengthVariance] = [0, 0]
    for (let j = 0; j < groupSize.length; j++) {
      const from = start[j]!
      const to = start[j + 1]!
      const bucket = this.#bucket[cluster[pairs[from]!]!]!
      const alone = to === from + 1
      let ofLength = 0
      for (let k = from; k < to; k++) {
        const i = pairs[k]!
        const l = length[i]!
        const residual = 1 - sigmoid(gamma * l)
        ofLength += residual * l
        lengthWeight += residual * ((1 - residual) * l) * l
        this.#addPair(i, bucket, residual, l, alone)
      }
      if (!alone) this.#addGroup(ofLength)
      lengthFlipped[bucket]! += ofLength
      lengthVariance += ofLength * ofLength
    }
    walshHadamard(lengthFlipped)
    return { lengthFlipped, lengthWeight, lengthVariance }
  }

  /** @param alone whether the pair is the only one of its prompt group inside */
  #addPair(i: number, bucket: number, residual: number, l: number, alone: boolean): void {
    const { indptr, column, value } = this.#rows
    const sums = this.#sums
    const slotOf = this.#slotOf
    const plain = this.#plain
    const flips = this.#flips
    const flipped = this.#flipped
    const isTouched = this.#isTouched
    const rest = (1 - residual) * l
    for (let e = indptr[i]!; e < indptr[i + 1]!; e++) {
      const m = column[e]!
      const slot = slotOf[m]!
      if (slot < 0) continue
      const score = (plain[m] === 1 ? 0.5 : residual) * value[e]!
      const at = slot * WIDTH
      flipped[slot * flips + bucket]! += score
      sums[at + CROSS]! += rest * score
      if (alone) {
        sums[at + SQUARES]! += score * score
        sums[at + WITH_LENGTH]! += score * (residual * l)
      } else {
        if (isTouched[slot] === 0) {
          isTouched[slot] = 1
          this.#touched[this.#count++] = slot
        }
        this.#group[slot]! += score
      }
    }
  }

  /** Adds the products of the current prompt group, and clears it. @param ofLength its Σ r_i ℓ_i */
  #addGroup(ofLength: number): void {
    const sums = this.#sums
    const group = this.#group
    for (let t = 0; t < this.#count; t++) {
      const slot = this.#touched[t]!
      const score = group[slot]!
      const at = slot * WIDTH
      sums[at + SQUARES]! += score * score
      sums[at + WITH_LENGTH]! += score * ofLength
      group[slot] = this.#isTouched[slot] = 0
    }
    this.#count = 0
  }
}
