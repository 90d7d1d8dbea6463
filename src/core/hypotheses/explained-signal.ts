import type { FeatureColumns, UnitTable } from '../activations.ts'
import type { Concept } from '../concepts/concept.ts'
import { chosenSpan, type PairTable, rejectedSpan } from '../pairs.ts'
import { appendColumns, type Design, denseDesign } from '../stats/design.ts'
import { type Blocks, heldOutAuc } from '../stats/held-out-auc.ts'
import { assignFolds, rowsInFold, positionIndex, sampleOf, subsample } from '../stats/sample.ts'
import { conceptDesign, LENGTH_BLOCK } from './concept-design.ts'
import { statisticsOf } from './statistics.ts'

export interface ExplainedInput {
  readonly pairs: PairTable
  /** Features over response spans (2i chosen, 2i + 1 rejected). */
  readonly columns: FeatureColumns
  readonly concepts: readonly Concept[]
  /** Mean states of the response spans; null where they are not known. */
  readonly state: Pick<UnitTable, 'state' | 'dim'> | null
  readonly seed: number
}

/**
 * Ridge penalties tried, per block (length, dictionary, surface, phrases): equal for all blocks, or larger
 * for the blocks with more and rarer features.
 */
const CONCEPT_GRID = [1, 3, 10, 30].flatMap((scale) => [
  [0, 100 * scale, 100 * scale, 100 * scale],
  [0, 100 * scale, 10 * scale, 300 * scale],
])

/** The state's block beside those of the concepts, and penalties that are tried with it. */
const STATE_BLOCK = 4
const BOTH_GRID = [3, 30].map((scale) => [0, 100 * scale, 10 * scale, 300 * scale, 300])

/**
 * Larger datasets are measured on a random part of about this size: the AUC's standard error is then under
 * 0.004.
 */
const MOST_PAIRS = 20_000

/** Held-out AUC, each in [0, 1]; null where it cannot be measured. */
export interface Explained {
  readonly length: number | null
  readonly concepts: number | null
  readonly hidden: number | null
  /** The better of the full state alone and with the concepts: what could be explained. */
  readonly ceiling: number | null
}

/**
 * How much of the preference is explained by length alone, by all features and length, by the mean hidden
 * state and length: held-out AUC of ridge logistic models through the origin on chosen − rejected, five folds
 * by prompt group. Of unpaired data, AUC of good against bad by models of the responses with an intercept.
 */
export function explainedSignal({ pairs, columns, concepts, state, seed }: ExplainedInput): Explained {
  const whole = sampleOf(pairs)
  const dealt = assignFolds(whole, Math.ceil(whole.n / MOST_PAIRS), seed)
  const used = rowsInFold(dealt, (part) => part === 0)
  const sample = subsample(whole, used)
  const features = conceptDesign(columns, concepts, positionIndex(whole.n, used), sample.length)
  const auc = (design: Design, { block, grid }: Blocks): number | null => {
    const intercept = statisticsOf(sample).intercept()
    const free = new Uint8Array(intercept.length).fill(LENGTH_BLOCK)
    const blocks = { block: Uint8Array.from([...block, ...free]), grid }
    return heldOutAuc(
      sample,
      appendColumns(design, intercept.length, intercept[0] ?? new Float64Array(0)),
      blocks,
      seed,
    )
  }
  const hidden = state && auc(stateDesign(state, used, sample.length), stateBlocks(state.dim))
  const both = state && auc(...withState(features, stateDifferences(state, used), state.dim))
  return {
    ceiling: hidden === null || both === null ? hidden : Math.max(hidden, both),
    length: auc(denseDesign(1, sample.length), { block: Uint8Array.of(LENGTH_BLOCK), grid: [[0]] }),
    concepts: auc(features.design, { block: features.block, grid: CONCEPT_GRID }),
    hidden,
  }
}

/** Mean state of the chosen response minus that of the rejected one, pairs × dim. */
function stateDifferences({ state, dim }: Pick<UnitTable, 'state' | 'dim'>, used: Uint32Array): Float64Array {
  const values = new Float64Array(used.length * dim)
  used.forEach((pair, i) => {
    const chosen = chosenSpan(pair) * dim
    const rejected = rejectedSpan(pair) * dim
    for (let d = 0; d < dim; d++) values[i * dim + d] = state[chosen + d]! - state[rejected + d]!
  })
  return values
}

/** The differences of states, with ℓ in the last column. */
const stateDesign = (
  state: Pick<UnitTable, 'state' | 'dim'>,
  used: Uint32Array,
  length: Float64Array,
): Design => appendColumns(denseDesign(state.dim, stateDifferences(state, used)), 1, length)

/** Concepts and length, and the state in a block of its own. */
function withState(
  { design, block }: { readonly design: Design; readonly block: Uint8Array },
  states: Float64Array,
  dim: number,
): [Design, Blocks] {
  const own = new Uint8Array(dim).fill(STATE_BLOCK)
  return [
    appendColumns(design, dim, states),
    { block: Uint8Array.from([...block, ...own]), grid: BOTH_GRID },
  ]
}

/** Length is not penalised, the state is. */
const stateBlocks = (dim: number): Blocks => ({
  block: Uint8Array.from({ length: dim + 1 }, (_, j) => (j < dim ? 1 : 0)),
  grid: [1000, 300, 100, 30, 10].map((penalty) => [0, penalty]),
})
