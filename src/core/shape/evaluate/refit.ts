import { conjugateGradients } from '../../linalg/conjugate-gradients.ts'
import { type Design, signedRows } from '../../stats/design.ts'
import { sigmoid } from '../../stats/logistic.ts'
import { fitHead, type Head, type HeadFeatures } from '../head.ts'

/** The pairs that one head is fitted on. */
export interface Training {
  readonly features: HeadFeatures
  /** Δz per pair, one array a decided concept. */
  readonly deltas: readonly Float64Array[]
  readonly weights: Float64Array
  readonly offset: Float64Array
  /** 1 where the sides are exchanged. */
  readonly flipped: Uint8Array
  /** As in Shaping; none where left out. */
  readonly softLabels?: Float64Array | null
  readonly dropped: Uint8Array
}

/** A head, and what it takes to say how sure its coefficients are. */
export interface Refit {
  readonly head: Head
  /** v·b. */
  effect(v: Float64Array): number
  /**
   * By pair, what v·b would change, to first order, if the pair counted once more: (1 − p)·w·x·H⁻¹v. Summed
   * over redrawn pairs it is the score bootstrap (Kline & Santos 2012), which need not fit again.
   */
  influence(v: Float64Array): Float64Array
}

/** Fits a head on some of the pairs. Those with soft labels are there in both orders. */
export function refit(training: Training, pairs: Uint32Array, kappa: number): Refit {
  const n = training.weights.length
  const there = pairs.filter((i) => !training.dropped[i])
  const { features, deltas, weights, offset, rows } = inBothOrders(training, there)
  const head = fitHead(features, rows, kappa, deltas, { weights, offset, tolerance: 1e-7 })
  const { design, b, penalty } = head
  const miss = Float64Array.from(rows, (i) => weights[i]! * sigmoid(-design.dot(i, b) - offset[i]!))
  const information = Float64Array.from(rows, (i, k) => miss[k]! * sigmoid(design.dot(i, b) + offset[i]!))
  return {
    head,
    effect: (v) => v.reduce((sum, x, j) => sum + x * b[j]!, 0),
    influence(v) {
      const a = solve(design, rows, information, penalty, v)
      const change = new Float64Array(n)
      rows.forEach((i, k) => (change[i % n]! += miss[k]! * design.dot(i, a)))
      return change
    },
  }
}

interface Oriented {
  readonly features: HeadFeatures
  readonly deltas: readonly Float64Array[]
  readonly weights: Float64Array
  readonly offset: Float64Array
  /** Of the design: i for a pair as it goes, pairs + i for its mirror image. */
  readonly rows: Uint32Array
}

/**
 * The pairs as they go, and after them the mirror images of those with soft labels, which have the rest of
 * the weight.
 */
function inBothOrders(training: Training, there: Uint32Array): Oriented {
  const { features, deltas, weights, offset, flipped, softLabels } = training
  const signed = flipped.includes(1)
  const turn = (column: Float64Array) => (signed ? column.map((x, i) => (flipped[i] ? -x : x)) : column)
  const oriented = signed ? { ...features, design: signedRows(features.design, flipped) } : features
  const plain = { features: oriented, deltas: deltas.map(turn), weights, offset: turn(offset), rows: there }
  if (!softLabels) return plain
  const n = weights.length
  const soft = there.filter((i) => !Number.isNaN(softLabels[i]!))
  const mirrored = (column: Float64Array) => {
    const both = new Float64Array(2 * n)
    both.set(column)
    for (const i of soft) both[n + i] = -column[i]!
    return both
  }
  const counts = mirrored(weights)
  for (const i of soft) {
    // A soft label is of the pair as it came.
    const p = flipped[i] ? 1 - softLabels[i]! : softLabels[i]!
    counts[i] = weights[i]! * p
    counts[n + i] = weights[i]! * (1 - p)
  }
  const rows = new Uint32Array(there.length + soft.length)
  rows.set(there)
  soft.forEach((i, k) => (rows[there.length + k] = n + i))
  return {
    features: { ...oriented, design: mirroredRows(oriented.design) },
    deltas: plain.deltas.map(mirrored),
    weights: counts,
    offset: mirrored(plain.offset),
    rows,
  }
}

/** The rows, and after them their negatives. */
function mirroredRows(design: Design): Design {
  const { rows: n } = design
  return {
    rows: 2 * n,
    columns: design.columns,
    dot: (row, b) => (row < n ? design.dot(row, b) : -design.dot(row - n, b)),
    add: (row, factor, out) => (row < n ? design.add(row, factor, out) : design.add(row - n, -factor, out)),
    addSquares: (row, factor, out) => design.addSquares(row < n ? row : row - n, factor, out),
  }
}

/** Solves (XᵀWX + diag κ) a = v by conjugate gradients, preconditioned by the diagonal. */
function solve(
  design: Design,
  rows: Uint32Array,
  weights: Float64Array,
  penalty: Float64Array,
  v: Float64Array,
): Float64Array {
  // The log-F prior of free columns, so that one that is 0 everywhere has a diagonal.
  const ridge = penalty.map((kappa) => kappa + (kappa === 0 ? 0.25 : 0))
  const diagonal = ridge.slice()
  rows.forEach((i, k) => design.addSquares(i, weights[k]!, diagonal))
  return conjugateGradients(v, {
    multiply: (search) => {
      const image = search.map((s, j) => ridge[j]! * s)
      rows.forEach((i, k) => design.add(i, weights[k]! * design.dot(i, search), image))
      return image
    },
    precondition: (residual) => residual.map((r, j) => r / diagonal[j]!),
    tolerance: 1e-8,
    iterations: 100,
  })
}
