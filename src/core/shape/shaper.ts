import type { FullFeatureHead } from './controls.ts'
import { createSources, scopePairs, type SourceInput } from './concept-columns.ts'
import type { Decision, EntropyBalance, ShapedVerdict, Shaping } from './decision.ts'
import { pairsToEdit } from './pairs-to-edit.ts'
import { createMemo } from './memo.ts'
import { pairModel } from './pair-model.ts'
import { PROTOCOLS, protocolOf, requirePossible } from './protocols.ts'
import type { ShapingState } from './protocols/protocol.ts'
import { responseModel } from './response-model.ts'
import { calibrationOf, type ShapingContext, untouched } from './shaping-step.ts'

export interface ShapeInput extends SourceInput {
  /**
   * Δlog length per pair, chosen − rejected; of a single response log(words + 1) with the sign of its label.
   */
  readonly length: Float64Array
  /** Decides between pairs that explain equally much, and which ones a part of the strength takes. */
  readonly seed: number
  /** Of single responses: +1 for a good one, −1 for a bad one; null or left out for pairs. */
  readonly side?: Int8Array | null
  /** Source row of each pair; its index, from 1, when left out. */
  readonly row?: Uint32Array
  /** What else a reward head sees of pairs; without them, length alone. */
  readonly controls?: FullFeatureHead
  /** Of a reward spec, to be used as they are. */
  readonly weighing?: EntropyBalance | null
  readonly softLabels?: Float64Array | null
}

/** Enacts verdicts on one dataset; it remembers its last shaping, so that one changed verdict is cheap. */
export interface Shaper {
  /**
   * Flips and drops first, in the order of the verdicts, each measured on the pairs that the ones before it
   * left; then weights; then offsets, calibrated on what remains, jointly over all offset and kept concepts;
   * then texts.
   * @throws RangeError for a concept or a scope that it does not know
   * @throws WhittleError for a protocol that cannot act on single responses, where the data has such
   */
  shape(decisions: readonly Decision[]): Shaping
  /**
   * Computes beforehand what the first question would have to wait for, and the next one, should it be one of
   * the candidates.
   * @param pause may throw to go on later
   */
  prepare(pause?: () => void, candidates?: readonly (readonly Decision[])[]): void
}

/**
 * Steps that are taken for all of their decisions together, in this order, after pairs are dropped and
 * flipped.
 */
const JOINT_STEPS = ['weights', 'offsets', 'labels'] as const

export function createShaper(input: ShapeInput): Shaper {
  const { columns, length, seed, side = null, weighing = null, softLabels = null } = input
  const controls = side ? null : (input.controls ?? null)
  const row = input.row ?? Uint32Array.from({ length: length.length }, (_, i) => i + 1)
  const nothing = () => undefined
  let pausing: () => void = nothing
  const memo = createMemo(() => pausing())
  const model = side
    ? responseModel(columns, side, { length, seed }, scopePairs(input.scope))
    : pairModel(columns, { length, seed, memo, controls })
  const sources = createSources(input, memo, model)
  const context: ShapingContext = { model, sources, memo, length, row, seed, controls }

  const enact = (decisions: readonly Decision[]): Shaping => {
    requirePossible(decisions, side ? 'responses' : 'pairs')
    const shaped = new Map<Decision, ShapedVerdict>()
    let state = untouchedState(length.length)
    for (const decision of decisions) {
      const { enact } = protocolOf(decision.protocol)
      if (enact.step !== 'pairs' || decision.verdict === 'keep') continue
      const [verdict, after] = enact.change(context, decision, sources.source(decision, decisions), state)
      shaped.set(decision, verdict)
      state = { ...state, ...after }
    }
    for (const step of JOINT_STEPS) {
      for (const { enact } of PROTOCOLS) {
        if (enact.step !== step) continue
        const result = enact.together(context, decisions, state, { weighing, softLabels })
        for (const [decision, verdict] of result.shaped) shaped.set(decision, verdict)
        state = result.state
      }
    }
    const { offsets, weights, weighing: balance, dropped, flipped } = state
    return {
      ...{ offsets, weights, dropped, flipped, length, seed },
      ...{ weighing: balance, softLabels: state.softLabels },
      droppedCount: dropped.reduce((sum, flag) => sum + flag, 0),
      verdicts: decisions.map(
        (decision) => shaped.get(decision) ?? edited(context, decision, decisions, state),
      ),
    }
  }

  return {
    shape(decisions) {
      memo.turn()
      return enact(decisions)
    },
    prepare(pause = nothing, candidates = []) {
      controls?.prepare(pause)
      if (candidates.length === 0) return
      memo.turn()
      pausing = pause
      try {
        candidates.forEach(enact)
      } finally {
        pausing = nothing
      }
    },
  }
}

const untouchedState = (pairs: number): ShapingState => ({
  dropped: new Uint8Array(pairs),
  flipped: new Uint8Array(pairs),
  history: '',
  weights: new Float64Array(pairs).fill(1),
  weighing: null,
  weightParts: new Map(),
  offsets: new Float64Array(pairs),
  softLabels: null,
})

/**
 * A verdict that neither changes pairs nor has a value for each: it edits texts of some, or changes nothing.
 */
function edited(
  context: ShapingContext,
  decision: Decision,
  decisions: readonly Decision[],
  state: ShapingState,
): ShapedVerdict {
  const { sources, memo, seed } = context
  const source = sources.source(decision, decisions)
  const shaped = untouched(decision, source, calibrationOf(context, decision, source, state))
  const { enact } = protocolOf(decision.protocol)
  if (enact.step !== 'texts' || decision.verdict !== 'suppress') return shaped
  const { sides } = sources.presence(decision.concept, decision.scope)
  const pairs = memo.get(`edit ${state.history} ${JSON.stringify(decision)}`, () =>
    pairsToEdit(decision.strength, sides, enact.sides, state, seed),
  )
  return { ...shaped, pairs, touched: pairs.length }
}
