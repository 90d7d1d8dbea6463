import { DOUBLED } from './against.ts'
import type { Calibration, Decision, ShapedVerdict, WeightPart } from '../decision.ts'
import { fitBradleyTerry } from '../reliance.ts'
import type { Source } from '../concept-columns.ts'
import { neutralisingLambda, lambdaOf } from '../strength.ts'
import { untouched, type ShapingContext } from '../shaping-step.ts'
import type { ProtocolModule, ShapingState, StepResult } from './protocol.ts'

const reward = {
  formula: 'r′(x, y) = r(x, y) − Σ_c λ_c · z_c(y)',
  words: 'The reshaped reward of a response under a reward model fitted without offsets.',
}

export const offsets: ProtocolModule = {
  id: 'offsets',
  intervenes: 'reward',
  carriers: ['margins', 'scores'],
  words: {
    pairs: {
      name: 'Offsets',
      formula: '−log σ(β·Δθ + Σ_c λ_c·Δz_c); margin = −Σ_c λ_c·Δz_c',
      plain:
        'Tells the trainer how much of each preference the concept already explains, so that the model does not learn it; every pair stays.',
      whenNot: 'Your trainer reads neither margins nor offsets: its loss would ignore them in silence.',
      changedPairs: null,
      effect: (_, rows) => rows,
      formulas: {
        offset: {
          formula: 'offset = Σ_c λ_c · (z_c(chosen) − z_c(rejected)), over concepts with protocol "offsets"',
          words: 'The part of a preference that the decisions explain, so that the model does not have to.',
        },
        margin: {
          formula: 'margin = −offset',
          words: 'The same for trainers that subtract a margin.',
        },
        dpo: {
          formula: '−log σ(β·Δθ + offset)',
          words:
            'The DPO loss of a pair with its offset; Δθ is the policy’s log-ratio, chosen minus rejected, to the reference.',
        },
        trlReward: {
          formula: '−log σ(r(chosen) − r(rejected) − margin)',
          words: 'The loss of TRL’s reward trainer with its margin.',
        },
        reward,
      },
    },
    responses: {
      name: 'Offsets',
      formula: 'offset = −Σ_c λ_c·z_c(y)',
      plain:
        'Says of every response how much the decisions add to its reward, whatever its label; every response stays.',
      whenNot: 'Your trainer reads no offsets: KTO trainers ignore the column in silence.',
      changedPairs: null,
      effect: (_, rows) => rows,
      formulas: {
        offset: {
          formula: 'offset = −Σ_c λ_c · z_c(y), over concepts with protocol "offsets"',
          words: 'What the decisions add to the reward of a response, whatever its label.',
        },
        reward,
      },
    },
  },
  allowed: () => true,
  enact: { step: 'offsets', together: setOffsets },
  strength: 'reliance',
  counted: null,
  against: DOUBLED,
}

/**
 * Whether the verdict has a part in the head that λ is worked out on: it sets offsets, or holds a concept.
 */
const isInHead = ({ protocol, verdict }: Decision): boolean => protocol === 'offsets' || verdict === 'keep'

/**
 * Sets the offsets of all decisions together: each concept's reliance is its coefficient in one head that has
 * them all, length, and (by `FullFeatureHead`) the other features. A kept concept has a column in it and no
 * offset, so that nothing of it is explained away with the others.
 */
function setOffsets(
  context: ShapingContext,
  decisions: readonly Decision[],
  state: ShapingState,
): StepResult {
  const own = decisions.filter(isInHead)
  const sources = own.map((decision) => context.sources.source(decision, decisions))
  const total = state.offsets.slice()
  const stored = own.every((decision) => decision.calibration)
  const joint = stored ? null : jointReliance(context, sources, state)
  const shaped = own.map((decision, c): readonly [Decision, ShapedVerdict] => {
    const source = sources[c]!
    const weight = state.weightParts.get(decision) ?? null
    const calibration = decision.calibration ?? jointCalibration(decision, source, joint!, c, weight)
    const touched = addOffsets(total, calibration.lambda, source.delta, state.dropped)
    return [decision, { ...untouched(decision, source, calibration), touched }]
  })
  return { state: { ...state, offsets: total }, shaped: new Map(shaped) }
}

/** What a head that sees all of some concepts at once relies on each for, and the λ that explains it away. */
interface JointReliance {
  readonly reliance: Float64Array
  readonly away: Float64Array
  readonly lengthAdjusted: boolean
}

function jointCalibration(
  decision: Decision,
  { residual }: Source,
  { reliance, away, lengthAdjusted }: JointReliance,
  c: number,
  weight: WeightPart | null,
): Calibration {
  return {
    lambda: lambdaOf(decision, away[c]!),
    reliance: reliance[c]!,
    target: reliance[c]! - lambdaOf(decision, reliance[c]!),
    lengthAdjusted,
    weight,
    residual,
  }
}

function jointReliance(
  { model, memo, controls }: ShapingContext,
  sources: readonly Source[],
  { dropped, flipped, weights, weightParts, ...at }: ShapingState,
): JointReliance {
  const lengthAdjusted = !sources.some((source) => source.isLength)
  const deltas = sources.map((source) => source.delta)
  const keys = sources.map((source) => source.key).join()
  const adjustment = memo.get(`adjustment ${keys}`, () =>
    controls && deltas.length > 0
      ? controls.adjustment(sources, lengthAdjusted)
      : new Float64Array(deltas.length),
  )
  const history = `${at.history} ${JSON.stringify([...weightParts.values()])}`
  return memo.get(`joint ${history} ${keys}`, () => {
    const columns = [...deltas, ...model.nuisances(sources, lengthAdjusted)]
    const options = { dropped, flipped, weights }
    const b = fitBradleyTerry(columns, options)
    const away = neutralisingLambda(columns, deltas.length, b, options)
    return {
      reliance: adjustment.map((a, c) => a + b[c]!),
      away: adjustment.map((a, c) => a + away[c]!),
      lengthAdjusted,
    }
  })
}

/**
 * Adds λ·Δz to every pair's offset.
 * @returns how many pairs that are not dropped it touches
 */
export function addOffsets(
  total: Float64Array,
  lambda: number,
  delta: Float64Array,
  dropped: Uint8Array,
): number {
  let touched = 0
  if (lambda === 0) return touched
  for (let i = 0; i < total.length; i++) {
    if (delta[i] === 0) continue
    total[i]! += lambda * delta[i]!
    if (!dropped[i]) touched++
  }
  return touched
}
