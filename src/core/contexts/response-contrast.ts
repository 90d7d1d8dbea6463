import type { Labels, Sample } from '../stats/sample.ts'
import type { Cells } from './context.ts'
import type { Contrast } from './test-table.ts'

/** A contrast of single responses: its means are differences of shares, good − bad. */
export interface ResponseContrast extends Contrast {
  readonly context: number
  /** Mean x inside. */
  readonly share: number
}

/** Good and bad. */
const LABELS = 2
/** Good inside, bad inside, good outside, bad outside; and the sign of each set's mean in Δ. */
const SETS = 4
const SIGN = [1, -1, -1, 1] as const

/** Sums of x and numbers of responses of each label, by prompt group, cell, or context and half. */
interface Tally {
  readonly x: Float64Array
  readonly n: Float64Array
}
const tally = (size: number): Tally => ({
  x: new Float64Array(LABELS * size),
  n: new Float64Array(LABELS * size),
})

/**
 * Prepares contrasts of concepts on single responses. The function it returns takes a concept's responses
 * with their u (label × x, x the share of its features that are present) and the contexts wanted, and
 * contrasts it in each of these.
 *
 * meanIn = mean x of the good responses inside − that of the bad ones, meanOut the same outside, Δ = meanIn −
 * meanOut. Influence of prompt group g: ψ_g = Σ over the four sets q (good and bad, inside and outside) of
 * ±√(G_q/(G_q−1))·Σ_{i∈g∩q}(x_i − x̄_q)/n_q, G_q the groups with a response in q; se² = Σψ_g². d is Δ over
 * the deviation of x within the four sets. Lift is the share of Σx inside over the context's share of
 * responses.
 * @param half 0 or 1 per response: the halves of deltaA and deltaB
 */
export function responseContrasts(
  sample: Sample,
  labels: Labels,
  cells: Cells,
  half: Uint8Array,
): (response: Uint32Array, u: Float32Array, wanted: Uint32Array) => ResponseContrast[] {
  const sums = new ResponseSums(sample, labels, cells, half)
  return (response, u, wanted) => {
    sums.read(response, u, wanted)
    return Array.from(wanted, (c) => sums.contrast(c))
  }
}

/**
 * The sums that contrasts are made of. ψ_g is linear in sums of x and numbers of responses, so Σψ² is a
 * quadratic form in their products summed over groups; groups without the concept add to the products of
 * numbers alone, which are the same for all concepts.
 */
class ResponseSums {
  readonly #sample: Sample
  readonly #side: Labels['side']
  readonly #cells: Cells
  readonly #half: Uint8Array
  readonly #ofGroup: Tally
  readonly #ofCell: Tally
  readonly #ofHalf: Tally
  readonly #all = tally(2)
  /** A group's sums of x in each set, then its numbers; and of the whole group, by label. */
  readonly #parts = new Float64Array(2 * SETS)
  readonly #whole = new Float64Array(2 * LABELS)
  /** Sums of products over the groups of each context, and over all groups. The rows of numbers stay. */
  readonly #products: readonly Float64Array[]
  readonly #wholeProducts = new Float64Array((2 * LABELS) ** 2)
  /** By context, the groups with a response in each set. */
  readonly #groupsOf: readonly Float64Array[]
  /** Of the concept read: its responses and good ones by context, and Σx². */
  readonly #present: Uint32Array
  readonly #wins: Uint32Array
  #squares = 0

  constructor(sample: Sample, { side }: Labels, cells: Cells, half: Uint8Array) {
    const { contexts, context } = cells
    this.#sample = sample
    this.#side = side
    this.#cells = cells
    this.#half = half
    this.#ofGroup = tally(sample.clusters)
    this.#ofCell = tally(context.length)
    this.#ofHalf = tally(2 * contexts)
    this.#present = new Uint32Array(contexts)
    this.#wins = new Uint32Array(contexts)
    this.#products = Array.from({ length: contexts }, () => new Float64Array((2 * SETS) ** 2))
    this.#groupsOf = this.#products.map(() => new Float64Array(SETS))
    this.#countResponses()
    this.#countGroups()
  }

  /** 0 for a good response, 1 for a bad one. */
  #label(i: number): number {
    return this.#side[i]! > 0 ? 0 : 1
  }

  #countResponses(): void {
    const { n, cluster } = this.#sample
    const { pairPtr, pairCell, context } = this.#cells
    for (let i = 0; i < n; i++) {
      const l = this.#label(i)
      this.#ofGroup.n[LABELS * cluster[i]! + l]!++
      this.#all.n[LABELS * this.#half[i]! + l]!++
      for (let j = pairPtr[i]!; j < pairPtr[i + 1]!; j++) {
        const cell = pairCell[j]!
        this.#ofCell.n[LABELS * cell + l]!++
        this.#ofHalf.n[LABELS * (2 * context[cell]! + this.#half[i]!) + l]!++
      }
    }
  }

  #countGroups(): void {
    const { groupPtr, context } = this.#cells
    const [whole, parts] = [this.#whole, this.#parts]
    const groups = new Float64Array(LABELS)
    for (let g = 0; g < this.#sample.clusters; g++) {
      this.#takeGroup(g)
      addProducts(this.#wholeProducts, whole, LABELS, 2 * LABELS)
      for (let l = 0; l < LABELS; l++) if (whole[LABELS + l]! > 0) groups[l]!++
      for (let cell = groupPtr[g]!; cell < groupPtr[g + 1]!; cell++) {
        const own = this.#groupsOf[context[cell]!]!
        this.#takeCell(g, cell)
        addProducts(this.#products[context[cell]!]!, parts, SETS, 2 * SETS)
        for (let l = 0; l < LABELS; l++) {
          if (parts[SETS + l] === 0) continue
          own[l]!++
          if (parts[SETS + LABELS + l] === 0) own[LABELS + l]!--
        }
      }
    }
    for (const own of this.#groupsOf) for (let l = 0; l < LABELS; l++) own[LABELS + l]! += groups[l]!
  }

  #takeCell(g: number, cell: number): void {
    const parts = this.#parts
    for (let l = 0; l < LABELS; l++) {
      const inside = LABELS * cell + l
      const group = LABELS * g + l
      parts[l] = this.#ofCell.x[inside]!
      parts[LABELS + l] = this.#ofGroup.x[group]! - this.#ofCell.x[inside]!
      parts[SETS + l] = this.#ofCell.n[inside]!
      parts[SETS + LABELS + l] = this.#ofGroup.n[group]! - this.#ofCell.n[inside]!
    }
  }

  #takeGroup(g: number): void {
    for (let l = 0; l < LABELS; l++) {
      this.#whole[l] = this.#ofGroup.x[LABELS * g + l]!
      this.#whole[LABELS + l] = this.#ofGroup.n[LABELS * g + l]!
    }
  }

  /** Reads a concept's responses, for contrasts in the wanted contexts. */
  read(response: Uint32Array, u: Float32Array, wanted: Uint32Array): void {
    const { cluster } = this.#sample
    const { pairPtr, pairCell, context } = this.#cells
    const half = this.#half
    this.#clear()
    const touched = new Set<number>()
    for (let k = 0; k < response.length; k++) {
      const i = response[k]!
      const l = this.#label(i)
      const x = Math.abs(u[k]!)
      touched.add(cluster[i]!)
      this.#ofGroup.x[LABELS * cluster[i]! + l]! += x
      this.#all.x[LABELS * half[i]! + l]! += x
      this.#squares += x * x
      for (let j = pairPtr[i]!; j < pairPtr[i + 1]!; j++) {
        const cell = pairCell[j]!
        const c = context[cell]!
        this.#ofCell.x[LABELS * cell + l]! += x
        this.#ofHalf.x[LABELS * (2 * c + half[i]!) + l]! += x
        this.#present[c]!++
        if (l === 0) this.#wins[c]!++
      }
    }
    this.#addGroups(touched, wanted)
  }

  #clear(): void {
    for (const sums of [this.#ofHalf.x, this.#all.x, this.#present, this.#wins]) sums.fill(0)
    this.#wholeProducts.fill(0, 0, LABELS * this.#whole.length)
    for (const own of this.#products) own.fill(0, 0, SETS * this.#parts.length)
    this.#squares = 0
  }

  /** Adds the products of the groups that have the concept, and empties their sums. */
  #addGroups(touched: Iterable<number>, wanted: Uint32Array): void {
    const { groupPtr, context, contexts } = this.#cells
    const isWanted = new Uint8Array(contexts)
    for (const c of wanted) isWanted[c] = 1
    for (const g of touched) {
      for (let cell = groupPtr[g]!; cell < groupPtr[g + 1]!; cell++) {
        if (isWanted[context[cell]!] === 1) {
          this.#takeCell(g, cell)
          addProducts(this.#products[context[cell]!]!, this.#parts, 0, SETS)
        }
        this.#ofCell.x.fill(0, LABELS * cell, LABELS * (cell + 1))
      }
      this.#takeGroup(g)
      addProducts(this.#wholeProducts, this.#whole, 0, LABELS)
      this.#ofGroup.x.fill(0, LABELS * g, LABELS * (g + 1))
    }
  }

  /** The contrast of the concept read in a context. */
  contrast(c: number): ResponseContrast {
    const { x, n: size } = this.#setsOf(c, [0, 1])
    const { n } = this.#sample
    const mean = x.map((sum, q) => sum / size[q]!)
    const within = size.reduce((sum, count, q) => sum - count * mean[q]! ** 2, this.#squares)
    const share = (x[0]! + x[1]!) / (size[0]! + size[1]!)
    const delta = mean.reduce((sum, own, q) => sum + SIGN[q]! * own, 0)
    return {
      context: c,
      discordant: this.#present[c]!,
      wins: this.#wins[c]!,
      meanIn: mean[0]! - mean[1]!,
      meanOut: mean[2]! - mean[3]!,
      delta,
      se: Math.sqrt(Math.max(0, this.#variance(c, mean, size))),
      d: delta / Math.sqrt(within / (n - SETS)),
      deltaA: deltaOf(this.#setsOf(c, [0])),
      deltaB: deltaOf(this.#setsOf(c, [1])),
      lift: (share * n) / (x[0]! + x[1]! + x[2]! + x[3]!),
      share,
    }
  }

  /** Σψ_g². @param mean of x in the four sets @param size responses in them */
  #variance(c: number, mean: Float64Array, size: Float64Array): number {
    const weight = new Float64Array(2 * SETS)
    mean.forEach((own, q) => {
      const many = this.#groupsOf[c]![q]!
      weight[q] = (SIGN[q]! * Math.sqrt(many / (many - 1))) / size[q]!
      weight[SETS + q] = -weight[q] * own
    })
    const asOutside = weight.map((_, k) => weight[k | LABELS]!)
    const wholeWeight = this.#whole.map((_, k) => asOutside[k < LABELS ? k : k + LABELS]!)
    // All groups as if they lay outside; those with a response inside as they are instead.
    const products = this.#products[c]!
    return form(this.#wholeProducts, wholeWeight) - form(products, asOutside) + form(products, weight)
  }

  /** Sums of x and numbers of responses in the four sets of a context, of some halves. */
  #setsOf(c: number, halves: readonly number[]): Tally {
    const [x, size] = [new Float64Array(SETS), new Float64Array(SETS)]
    for (const h of halves)
      for (let l = 0; l < LABELS; l++) {
        const inside = LABELS * (2 * c + h) + l
        const total = LABELS * h + l
        x[l]! += this.#ofHalf.x[inside]!
        size[l]! += this.#ofHalf.n[inside]!
        x[LABELS + l]! += this.#all.x[total]! - this.#ofHalf.x[inside]!
        size[LABELS + l]! += this.#all.n[total]! - this.#ofHalf.n[inside]!
      }
    return { x, n: size }
  }
}

const deltaOf = ({ x, n }: Tally): number => SIGN.reduce((sum, sign, q) => sum + (sign * x[q]!) / n[q]!, 0)

/** Adds the products of a vector's entries, in some rows of the upper triangle. */
function addProducts(sums: Float64Array, vector: Float64Array, from: number, to: number): void {
  const size = vector.length
  for (let a = from; a < to; a++)
    for (let b = a; b < size; b++) sums[a * size + b]! += vector[a]! * vector[b]!
}

/** Σ (weight·vector)² of the vectors whose products were added. */
function form(products: Float64Array, weight: Float64Array): number {
  const size = weight.length
  let sum = 0
  for (let a = 0; a < size; a++)
    for (let b = a; b < size; b++)
      sum += (a === b ? 1 : 2) * weight[a]! * weight[b]! * products[a * size + b]!
  return sum
}
