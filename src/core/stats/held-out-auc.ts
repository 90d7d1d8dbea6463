import { labelAuc, pairAuc } from './auc.ts'
import type { Design } from './design.ts'
import { ridgeLogistic } from './ridge-logistic.ts'
import { assignFolds, rowsInFold, type Sample } from './sample.ts'

export const FOLDS = 5
/** Penalties are chosen on at most this many pairs. */
const TUNING_PAIRS = 3000

/**
 * Columns are grouped into blocks; a setting is one penalty κ per block. The penalty of a column is
 * κ·sqrt(its mean square · the block's average mean square): the geometric mean of the penalties for raw and
 * for standardised values.
 */
export interface Blocks {
  readonly block: Uint8Array
  readonly grid: readonly (readonly number[])[]
}

/**
 * AUC of a ridge logistic model on pairs it has not seen: mean over five folds of clusters. In each, the
 * setting is the one with the best log-likelihood in three inner folds of the training pairs; nothing of the
 * held-out fold is used.
 * @returns null with fewer than two clusters a fold
 * @example
 * // With a column that is always positive for the chosen side, every held-out pair is ranked right.
 * const forty = Uint32Array.from({ length: 40 }, (_, i) => i)
 * const x = denseDesign(1, new Float64Array(40).fill(1))
 * const blocks = { block: Uint8Array.of(0), grid: [[1]] }
 * heldOutAuc(sample(new Float64Array(40), forty, forty), x, blocks, 1) // → 1
 */
export function heldOutAuc(sample: Sample, design: Design, blocks: Blocks, seed: number): number | null {
  if (sample.clusters < 2 * FOLDS) return null
  const fold = assignFolds(sample, FOLDS, seed)
  const inner = assignFolds(sample, INNER, seed + 1)
  let sum = 0
  for (let out = 0; out < FOLDS; out++) {
    const training = rowsInFold(fold, (f) => f !== out)
    const setting = choose(design, blocks, training, inner)
    const b = fit(design, blocks, training, setting)
    sum += foldAuc(
      sample,
      rowsInFold(fold, (f) => f === out),
      (i) => design.dot(i, b),
    )
  }
  return sum / FOLDS
}

const INNER = 3

/** Scores of unpaired data carry the sign of their label, as those of pairs are chosen − rejected. */
function foldAuc({ labels }: Sample, held: Uint32Array, score: (row: number) => number): number {
  if (!labels) return pairAuc(Float64Array.from(held, score))
  const side = Int8Array.from(held, (i) => labels.side[i]!)
  return labelAuc(
    Float64Array.from(held, (i, k) => side[k]! * score(i)),
    side,
  )
}

function choose(design: Design, blocks: Blocks, training: Uint32Array, inner: Uint8Array): readonly number[] {
  const [first, ...others] = blocks.grid
  if (!first) throw new RangeError('an empty grid')
  if (others.length === 0) return first
  const some = training.subarray(0, TUNING_PAIRS)
  const loss = new Float64Array(blocks.grid.length)
  for (let out = 0; out < INNER; out++) {
    const held = some.filter((i) => inner[i] === out)
    const rest = some.filter((i) => inner[i] !== out)
    let start: Float64Array | undefined
    blocks.grid.forEach((setting, s) => {
      start = fit(design, blocks, rest, setting, start)
      for (const i of held) loss[s]! += Math.log1p(Math.exp(-design.dot(i, start)))
    })
  }
  return blocks.grid[loss.indexOf(Math.min(...loss))]!
}

function fit(
  design: Design,
  { block }: Blocks,
  rows: Uint32Array,
  setting: readonly number[],
  start?: Float64Array,
): Float64Array {
  const squares = new Float64Array(design.columns)
  for (const i of rows) design.addSquares(i, 1 / rows.length, squares)
  const typical = blockMeans(squares, block)
  // Any positive penalty gives a column of zeros a coefficient of 0.
  const penalty = squares.map((s, j) =>
    s > 0 ? setting[block[j]!]! * Math.sqrt(s * typical[block[j]!]!) : 1,
  )
  return ridgeLogistic(design, rows, { penalty, tolerance: 1e-5, ...(start && { start }) })
}

/** Per block, the mean of the values that are not 0. */
function blockMeans(values: Float64Array, block: Uint8Array): number[] {
  const sum: number[] = []
  const count: number[] = []
  values.forEach((value, j) => {
    if (value === 0) return
    const b = block[j]!
    sum[b] = (sum[b] ?? 0) + value
    count[b] = (count[b] ?? 0) + 1
  })
  return sum.map((total, b) => total / count[b]!)
}
