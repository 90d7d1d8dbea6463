import type { FeatureColumns } from '../activations.ts'
import type { Concept } from '../concepts/concept.ts'
import { conceptDesign, LENGTH_BLOCK } from '../hypotheses/concept-design.ts'
import { valuesAt } from '../indices.ts'
import { appendColumns, type Design } from '../stats/design.ts'
import { ridgeLogistic } from '../stats/ridge-logistic.ts'
import { type Components, stateComponents, stateDifferences, type States } from './state-components.ts'

/** Ridge penalties κ tried for the features that are not decided on. */
const PENALTIES = [1000, 300, 100, 30]

/**
 * A feature whose Δ correlates with a concept's this much says the same; hypotheses fold from the same level
 * on.
 */
export const MIN_CORRELATION = 0.7

/** What a reward head sees of a pair: chosen − rejected of every feature, as the encoder left it. */
export interface HeadFeatures {
  readonly design: Design
  /** Per column; LENGTH_BLOCK is not penalised. */
  readonly block: Uint8Array
  /** Column of Δlog length. */
  readonly length: number
  /** What the columns after length are of the state; null where nothing is encoded. */
  readonly components: Components | null
}

/** Block of the leading components of the mean states. */
const STATE_BLOCK = 4

export interface HeadInput {
  /** Features over response spans (2i chosen, 2i + 1 rejected). */
  readonly columns: FeatureColumns
  readonly concepts: readonly Concept[]
  /** Δlog length per pair. */
  readonly length: Float64Array
  /** Mean states of the response spans; null where nothing is encoded. */
  readonly states: States | null
  /** Of a head that this one is compared with; the leading ones of these pairs when left out. */
  readonly components?: Components | null
}

/**
 * Gathers the frozen features of some pairs, a row each in the given order: every feature of the joint space
 * by the square root of its activation, Δlog length, and the leading components of the mean-state
 * differences.
 */
export function headFeatures(
  { columns, concepts, length, states, ...rest }: HeadInput,
  pairs: Uint32Array,
): HeadFeatures {
  const place = new Int32Array(length.length).fill(-1)
  pairs.forEach((pair, at) => (place[pair] = at))
  const lengths = valuesAt(pairs, (pair) => length[pair]!)
  const { design, block } = conceptDesign(columns, concepts, place, lengths)
  if (!states) return { design, block, length: columns.features, components: null }
  const components = rest.components ?? stateComponents(states, pairs)
  const { width } = components
  const blocks = new Uint8Array(block.length + width).fill(STATE_BLOCK)
  blocks.set(block)
  const whole = appendColumns(design, width, stateDifferences(components, states, pairs))
  return { design: whole, block: blocks, length: columns.features, components }
}

export interface HeadOptions {
  /** Columns that are no controls here, beside length where a concept is length. */
  readonly without?: readonly number[]
  readonly weights?: Float64Array
  readonly offset?: Float64Array
  readonly start?: Float64Array
  readonly tolerance?: number
}

/** A fitted head: score(pair) = Σ_j b_j x_ij, the decided concepts' Δz in the last columns. */
export interface Head {
  readonly design: Design
  readonly b: Float64Array
  /** κ per column, 0 for free ones. */
  readonly penalty: Float64Array
}

/**
 * Fits P(chosen) = σ(Σ_c b_c Δz_c + γ Δlog length + Σ_j b_j x_j + offset) on some pairs, with the b_j under a
 * ridge penalty and the b_c free but for the log-F(1,1) prior of `fitReliance`: free, so that an offset λ·Δz
 * moves b_c by exactly −λ.
 * @param kappa ridge penalty, from `choosePenalty`
 * @param deltas Δz per row, one array a decided concept
 */
export function fitHead(
  { design, block, length }: HeadFeatures,
  rows: Uint32Array,
  kappa: number,
  deltas: readonly Float64Array[] = [],
  options: HeadOptions = {},
): Head {
  const { without = [], weights, offset, tolerance = 1e-8, start } = options
  const k = deltas.length
  const whole = withPriorRows(appendColumns(design, k, interleave(deltas, design.rows)), k)
  const penalty = penalties(design, block, rows, kappa, k)
  for (const column of without) penalty[column] = OUT
  const counts = new Float64Array(whole.rows).fill(0.5)
  if (weights) counts.set(weights)
  else counts.fill(1, 0, design.rows)
  const fixed = new Float64Array(whole.rows)
  if (offset) fixed.set(offset)
  const all = new Uint32Array(rows.length + 2 * k)
  all.set(rows)
  for (let p = 0; p < 2 * k; p++) all[rows.length + p] = design.rows + p
  const fit = { penalty, weights: counts, offset: fixed, tolerance, ...(start && { start }) }
  const b = ridgeLogistic(whole, all, fit)
  penalty[length] = without.includes(length) ? OUT : 0
  return { design: whole, b, penalty }
}

/** Penalties are chosen on at most so many pairs. */
const TUNING = 5000

/**
 * The penalty of PENALTIES whose head, fitted on two thirds of some pairs, gives the other labels the highest
 * likelihood.
 */
export function choosePenalty(features: HeadFeatures, rows: Uint32Array): number {
  const some = rows.subarray(0, TUNING)
  const training = some.filter((_, k) => k % 3 > 0)
  const held = some.filter((_, k) => k % 3 === 0)
  let best = { kappa: PENALTIES[0]!, loss: Infinity }
  let start: Float64Array | undefined
  for (const kappa of PENALTIES) {
    const { design, b } = fitHead(features, training, kappa, [], { tolerance: 1e-5, ...(start && { start }) })
    let loss = 0
    for (const i of held) loss += Math.log1p(Math.exp(-design.dot(i, b)))
    if (loss >= best.loss) break
    best = { kappa, loss }
    start = b
  }
  return best.kappa
}

/** A penalty under which a column stays at 0. */
const OUT = 1e12

/**
 * κ·sqrt(mean square · the block's typical one), as in `heldOutAuc`; 0 for length and the decided concepts.
 */
function penalties(design: Design, block: Uint8Array, rows: Uint32Array, kappa: number, free: number) {
  const squares = new Float64Array(design.columns)
  for (const i of rows) design.addSquares(i, 1 / rows.length, squares)
  const sum = new Float64Array(STATE_BLOCK + 1)
  const count = new Float64Array(STATE_BLOCK + 1)
  squares.forEach((square, j) => {
    sum[block[j]!]! += square
    if (square > 0) count[block[j]!]!++
  })
  const penalty = new Float64Array(design.columns + free)
  squares.forEach((square, j) => {
    const of = block[j]!
    if (of === LENGTH_BLOCK) return
    penalty[j] = square > 0 ? kappa * Math.sqrt((square * sum[of]!) / count[of]!) : OUT
  })
  return penalty
}

/**
 * Rows after the last: for each of the last k columns a success at 1 and one at −1, which is a failure at 1.
 */
function withPriorRows(design: Design, k: number): Design {
  const first = design.columns - k
  const sign = (row: number) => ((row - design.rows) & 1 ? -1 : 1)
  const column = (row: number) => first + ((row - design.rows) >> 1)
  return {
    rows: design.rows + 2 * k,
    columns: design.columns,
    dot: (row, b) => (row < design.rows ? design.dot(row, b) : sign(row) * b[column(row)]!),
    add(row, factor, out) {
      if (row < design.rows) design.add(row, factor, out)
      else out[column(row)]! += factor * sign(row)
    },
    addSquares(row, factor, out) {
      if (row < design.rows) design.addSquares(row, factor, out)
      else out[column(row)]! += factor
    },
  }
}

function interleave(columns: readonly Float64Array[], rows: number): Float64Array {
  const values = new Float64Array(rows * columns.length)
  columns.forEach((column, c) => column.forEach((x, i) => (values[i * columns.length + c] = x)))
  return values
}

/** The columns that say the same as Δz on these pairs: |Σ x_ij Δz_i| / (|x_j| |Δz|) above SAYS_THE_SAME. */
export function correlatedFeatures(
  { design, length }: HeadFeatures,
  rows: Uint32Array,
  delta: Float64Array,
): number[] {
  const product = new Float64Array(design.columns)
  const squares = new Float64Array(design.columns)
  let own = 0
  for (const i of rows) {
    own += delta[i]! ** 2
    if (delta[i] !== 0) design.add(i, delta[i]!, product)
    design.addSquares(i, 1, squares)
  }
  return Array.from(product.keys()).filter(
    (j) => j !== length && Math.abs(product[j]!) > MIN_CORRELATION * Math.sqrt(squares[j]! * own),
  )
}
