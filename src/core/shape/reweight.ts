import { balance, balancedWeights } from './balance.ts'
import type { Decision, Miss, ScorePart, WeightPart, EntropyBalance } from './decision.ts'
import { signOf } from './strength.ts'
import type { PairState, ShapingContext } from './shaping-step.ts'
import { type MomentSetup, momentRows, momentSetup } from './moments.ts'

export interface Reweighting {
  /** Mean 1 over the pairs that stay. */
  readonly weights: Float64Array
  readonly weighing: EntropyBalance | null
  /** Of the decisions that have a part in the weights. */
  readonly parts: ReadonlyMap<Decision, WeightPart>
}

/**
 * Weights by entropy balancing over the pairs that stay within the scopes of the decisions to re-weight. For each such
 * concept the mean disparity goes from m to m − sign·strength·|m|, and its coefficient in a head refitted with the weights by
 * the same share: the score of the head that is aimed for, Δz(1 − σ(η)), has weighted mean 0. So it is with its companions,
 * the features that a head would turn to in its place. For kept concepts disparity and coefficient stay.
 * @param stored of a reward spec: the decisions' parts are then used as they are
 */
export function reweight(
  bench: ShapingContext,
  decisions: readonly Decision[],
  at: PairState,
  stored: EntropyBalance | null,
): Reweighting {
  const n = bench.length.length
  const moving = decisions.filter(
    ({ protocol, verdict, strength }) => protocol === 'reweight' && verdict !== 'keep' && strength > 0,
  )
  if (moving.length === 0) return { weights: new Float64Array(n).fill(1), weighing: null, parts: new Map() }
  const shared = [...moving, ...decisions.filter(({ verdict }) => verdict === 'keep')]
  const setup = momentSetup(bench, moving.length, shared, decisions, at, stored)
  const storedParts = stored && shared.map(recalled)
  const coefficients = storedParts
    ? scoresOf(storedParts).map(({ coefficient }) => coefficient)
    : coefficientsAimedFor(setup, shared)
  const rows = momentRows(setup, coefficients)
  const { weighing, parts } = storedParts
    ? { weighing: stored, parts: storedParts }
    : solve(setup, shared, coefficients, rows)
  const multipliers = [
    ...parts.map(({ disparity }) => disparity),
    ...scoresOf(parts).map(({ score }) => score),
  ]
  const { constant } = weighing
  const balanced = balancedWeights(rows, { multipliers: Float64Array.from(multipliers), constant })
  const weights = new Float64Array(n).fill(1)
  for (const i of setup.pairs) weights[i] = balanced.plain
  setup.telling.forEach((i, r) => (weights[i] = balanced.weights[r]!))
  return {
    weights,
    weighing,
    parts: new Map(shared.map((decision, m) => [decision, parts[m]!])),
  }
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
