import { balance, balancedWeights } from '../balance.ts'
import type { Decision, EntropyBalance, Miss, ScorePart, ShapedVerdict, WeightPart } from '../decision.ts'
import { signOf } from '../strength.ts'
import { calibrationOf, type ShapingContext, untouched } from '../shaping-step.ts'
import { DOUBLED } from './against.ts'
import type { ProtocolModule, ShapingState, StepResult, StoredValues } from './protocol.ts'
import { type MomentSetup, momentRows, momentSetup } from '../moments.ts'

export const reweight: ProtocolModule = {
  id: 'reweight',
  intervenes: 'data',
  carriers: ['weights'],
  words: {
    pairs: {
      name: 'Re-weight',
      formula:
        'min Σ w·log w with Σ w = n, Σ w·u_c = target for decided concepts, Σ w·u_k = Σ u_k for kept ones',
      plain:
        'Makes pairs count more or less, as evenly as can be, until the concept is as common among chosen as among rejected responses.',
      whenNot:
        'The concept is almost never on the rejected side: a few pairs would stand for all, as the effective sample size shows.',
      changedPairs: null,
      effect: (_, rows) => `${rows} re-weighted`,
      formulas: {
        weight: {
          formula:
            'w = min(2.5, exp(−Σ_c disparity_c·u_c − Σ_j score_j·x_j·(1 − σ(η)) − constant)), η = Σ_j coefficient_j·x_j + γ·Δlog length + Σ_g rest_g·x_g; x the Δz of the concepts and √chosen − √rejected of other features',
          words:
            'Of all weights that balance the decided concepts, in the data and in the eyes of a reward head, and hold the kept ones in place, those nearest to uniform (least Σ w·log w); no pair counts for more than 2.5.',
        },
      },
    },
    responses: null,
  },
  allowed: () => true,
  enact: { step: 'weights', together: reweightPairs },
  strength: 'reliance',
  counted: null,
  against: DOUBLED,
}

/**
 * Weights by entropy balancing over the pairs that stay within the scopes of the decisions to re-weight. For
 * each such concept the mean disparity goes from m to m − sign·strength·|m|, and its coefficient in a head
 * refitted with the weights by the same share: the score of the head that is aimed for, Δz(1 − σ(η)), has
 * weighted mean 0. So it is with its companions, the features that a head would turn to in its place. For
 * kept concepts disparity and coefficient stay.
 * @param stored of a reward spec: the decisions' parts are then used as they are
 */
function reweightPairs(
  context: ShapingContext,
  decisions: readonly Decision[],
  state: ShapingState,
  { weighing: stored }: StoredValues,
): StepResult {
  const moving = decisions.filter(
    ({ protocol, verdict, strength }) => protocol === 'reweight' && verdict !== 'keep' && strength > 0,
  )
  if (moving.length === 0) return { state, shaped: new Map() }
  const shared = [...moving, ...decisions.filter(({ verdict }) => verdict === 'keep')]
  const setup = momentSetup(context, moving.length, shared, decisions, state, stored)
  const storedParts = stored && shared.map(recalled)
  const coefficients = storedParts
    ? scoresOf(storedParts).map(({ coefficient }) => coefficient)
    : coefficientsAimedFor(setup, shared)
  const rows = momentRows(setup, coefficients)
  const { weighing, parts } = storedParts
    ? { weighing: stored, parts: storedParts }
    : solve(setup, shared, coefficients, rows)
  const weightParts = new Map(shared.map((decision, m) => [decision, parts[m]!]))
  const shaped = moving.map((decision): readonly [Decision, ShapedVerdict] => {
    const source = context.sources.source(decision, decisions)
    const { u } = context.sources.presence(decision.concept, decision.scope)
    const calibration = calibrationOf(context, decision, source, state)
    return [
      decision,
      {
        ...untouched(decision, source, { ...calibration, weight: weightParts.get(decision)! }),
        touched: u.reduce((sum, x, i) => sum + (x !== 0 && !state.dropped[i] ? 1 : 0), 0),
        reached: !weighing.misses.some((miss) => miss.concept === decision.concept),
      },
    ]
  })
  const weights = weightsOf(setup, rows, parts, weighing)
  return { state: { ...state, weights, weighing, weightParts }, shaped: new Map(shaped) }
}

/** Mean 1 over the pairs that share the weights, 1 for the others. */
function weightsOf(
  { pairs, telling, length }: MomentSetup,
  rows: Float64Array,
  parts: readonly WeightPart[],
  { constant }: EntropyBalance,
): Float64Array {
  const multipliers = [
    ...parts.map(({ disparity }) => disparity),
    ...scoresOf(parts).map(({ score }) => score),
  ]
  const balanced = balancedWeights(rows, { multipliers: Float64Array.from(multipliers), constant })
  const weights = new Float64Array(length).fill(1)
  for (const i of pairs) weights[i] = balanced.plain
  telling.forEach((i, r) => (weights[i] = balanced.weights[r]!))
  return weights
}

/** A mean this near to its target is there. */
const MISSED = 1e-6

/** In the order of MomentSetup.x. */
const scoresOf = (parts: readonly WeightPart[]): readonly ScorePart[] => [
  ...parts,
  ...parts.flatMap(({ companions }) => companions),
]

/** The decision that a column of MomentSetup.x is of. */
const ownerOf = ({ companions }: MomentSetup, shared: readonly Decision[], m: number): number =>
  m < shared.length ? m : companions[m - shared.length]!.of

/** A concept and its companions go the same way, by the same share of what they are. */
function coefficientsAimedFor(setup: MomentSetup, shared: readonly Decision[]): number[] {
  const { head, means } = setup
  const share = shared.map(({ verdict, strength }, m) => {
    const lean = Math.sign(means[m]!) || Math.sign(head.coefficients[m]!)
    return 1 - signOf(verdict) * lean * strength
  })
  return head.coefficients.map((b, m) => b * share[ownerOf(setup, shared, m)]!)
}

function solve(
  setup: MomentSetup,
  shared: readonly Decision[],
  coefficients: readonly number[],
  rows: Float64Array,
): { weighing: EntropyBalance; parts: WeightPart[] } {
  const { head, companions, means, pairs, telling } = setup
  const targets = shared.map(
    ({ verdict, strength }, m) => means[m]! - signOf(verdict) * strength * Math.abs(means[m]!),
  )
  const held = (m: number) => shared[ownerOf(setup, shared, m)]!.verdict === 'keep'
  const moments = [
    ...targets.map((target, m) => ({ target, held: held(m) })),
    ...coefficients.map((_, m) => ({ target: 0, held: held(m) })),
  ]
  const { multipliers, constant, reached } = balance(moments, { rows, plain: pairs.length - telling.length })
  const misses = shared
    .map(({ concept }, m): Miss => ({
      concept,
      before: means[m]!,
      target: targets[m]!,
      reached: reached[m]!,
    }))
    .filter((miss) => Math.abs(miss.reached - miss.target) > MISSED)
  const score = (m: number): ScorePart => ({
    score: multipliers[shared.length + m]!,
    coefficient: coefficients[m]!,
  })
  const parts = shared.map((_, m) => ({
    disparity: multipliers[m]!,
    ...score(m),
    companions: companions.flatMap(({ of, feature }, k) =>
      of === m ? [{ feature, ...score(shared.length + k) }] : [],
    ),
  }))
  return { weighing: { constant, gamma: head.gamma, rest: head.rest, misses }, parts }
}

const NO_PART: WeightPart = { disparity: 0, score: 0, coefficient: 0, companions: [] }

const recalled = ({ calibration }: Decision): WeightPart => calibration?.weight ?? NO_PART
