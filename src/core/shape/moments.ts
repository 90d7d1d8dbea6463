import { sigmoid } from '../stats/logistic.ts'
import type { Decision, FeatureCoefficient, EntropyBalance } from './decision.ts'
import { pick } from '../indices.ts'
import { fitBradleyTerry } from './reliance.ts'
import type { Source } from './concept-columns.ts'
import { type PairState, orientColumn, type ShapingContext } from './shaping-step.ts'

/** The unshaped head that the weights start from. */
interface JointHead {
  /** In the order of MomentSetup.x. */
  readonly coefficients: readonly number[]
  readonly gamma: number
  readonly rest: readonly FeatureCoefficient[]
}

/** What weights are worked out from: it does not depend on strengths. */
export interface MomentSetup {
  /** Pairs of the data. */
  readonly length: number
  /** Pairs that share the weights. */
  readonly pairs: Uint32Array
  /** Those of them that differ in any of u or x: the others weigh alike. */
  readonly telling: Uint32Array
  /** u per concept, of the pairs as they stand. */
  readonly u: readonly Float64Array[]
  /** x of the scores: Δz per concept, then its companions' columns, concept by concept. */
  readonly x: readonly Float64Array[]
  /** Concept of each companion, and its feature. */
  readonly companions: readonly Companion[]
  /** Mean disparity per concept, of the pairs as they came. */
  readonly means: readonly number[]
  readonly head: JointHead
  /** Log-odds of the labels of telling pairs by length and all that is not in x. */
  readonly others: Float64Array
}

interface Companion {
  readonly of: number
  readonly feature: number
}

/**
 * @param moving how many of the `shared` decisions re-weight; the others hold a concept in place
 * @param stored of a reward spec
 */
export function momentSetup(
  context: ShapingContext,
  moving: number,
  shared: readonly Decision[],
  decisions: readonly Decision[],
  at: PairState,
  stored: EntropyBalance | null,
): MomentSetup {
  const { sources, memo } = context
  const found = shared.map((decision) => sources.source(decision, decisions))
  const key = `${at.history} ${moving} ${found.map((source) => source.key).join()}`
  return memo.get(`moments ${key}`, () => {
    const scopes = shared.slice(0, moving).map(({ scope }) => sources.pairs(scope))
    const within = union(scopes, context.length.length)
    const u = shared.map(({ concept, scope }) => sources.presence(concept, scope).u)
    const companions = companionsOf(context, shared, found.slice(0, moving))
    const x = [
      ...found.map((source) => orientColumn(context, source.key, source.delta, at)),
      ...companions.map(({ of, feature }) => {
        const { scope } = shared[of]!
        return orientColumn(context, `feature ${feature} ${scope}`, sources.feature(feature, scope), at)
      }),
    ]
    const head = stored ? { coefficients: [], ...stored } : jointHead(context, found, companions, x, at)
    const pairs = pick(within, (i) => !at.dropped[i])
    const telling = pick(pairs, differing([...u, ...x]))
    const others = new Float64Array(context.length.length)
    for (const i of telling) others[i] = head.gamma * context.length[i]!
    sources.addLogOdds(head.rest, telling, others)
    return {
      length: context.length.length,
      pairs,
      telling,
      u: u.map((column, m) => orientColumn(context, `u ${found[m]!.key}`, column, at)),
      x,
      companions,
      means: u.map((column) => meanOver(column, within)),
      head,
      others: orientColumn(context, `others ${key}`, others, at),
    }
  })
}

/** Of a reward spec where there is one; else what the controls find. */
function companionsOf(
  { controls }: ShapingContext,
  shared: readonly Decision[],
  moving: readonly Source[],
): Companion[] {
  return moving.flatMap((source, of) => {
    const stored = shared[of]!.calibration?.weight?.companions.map(({ feature }) => feature)
    const features = stored ?? controls?.companions(source, !source.isLength) ?? []
    return features.map((feature) => ({ of, feature }))
  })
}

/** With controls, of every feature; without, of the concepts and length on the pairs as they stand. */
function jointHead(
  { controls, length }: ShapingContext,
  found: readonly Source[],
  companions: readonly Companion[],
  x: readonly Float64Array[],
  at: PairState,
): JointHead {
  const isLength = found.some((source) => source.isLength)
  if (!controls) {
    const lengths = length.map((l, i) => (at.flipped[i] ? -l : l))
    const b = fitBradleyTerry(isLength ? x : [...x, lengths], { dropped: at.dropped })
    return { coefficients: Array.from(b.subarray(0, x.length)), gamma: isLength ? 0 : b.at(-1)!, rest: [] }
  }
  const { concepts, gamma, rest } = controls.head(found, !isLength)
  const coefficientOf = new Map(rest.map(({ feature, coefficient }) => [feature, coefficient]))
  const own = new Set(companions.map(({ feature }) => feature))
  return {
    coefficients: [...concepts, ...companions.map(({ feature }) => coefficientOf.get(feature) ?? 0)],
    gamma,
    rest: rest.filter(({ feature }) => !own.has(feature)),
  }
}

/**
 * Of each telling pair, row by row: its disparities, then its scores x(1 − σ(η)) of the head with these
 * coefficients.
 */
export function momentRows(
  { telling, u, x, others }: MomentSetup,
  coefficients: readonly number[],
): Float64Array {
  const width = u.length + x.length
  const rows = new Float64Array(telling.length * width)
  for (let r = 0, at = 0; r < telling.length; r++, at += width) {
    const pair = telling[r]!
    let eta = others[pair]!
    for (let m = 0; m < x.length; m++) eta += coefficients[m]! * x[m]![pair]!
    const residual = sigmoid(-eta)
    for (let m = 0; m < u.length; m++) rows[at + m] = u[m]![pair]!
    for (let m = 0; m < x.length; m++) rows[at + u.length + m] = x[m]![pair]! * residual
  }
  return rows
}

function differing(columns: readonly Float64Array[]): (pair: number) => boolean {
  return (pair) => {
    for (let m = 0; m < columns.length; m++) if (columns[m]![pair] !== 0) return true
    return false
  }
}

/** Sorted; every pair where one of the sets is null. */
function union(sets: readonly (Uint32Array | null)[], n: number): Uint32Array {
  const inside = new Uint8Array(n)
  for (const set of sets) {
    if (!set) inside.fill(1)
    else for (const i of set) inside[i] = 1
  }
  const pairs = new Uint32Array(n)
  let count = 0
  for (let i = 0; i < n; i++) if (inside[i]) pairs[count++] = i
  return pairs.slice(0, count)
}

function meanOver(values: Float64Array, pairs: Uint32Array): number {
  let sum = 0
  for (const i of pairs) sum += values[i]!
  return pairs.length === 0 ? 0 : sum / pairs.length
}
