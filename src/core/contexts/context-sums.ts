import type { SparseMatrix } from '../linalg/sparse-matrix.ts'
import type { Sample } from '../stats/sample.ts'
import { slots } from './context.ts'
import type { GroupedContext } from './grouped-context.ts'

/**
 * Fields of the record of sums of one concept in one context: over pairs Σu, Σ|u|, Σu², Σu of the first half,
 * discordant pairs and wins; over prompt groups products of S = Σu, A = Σ|u| and N = pairs inside, and of
 * those with R, B and M, the same outside. SB is S·B + A·R.
 */
export const [SUM, ABS, SQUARES, SUM_A, DISCORDANT, WINS] = [0, 1, 2, 3, 4, 5]
export const [SS, SA, AA, SN] = [6, 7, 8, 9]
export const [SR, SB, AB, SM, RN] = [10, 11, 12, 13, 14]
/** Length of a record. */
export const WIDTH = 16

/**
 * Sums of concepts over contexts. A context is read pair by pair, all concepts at once, so that its cost is
 * that of its own discordances.
 */
export class ContextSums {
  readonly #sample: Sample
  readonly #rows: SparseMatrix
  readonly #half: Uint8Array
  readonly #number: (wanted: Uint32Array) => Int32Array
  readonly #slotOf: Int32Array
  readonly #sums: Float64Array
  /**
   * S, A, R and B of the current group, by slot; 0 in slots that are not among the first `#count` touched.
   */
  readonly #inside: Float64Array
  readonly #insideAbs: Float64Array
  readonly #outside: Float64Array
  readonly #outsideAbs: Float64Array
  readonly #touched: Uint32Array
  #count = 0

  /**
   * @param rows u by pair and concept
   * @param half 0 or 1 per pair
   */
  constructor(sample: Sample, rows: SparseMatrix, half: Uint8Array) {
    this.#sample = sample
    this.#rows = rows
    this.#half = half
    this.#number = slots(rows.columns)
    this.#slotOf = this.#number(new Uint32Array())
    this.#sums = new Float64Array(rows.columns * WIDTH)
    this.#inside = new Float64Array(rows.columns)
    this.#insideAbs = new Float64Array(rows.columns)
    this.#outside = new Float64Array(rows.columns)
    this.#outsideAbs = new Float64Array(rows.columns)
    this.#touched = new Uint32Array(rows.columns)
  }

  /** The records of the wanted concepts, in their order; valid until the next call. */
  read({ pairs, start, groupSize }: GroupedContext, wanted: Uint32Array): Float64Array {
    const { cluster, memberPtr, member } = this.#sample
    this.#number(wanted)
    this.#sums.fill(0, 0, wanted.length * WIDTH)
    for (let j = 0; j < groupSize.length; j++) {
      const from = start[j]!
      const to = start[j + 1]!
      if (groupSize[j] === 1) {
        this.#addPair(pairs[from]!, true)
        continue
      }
      for (let k = from; k < to; k++) this.#addPair(pairs[k]!, false)
      if (to - from < groupSize[j]!) {
        const g = cluster[pairs[from]!]!
        for (let k = memberPtr[g]!, own = from; k < memberPtr[g + 1]!; k++)
          if (own < to && member[k] === pairs[own]) own++
          else this.#addOutside(member[k]!)
      }
      this.#addGroup(to - from, groupSize[j]! - to + from)
    }
    return this.#sums
  }

  /** Adds a pair inside. @param alone whether it is its whole prompt group */
  #addPair(i: number, alone: boolean): void {
    const { indptr, column, value } = this.#rows
    const sums = this.#sums
    const slotOf = this.#slotOf
    const a = this.#insideAbs
    const b = this.#outsideAbs
    const isA = this.#half[i] === 0
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
        if (a[slot] === 0 && b[slot] === 0) this.#touched[this.#count++] = slot
        this.#inside[slot]! += x
        a[slot]! += size
      }
    }
  }

  /** Adds a pair outside that shares its prompt with pairs inside. */
  #addOutside(i: number): void {
    const { indptr, column, value } = this.#rows
    const a = this.#insideAbs
    const b = this.#outsideAbs
    for (let k = indptr[i]!; k < indptr[i + 1]!; k++) {
      const slot = this.#slotOf[column[k]!]!
      if (slot < 0) continue
      if (a[slot] === 0 && b[slot] === 0) this.#touched[this.#count++] = slot
      this.#outside[slot]! += value[k]!
      b[slot]! += Math.abs(value[k]!)
    }
  }

  /** Adds the products of the current group, and clears it. @param size N @param rest M */
  #addGroup(size: number, rest: number): void {
    const s = this.#inside
    const a = this.#insideAbs
    const r = this.#outside
    const b = this.#outsideAbs
    const sums = this.#sums
    for (let t = 0; t < this.#count; t++) {
      const slot = this.#touched[t]!
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
    this.#count = 0
  }
}
