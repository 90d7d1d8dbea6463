import { sigmoid } from '../stats/logistic.ts'
import { balance, balancedWeights, momentRows } from './balance.ts'
import type { Decision, Miss, ScorePart, WeightPart, Weighing } from './decision.ts'
import { fitReliance } from './reliance.ts'
import { signOf } from './strength.ts'
import { type Standing, standing, type Workbench } from './turn.ts'

export interface Weighed {
  /** Mean 1 over the pairs that stay. */
  readonly weights: Float64Array
  readonly weighing: Weighing | null
  /** Of the decisions that have a part in the weights. */
  readonly parts: ReadonlyMap<Decision, WeightPart>
}

/**
 * Weights by entropy balancing over the pairs that stay within the scopes of the decisions to re-weight. For each such
 * concept the mean disparity goes from m to m − sign·strength·|m|, and the coefficient of Δz in a refitted head from b to
 * b − λ: the score of the head at its targets, Δz(1 − σ(η)), has weighted mean 0. So it is with the features that carry
 * the concept's effect with it, since a head would turn to them. For kept concepts disparity and coefficient stay.
 * @param stored of a reward spec: the decisions' parts are then used as they are
 */
export function weigh(
  bench: Workbench,
  decisions: readonly Decision[],
  at: Standing,
  stored: Weighing | null,
): Weighed {
  const n = bench.length.length
  const moving = decisions.filter(
    ({ protocol, verdict, strength }) => protocol === 'reweight' && verdict !== 'keep' && strength > 0,
  )
  if (moving.length === 0) return { weights: new Float64Array(n).fill(1), weighing: null, parts: new Map() }
  const shared = [...moving, ...decisions.filter(({ verdict }) => verdict === 'keep')]
  const setup = setUp(bench, moving.length, shared, decisions, at)
  const { weighing, parts } = stored
    ? { weighing: stored, parts: shared.map(recalled) }
    : solve(setup, shared)
  const scores = scoreParts(parts)
  const columns = momentColumns(
    setup,
    scores.map(({ coefficient }) => coefficient),
    weighing.gamma,
  )
  const multipliers = [...parts.map(({ disparity }) => disparity), ...scores.map(({ score }) => score)]
  return {
    weights: balancedWeights(
      n,
      columns,
      { multipliers: Float64Array.from(multipliers), constant: weighing.constant },
      setup.pairs,
    ),
    weighing,
    parts: new Map(shared.map((decision, m) => [decision, parts[m]!])),
  }
}

/** What the weights are worked out from: it does not depend on strengths. */
interface Setup {
  /** Pairs that share the weights. */
  readonly pairs: Uint32Array
  /** u per concept, of the pairs as they stand. */
  readonly u: readonly Float64Array[]
  /** x of the scores: Δz per concept, then its companions' columns, concept by concept. */
  readonly x: readonly Float64Array[]
  /** Concept of each companion, and its feature. */
  readonly companions: readonly { readonly of: number; readonly feature: number }[]
  readonly length: Float64Array
  /** Mean disparity per concept, of the pairs as they came. */
  readonly means: readonly number[]
  /** Coefficients of x, then that of Δlog length (0 where a concept is length). */
  readonly fit: () => Float64Array
}

function setUp(
  bench: Workbench,
  moving: number,
  shared: readonly Decision[],
  decisions: readonly Decision[],
  at: Standing,
): Setup {
  const { sources, memo, controls } = bench
  const found = shared.map((decision) => sources.source(decision, decisions))
  const key = `${at.history} ${moving} ${found.map((source) => source.key).join()}`
  return memo.get(`moments ${key}`, () => {
    const scopes = shared.slice(0, moving).map(({ scope }) => sources.pairs(scope))
    const within = union(scopes, bench.length.length)
    const u = shared.map(({ concept, scope }) => sources.presence(concept, scope).u)
    const length = standing(bench, 'length', bench.length, at)
    const isLength = found.some((source) => source.isLength)
    const companions = found.slice(0, moving).flatMap((source, of) => {
      const stored = shared[of]!.calibration?.weight?.companions.map(({ feature }) => feature)
      const features = stored ?? controls?.companions(source, !source.isLength) ?? []
      return features.map((feature) => ({ of, feature }))
    })
    const x = [
      ...found.map((source) => standing(bench, source.key, source.delta, at)),
      ...companions.map(({ of, feature }) => {
        const { scope } = shared[of]!
        return standing(bench, `feature ${feature} ${scope}`, sources.feature(feature, scope), at)
      }),
    ]
    return {
      pairs: within.filter((i) => !at.dropped[i]),
      u: u.map((column, m) => standing(bench, `u ${found[m]!.key}`, column, at)),
      x,
      companions,
      length,
      means: u.map((column) => meanOver(column, within)),
      fit: () =>
        memo.get(`weighed head ${key}`, () => {
          const b = fitReliance(isLength ? x : [...x, length], { dropped: at.dropped })
          return isLength ? Float64Array.of(...b, 0) : b
        }),
    }
  })
}

function solve(setup: Setup, shared: readonly Decision[]): { weighing: Weighing; parts: WeightPart[] } {
  const { x, companions, means, pairs } = setup
  const b = setup.fit()
  const gamma = b[x.length]!
  const place = (m: number): number => (m < shared.length ? m : companions[m - shared.length]!.of)
  // A concept and its companions go the same way, by the same share of what they are.
  const share = shared.map(({ verdict, strength }, m) => {
    const lean = Math.sign(means[m]!) || Math.sign(b[m]!)
    return 1 - signOf(verdict) * lean * strength
  })
  const coefficients = x.map((_, m) => b[m]! * share[place(m)]!)
  const targets = shared.map(
    ({ verdict, strength }, m) => means[m]! - signOf(verdict) * strength * Math.abs(means[m]!),
  )
  const held = (m: number) => shared[place(m)]!.verdict === 'keep'
  const moments = [
    ...targets.map((target, m) => ({ target, held: held(m) })),
    ...x.map((_, m) => ({ target: 0, held: held(m) })),
  ]
  const rows = momentRows(momentColumns(setup, coefficients, gamma), pairs)
  const { multipliers, constant, reached } = balance(moments, rows)
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
  return { weighing: { constant, gamma, misses }, parts }
}

const NO_PART: WeightPart = { disparity: 0, score: 0, coefficient: 0, companions: [] }

const recalled = ({ calibration }: Decision): WeightPart => calibration?.weight ?? NO_PART

/** In the order of Setup.x. */
const scoreParts = (parts: readonly WeightPart[]): ScorePart[] => [
  ...parts,
  ...parts.flatMap(({ companions }) => companions),
]

/** Disparities, then scores x(1 − σ(η)) of the head that the weights aim for. */
function momentColumns(
  { pairs, u, x, length }: Setup,
  coefficients: readonly number[],
  gamma: number,
): Float64Array[] {
  const residual = new Float64Array(length.length)
  for (const i of pairs) {
    let eta = gamma * length[i]!
    for (let m = 0; m < x.length; m++) eta += coefficients[m]! * x[m]![i]!
    residual[i] = sigmoid(-eta)
  }
  return [...u, ...x.map((column) => column.map((value, i) => value * residual[i]!))]
}

const MISSED = 1e-6

/** Sorted; every pair where one of the sets is null. */
function union(sets: readonly (Uint32Array | null)[], n: number): Uint32Array {
  const all = Uint32Array.from({ length: n }, (_, i) => i)
  if (sets.includes(null)) return all
  const inside = new Uint8Array(n)
  for (const set of sets) for (const i of set ?? []) inside[i] = 1
  return all.filter((i) => inside[i] === 1)
}

function meanOver(values: Float64Array, pairs: Uint32Array): number {
  let sum = 0
  for (const i of pairs) sum += values[i]!
  return pairs.length === 0 ? 0 : sum / pairs.length
}
