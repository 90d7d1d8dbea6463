import type { FeatureColumns } from '../activations.ts'
import { TAU } from '../concepts/disparity.ts'
import type { ScoredFeatures } from './score.ts'

/** Sides of a pair, as bits. */
export const CHOSEN = 1
export const REJECTED = 2

/** One concept's presence by pair. */
export interface Presence {
  /** Signed disparity u, as in `disparities`. */
  readonly u: Float64Array
  /** Bits CHOSEN and REJECTED: the sides with any of its features. A measure is everywhere. */
  readonly sides: Uint8Array
}

/** @param measure disparities are signs of the difference of values */
export function presenceOf(
  { indptr, span, max, freq, spans }: FeatureColumns,
  { features, combine }: ScoredFeatures,
  measure: boolean,
): Presence {
  const u = new Float64Array(spans / 2)
  const sides = new Uint8Array(spans / 2)
  for (let g = 0; g < features.length; g++) {
    const f = features[g]!
    for (let k = indptr[f]!; k < indptr[f + 1]!; k++) {
      if (!measure && !(freq[k]! > TAU)) continue
      const i = span[k]! >> 1
      const rejected = span[k]! & 1
      const amount = measure ? max[k]! : 1
      u[i]! += rejected ? -amount : amount
      sides[i]! |= rejected ? REJECTED : CHOSEN
    }
  }
  for (let i = 0; i < u.length; i++) {
    if (combine === 'max') u[i] = (sides[i]! & CHOSEN) - ((sides[i]! & REJECTED) >> 1)
    else u[i] = measure ? Math.sign(u[i]!) : u[i]! / features.length
  }
  return { u, sides }
}
