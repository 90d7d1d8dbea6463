import { sigmoid } from '../stats/logistic.ts'
import { balance, balancedWeights, momentRows } from './balance.ts'
import type { Decision, Miss, WeightPart, Weighing } from './decision.ts'
import { fitReliance } from './reliance.ts'
import type { Source } from './sources.ts'
import { lambdaOf, signOf } from './strength.ts'
import { type Standing, standing, type Workbench } from './turn.ts'

/** A concept's part in the weights, and the coefficient of its Δz before. */
interface Part {
  readonly part: WeightPart
  readonly reliance: number
}

export interface Weighed {
  /** Mean 1 over the pairs that stay. */
  readonly weights: Float64Array
  readonly weighing: Weighing | null
  /** Of the decisions that have a part in the weights. */
  readonly parts: ReadonlyMap<Decision, Part>
  /** Whether length was held fixed; not where a concept is length. */
  readonly lengthAdjusted: boolean
}

/**
 * Weights by entropy balancing over the pairs that stay within the scopes of the decisions to re-weight. For each such
 * concept the mean disparity goes from m to m − sign·strength·|m|, and the coefficient of Δz in a refitted head from b to
 * b − λ: the score of the head at its targets, Δz(1 − σ(η)), has weighted mean 0. For kept concepts both stay.
 * @param stored of a reward spec: the decisions' parts are then used as they are
 */
export function weigh(
  bench: Workbench,
  decisions: readonly Decision[],
  at: Standing,
  stored: Weighing | null,
): Weighed {
  const n = bench.length.length
  const moving = decisions.filter(({ protocol, verdict }) => protocol === 'reweight' && verdict !== 'keep')
  if (moving.length === 0)
    return { weights: new Float64Array(n).fill(1), weighing: null, parts: new Map(), lengthAdjusted: true }
  const shared = [...moving, ...decisions.filter(({ verdict }) => verdict === 'keep')]
  const setup = setUp(
    bench,
    moving,
    shared,
    shared.map((decision) => bench.sources.source(decision, decisions)),
    at,
  )
  const { weighing, parts } = stored
    ? { weighing: stored, parts: shared.map(recalled) }
    : solve(setup, shared)
  const weights = balancedWeights(
    n,
    momentColumns(
      setup,
      parts.map(({ part }) => part.coefficient),
      weighing.gamma,
    ),
    {
      multipliers: Float64Array.from([
        ...parts.map(({ part }) => part.disparity),
        ...parts.map(({ part }) => part.score),
      ]),
      constant: weighing.constant,
    },
    setup.pairs,
  )
  return {
    weights,
    weighing,
    parts: new Map(shared.map((decision, m) => [decision, parts[m]!])),
    lengthAdjusted: weighing.gamma !== 0,
  }
}

/** What the weights are worked out from: it does not depend on strengths. */
interface Setup {
  /** Pairs that share the weights. */
  readonly pairs: Uint32Array
  /** Per concept, of the pairs as they stand. */
  readonly u: readonly Float64Array[]
  readonly delta: readonly Float64Array[]
  readonly length: Float64Array
  /** Mean disparity per concept, of the pairs as they came. */
  readonly means: readonly number[]
  /** Coefficients of Δz, then that of Δlog length (0 where a concept is length). */
  readonly fit: () => Float64Array
}

function setUp(
  bench: Workbench,
  moving: readonly Decision[],
  shared: readonly Decision[],
  found: readonly Source[],
  at: Standing,
): Setup {
  const { sources, memo } = bench
  const key = `${at.history} ${moving.map(({ scope }) => scope).join()} ${found.map((source) => source.key).join()}`
  return memo.get(`moments ${key}`, () => {
    const within = union(
      moving.map(({ scope }) => sources.pairs(scope)),
      bench.length.length,
    )
    const u = shared.map(({ concept, scope }) => sources.presence(concept, scope).u)
    const delta = found.map((source) => standing(bench, source.key, source.delta, at))
    const length = standing(bench, 'length', bench.length, at)
    const isLength = found.some((source) => source.isLength)
    return {
      pairs: within.filter((i) => !at.dropped[i]),
      u: u.map((column, m) => standing(bench, `u ${found[m]!.key}`, column, at)),
      delta,
      length,
      means: u.map((column) => meanOver(column, within)),
      fit: () =>
        memo.get(`weighed head ${key}`, () => {
          const b = fitReliance(isLength ? delta : [...delta, length], { dropped: at.dropped })
          return isLength ? Float64Array.of(...b, 0) : b
        }),
    }
  })
}

function solve(setup: Setup, shared: readonly Decision[]): { weighing: Weighing; parts: Part[] } {
  const b = setup.fit()
  const gamma = b[shared.length]!
  const coefficients = shared.map(({ verdict, strength }, m) => b[m]! - lambdaOf(verdict, strength, b[m]!))
  const targets = shared.map(
    ({ verdict, strength }, m) => setup.means[m]! - signOf(verdict) * strength * Math.abs(setup.means[m]!),
  )
  const moments = [...targets, ...targets.map(() => 0)].map((target, m) => ({
    target,
    held: shared[m % shared.length]!.verdict === 'keep',
  }))
  const rows = momentRows(momentColumns(setup, coefficients, gamma), setup.pairs)
  const { multipliers, constant, reached } = balance(moments, rows)
  const misses = shared
    .map(({ concept }, m): Miss => ({
      concept,
      before: setup.means[m]!,
      target: targets[m]!,
      reached: reached[m]!,
    }))
    .filter((miss) => Math.abs(miss.reached - miss.target) > MISSED)
  const parts = shared.map((_, m) => ({
    reliance: b[m]!,
    part: {
      disparity: multipliers[m]!,
      score: multipliers[shared.length + m]!,
      coefficient: coefficients[m]!,
    },
  }))
  return { weighing: { constant, gamma, misses }, parts }
}

const NO_PART: WeightPart = { disparity: 0, score: 0, coefficient: 0 }

const recalled = ({ calibration }: Decision): Part => ({
  reliance: calibration?.reliance ?? 0,
  part: calibration?.weight ?? NO_PART,
})

/** Disparities, then scores Δz(1 − σ(η)) of the head that the weights aim for. */
function momentColumns(
  { pairs, u, delta, length }: Setup,
  coefficients: readonly number[],
  gamma: number,
): Float64Array[] {
  const residual = new Float64Array(length.length)
  for (const i of pairs) {
    let eta = gamma * length[i]!
    for (let m = 0; m < delta.length; m++) eta += coefficients[m]! * delta[m]![i]!
    residual[i] = sigmoid(-eta)
  }
  return [...u, ...delta.map((column) => column.map((x, i) => x * residual[i]!))]
}

const MISSED = 1e-5

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
