import type { Verdict, VerdictKind } from '../verdict.ts'
import { sigmoid } from '../stats/logistic.ts'
import { fitBradleyTerry, type RelianceOptions } from './reliance.ts'

/** +1 to suppress, −1 to amplify, 0 to keep: the sign of λ. */
export const signOf = (verdict: VerdictKind): number =>
  verdict === 'suppress' ? 1 : verdict === 'amplify' ? -1 : 0

/**
 * What a strength comes to. With b the coefficient of Δz in the unshaped model, an offset λ·Δz in the loss
 * leaves the refitted coefficient at exactly b − λ, so the λ that explains the concept away, no more, is b
 * itself: λ = strength · |b| to suppress, −strength · |b| to amplify, 0 to keep.
 *
 * Where the data leans chosen (b > 0), suppress at strength 1 lands at 0 and amplify doubles b. Where it
 * leans rejected (b < 0) it is the mirror image: amplify at 1 lands at 0, suppress doubles the lean against
 * it. A λ that the person gave is what it is, whatever b.
 */
export function lambdaOf(
  { verdict, strength, lambda }: Pick<Verdict, 'verdict' | 'strength' | 'lambda'>,
  b: number,
): number {
  if (verdict === 'keep') return 0
  return lambda ?? signOf(verdict) * strength * Math.abs(b) + 0
}

/** Reliance left after strength 1, as a share, that counts as none. */
const NONE = 0.03
const MOST_ROUNDS = 20

/**
 * The λ at which the refitted model relies on no concept any more. That is b, unless the concept is (almost)
 * only ever on one side: b is then finite by its prior alone, which holds a refitted coefficient up again;
 * offsets grow by what is left until it is next to nothing.
 * @param columns of the model, the concepts' Δz first
 * @param b its fitted coefficients
 * @returns one λ per concept
 */
export function neutralisingLambda(
  columns: readonly Float64Array[],
  concepts: number,
  b: Float64Array,
  options: RelianceOptions,
): Float64Array {
  const lambda = b.slice(0, concepts)
  const pairs = columns[0]?.length ?? 0
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const left = round === 0 ? heldUp(columns, concepts, b, options) : refitted()
    if (left.every((x, c) => Math.abs(x) <= NONE * Math.abs(b[c]!))) break
    if (round > 0) left.forEach((x, c) => (lambda[c]! += x))
  }
  return lambda

  function refitted() {
    const offset = new Float64Array(pairs)
    for (let c = 0; c < concepts; c++)
      for (let i = 0; i < pairs; i++) offset[i]! += lambda[c]! * columns[c]![i]!
    return fitBradleyTerry(columns, { ...options, offset }).slice(0, concepts)
  }
}

/**
 * What the prior would hold up, to first order: its slope at b over the information of the pairs and the
 * prior.
 */
function heldUp(
  columns: readonly Float64Array[],
  concepts: number,
  b: Float64Array,
  { dropped, weights }: RelianceOptions,
): Float64Array {
  const information = new Float64Array(concepts).fill(0.25)
  const pairs = columns[0]?.length ?? 0
  for (let i = 0; i < pairs; i++) {
    if (dropped?.[i]) continue
    let eta = 0
    for (let c = 0; c < columns.length; c++) eta += b[c]! * columns[c]![i]!
    const p = sigmoid(eta)
    const w = (weights?.[i] ?? 1) * p * (1 - p)
    for (let c = 0; c < concepts; c++) information[c]! += w * columns[c]![i]! ** 2
  }
  return information.map((info, c) => (sigmoid(b[c]!) - 0.5) / info)
}

/** From this correlation of Δz with Δlog length, a concept counts as length itself. */
export const LENGTH_ITSELF = 0.9

/** Whether holding length fixed makes sense for this concept: not where it all but is the length. */
export function isLength(delta: Float64Array, length: Float64Array): boolean {
  let xx = 0
  let yy = 0
  let xy = 0
  for (let i = 0; i < delta.length; i++) {
    xx += delta[i]! * delta[i]!
    yy += length[i]! * length[i]!
    xy += delta[i]! * length[i]!
  }
  return xx > 0 && yy > 0 && Math.abs(xy) / Math.sqrt(xx * yy) > LENGTH_ITSELF
}
