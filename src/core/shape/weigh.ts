import { balance, balancedWeights } from './balance.ts'
import type { Decision, Miss, Weighing } from './decision.ts'
import type { Memo } from './memo.ts'
import { patternsOf } from './patterns.ts'
import type { Sources } from './sources.ts'
import { signOf } from './strength.ts'
import type { Standing } from './turn.ts'

export interface Weighed {
  readonly weights: Float64Array
  readonly weighing: Weighing | null
  /** θ by decision; 0 for the others. */
  readonly multipliers: ReadonlyMap<Decision, number>
  /** Decisions whose mean disparity is where it should be. */
  readonly met: ReadonlySet<Decision>
}

/**
 * Weights by entropy balancing over the pairs that stay within the scopes of the decisions to re-weight: their mean
 * disparity goes from m to m − sign·strength·|m|, and that of kept concepts stays as it was before any verdict.
 * @param stored of a reward spec: the decisions' multipliers are then used as they are
 */
export function weigh(
  decisions: readonly Decision[],
  { dropped, flipped, history }: Standing,
  sources: Sources,
  memo: Memo,
  stored: Weighing | null,
): Weighed {
  const n = dropped.length
  const moving = decisions.filter(({ protocol, verdict }) => protocol === 'reweight' && verdict !== 'keep')
  if (moving.length === 0)
    return { weights: new Float64Array(n).fill(1), weighing: null, multipliers: new Map(), met: new Set() }
  const shared = [...moving, ...decisions.filter(({ verdict }) => verdict === 'keep')]
  const key = `${history} ${JSON.stringify([moving.map(({ scope }) => scope), shared.map(({ concept, scope }) => [concept, scope])])}`
  const { pairs, columns, means, patterns } = memo.get(`moments ${key}`, () => {
    const within = union(
      moving.map(({ scope }) => sources.pairs(scope)),
      n,
    )
    const pairs = within.filter((i) => !dropped[i])
    const raw = shared.map(({ concept, scope }) => sources.presence(concept, scope).u)
    const columns = raw.map((u) => (flipped.includes(1) ? u.map((x, i) => (flipped[i] ? -x : x)) : u))
    return {
      pairs,
      columns,
      means: raw.map((u) => meanOver(u, within)),
      patterns: patternsOf(columns, pairs),
    }
  })
  const targets = shared.map(
    ({ verdict, strength }, m) => means[m]! - signOf(verdict) * strength * Math.abs(means[m]!),
  )
  const solved = stored
    ? {
        multipliers: Float64Array.from(shared, ({ calibration }) => calibration?.multiplier ?? 0),
        constant: stored.constant,
      }
    : balance(
        shared.map(({ verdict }, m) => ({ target: targets[m]!, held: verdict === 'keep' })),
        patterns,
      )
  const misses =
    'reached' in solved
      ? shared
          .map(({ concept }, m): Miss => ({
            concept,
            before: means[m]!,
            target: targets[m]!,
            reached: solved.reached[m]!,
          }))
          .filter(({ target, reached }) => Math.abs(reached - target) > MISSED)
      : stored!.misses
  return {
    weights: balancedWeights(n, columns, solved, pairs),
    weighing: { constant: solved.constant, misses },
    multipliers: new Map(shared.map((decision, m) => [decision, solved.multipliers[m]!])),
    met: new Set(shared.filter(({ concept }) => !misses.some((miss) => miss.concept === concept))),
  }
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
