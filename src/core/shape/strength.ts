import type { VerdictKind } from '../verdict.ts'

/**
 * What a strength comes to. With b the coefficient of Δz in the unshaped model, an offset λ·Δz in the loss leaves
 * the refitted coefficient at exactly b − λ, so the λ that explains the concept away, no more, is b itself:
 * λ = strength · |b| to suppress, −strength · |b| to amplify, 0 to keep.
 *
 * Where the data leans chosen (b > 0), suppress at strength 1 lands at 0 and amplify doubles b. Where it leans
 * rejected (b < 0) it is the mirror image: amplify at 1 lands at 0, suppress doubles the lean against it.
 */
export function lambdaOf(verdict: VerdictKind, strength: number, b: number): number {
  if (verdict === 'keep' || strength === 0) return 0
  return (verdict === 'suppress' ? 1 : -1) * strength * Math.abs(b)
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
