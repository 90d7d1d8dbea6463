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
 *
 * ψ_g is linear in sums of x and numbers of responses, so Σψ² is a quadratic form in their products summed
 * over groups; groups without the concept add to the products of numbers alone, which are the same for all
 * concepts.
 * @param half 0 or 1 per response: the halves of deltaA and deltaB
 */
export function responseContrasts(
  { n, cluster, clusters }: Sample,
  { side }: Labels,
  cells: Cells,
  half: Uint8Array,
): (response: Uint32Array, u: Float32Array, wanted: Uint32Array) => ResponseContrast[] {
  const { contexts, pairPtr, pairCell, groupPtr, context } = cells
  const label = (i: number) => (side[i]! > 0 ? 0 : 1)
  const [ofGroup, ofCell, ofHalf, all] = [
    tally(clusters),
    tally(context.length),
    tally(2 * contexts),
    tally(2),
  ]
  for (let i = 0; i < n; i++) {
    const l = label(i)
    ofGroup.n[LABELS * cluster[i]! + l]!++
    all.n[LABELS * half[i]! + l]!++
    for (let j = pairPtr[i]!; j < pairPtr[i + 1]!; j++) {
      const cell = pairCell[j]!
      ofCell.n[LABELS * cell + l]!++
      ofHalf.n[LABELS * (2 * context[cell]! + half[i]!) + l]!++
    }
  }

  // A group's sums of x in each set, then its numbers; of the whole group, by label.
  const parts = new Float64Array(2 * SETS)
  const whole = new Float64Array(2 * LABELS)
  const takeCell = (g: number, cell: number) => {
    for (let l = 0; l < LABELS; l++) {
      const [inside, group] = [LABELS * cell + l, LABELS * g + l]
      parts[l] = ofCell.x[inside]!
      parts[LABELS + l] = ofGroup.x[group]! - ofCell.x[inside]!
      parts[SETS + l] = ofCell.n[inside]!
      parts[SETS + LABELS + l] = ofGroup.n[group]! - ofCell.n[inside]!
    }
  }
  const takeGroup = (g: number) => {
    for (let l = 0; l < LABELS; l++) {
      whole[l] = ofGroup.x[LABELS * g + l]!
      whole[LABELS + l] = ofGroup.n[LABELS * g + l]!
    }
  }
  // Sums of products over the groups of each context, and over all groups. The rows of numbers stay.
  const products = Array.from({ length: contexts }, () => new Float64Array((2 * SETS) ** 2))
  const wholeProducts = new Float64Array((2 * LABELS) ** 2)
  const groupsOf = products.map(() => new Float64Array(SETS))
  const groups = new Float64Array(LABELS)
  for (let g = 0; g < clusters; g++) {
    takeGroup(g)
    addProducts(wholeProducts, whole, LABELS, 2 * LABELS)
    for (let l = 0; l < LABELS; l++) if (whole[LABELS + l]! > 0) groups[l]!++
    for (let cell = groupPtr[g]!; cell < groupPtr[g + 1]!; cell++) {
      const own = groupsOf[context[cell]!]!
      takeCell(g, cell)
      addProducts(products[context[cell]!]!, parts, SETS, 2 * SETS)
      for (let l = 0; l < LABELS; l++) {
        if (parts[SETS + l] === 0) continue
        own[l]!++
        if (parts[SETS + LABELS + l] === 0) own[LABELS + l]!--
      }
    }
  }
  for (const own of groupsOf) for (let l = 0; l < LABELS; l++) own[LABELS + l]! += groups[l]!

  const present = new Uint32Array(contexts)
  const wins = new Uint32Array(contexts)
  const isWanted = new Uint8Array(contexts)
  const [weight, asOutside] = [new Float64Array(2 * SETS), new Float64Array(2 * SETS)]
  const wholeWeight = new Float64Array(2 * LABELS)

  return (response, u, wanted) => {
    isWanted.fill(0)
    for (const c of wanted) isWanted[c] = 1
    for (const sums of [ofHalf.x, all.x, present, wins]) sums.fill(0)
    wholeProducts.fill(0, 0, LABELS * whole.length)
    for (const own of products) own.fill(0, 0, SETS * parts.length)
    const touched = new Set<number>()
    let squares = 0
    for (let k = 0; k < response.length; k++) {
      const i = response[k]!
      const l = label(i)
      const x = Math.abs(u[k]!)
      touched.add(cluster[i]!)
      ofGroup.x[LABELS * cluster[i]! + l]! += x
      all.x[LABELS * half[i]! + l]! += x
      squares += x * x
      for (let j = pairPtr[i]!; j < pairPtr[i + 1]!; j++) {
        const cell = pairCell[j]!
        const c = context[cell]!
        ofCell.x[LABELS * cell + l]! += x
        ofHalf.x[LABELS * (2 * c + half[i]!) + l]! += x
        present[c]!++
        if (l === 0) wins[c]!++
      }
    }
    for (const g of touched) {
      for (let cell = groupPtr[g]!; cell < groupPtr[g + 1]!; cell++) {
        if (isWanted[context[cell]!] === 1) {
          takeCell(g, cell)
          addProducts(products[context[cell]!]!, parts, 0, SETS)
        }
        ofCell.x.fill(0, LABELS * cell, LABELS * (cell + 1))
      }
      takeGroup(g)
      addProducts(wholeProducts, whole, 0, LABELS)
      ofGroup.x.fill(0, LABELS * g, LABELS * (g + 1))
    }
    const [a, b, both] = [setsOf([0]), setsOf([1]), setsOf([0, 1])]

    return Array.from(wanted, (c): ResponseContrast => {
      const { x, n: size } = both(c)
      const mean = x.map((sum, q) => sum / size[q]!)
      const within = size.reduce((sum, count, q) => sum - count * mean[q]! ** 2, squares)
      mean.forEach((own, q) => {
        const many = groupsOf[c]![q]!
        weight[q] = (SIGN[q]! * Math.sqrt(many / (many - 1))) / size[q]!
        weight[SETS + q] = -weight[q] * own
      })
      for (let k = 0; k < parts.length; k++) asOutside[k] = weight[k | LABELS]!
      for (let k = 0; k < whole.length; k++) wholeWeight[k] = asOutside[k < LABELS ? k : k + LABELS]!
      // All groups as if they lay outside; those with a response inside as they are instead.
      const variance =
        form(wholeProducts, wholeWeight) - form(products[c]!, asOutside) + form(products[c]!, weight)
      const share = (x[0]! + x[1]!) / (size[0]! + size[1]!)
      const delta = mean.reduce((sum, own, q) => sum + SIGN[q]! * own, 0)
      return {
        context: c,
        discordant: present[c]!,
        wins: wins[c]!,
        meanIn: mean[0]! - mean[1]!,
        meanOut: mean[2]! - mean[3]!,
        delta,
        se: Math.sqrt(Math.max(0, variance)),
        d: delta / Math.sqrt(within / (n - SETS)),
        deltaA: deltaOf(a(c)),
        deltaB: deltaOf(b(c)),
        lift: (share * n) / (x[0]! + x[1]! + x[2]! + x[3]!),
        share,
      }
    })
  }

  /** Sums of x and numbers of responses in the four sets of a context, of some halves. */
  function setsOf(halves: readonly number[]) {
    return (c: number) => {
      const [x, size] = [new Float64Array(SETS), new Float64Array(SETS)]
      for (const h of halves)
        for (let l = 0; l < LABELS; l++) {
          const inside = LABELS * (2 * c + h) + l
          x[l]! += ofHalf.x[inside]!
          size[l]! += ofHalf.n[inside]!
          x[LABELS + l]! += all.x[LABELS * h + l]! - ofHalf.x[inside]!
          size[LABELS + l]! += all.n[LABELS * h + l]! - ofHalf.n[inside]!
        }
      return { x, n: size }
    }
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
