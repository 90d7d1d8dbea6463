import type { FeatureColumns } from '../activations.ts'
import { signedRoot } from '../stats/signed-root.ts'

/** Mean and population standard deviation of a concept's score over a dataset's responses. */
export interface Normalisation {
  readonly mean: number
  /** 0 when every response scores the same: then z is 0 everywhere and there is nothing to shape. */
  readonly sd: number
}

export interface ConceptScores extends Normalisation {
  /** Per span: (s − mean) / sd. */
  readonly z: Float64Array
}

/** What a score is made of: features of the joint space and their weights. */
export interface ScoredFeatures {
  readonly features: ArrayLike<number>
  /** Parallel to `features`; 1 each when left out. */
  readonly weights?: ArrayLike<number>
  /** Whether the score is their sum, as when left out, or the largest of them. */
  readonly combine?: 'sum' | 'max'
}

/**
 * s(y) = Σ_g w_g · max_g(y) for every span, or the largest w_g · max_g(y); a feature without an entry scores
 * 0.
 * @returns one score per span
 */
export function rawScores(
  columns: FeatureColumns,
  { features, weights, combine = 'sum' }: ScoredFeatures,
): Float64Array {
  const score = new Float64Array(columns.spans)
  for (let g = 0; g < features.length; g++) {
    const weight = weights?.[g] ?? 1
    const f = features[g]!
    for (let k = columns.indptr[f]!; k < columns.indptr[f + 1]!; k++) {
      const span = columns.span[k]!
      const own = weight * columns.max[k]!
      score[span] = combine === 'sum' ? score[span]! + own : Math.max(score[span]!, own)
    }
  }
  return score
}

/**
 * Scores a concept on every response span (both sides) and z-scores it.
 * @param normalisation a stored mean and sd, as from a reward spec; fitted on these spans when left out
 */
export function conceptScores(
  columns: FeatureColumns,
  scored: ScoredFeatures,
  normalisation?: Normalisation,
): ConceptScores {
  const z = rawScores(columns, scored)
  const { mean, sd } = normalisation ?? moments(z)
  for (let j = 0; j < z.length; j++) z[j] = sd === 0 ? 0 : (z[j]! - mean) / sd
  return { mean, sd, z }
}

/** Δz of every pair: chosen (span 2i) minus rejected (span 2i + 1). */
export function pairDifference(z: Float64Array): Float64Array {
  const difference = new Float64Array(z.length / 2)
  for (let i = 0; i < difference.length; i++) difference[i] = z[2 * i]! - z[2 * i + 1]!
  return difference
}

/** √chosen − √rejected of a feature's activations, as a reward head sees them, of every pair. */
export function rootDifference({ indptr, span, max, spans }: FeatureColumns, feature: number): Float64Array {
  const difference = new Float64Array(spans / 2)
  for (let k = indptr[feature]!, end = indptr[feature + 1]!; k < end; k++) {
    const root = signedRoot(max[k]!)
    difference[span[k]! >> 1]! += span[k]! & 1 ? -root : root
  }
  return difference
}

/**
 * Two passes; an sd within rounding of 0 is 0, so that a constant score never becomes noise of unit variance.
 */
function moments(values: Float64Array): Normalisation {
  if (values.length === 0) return { mean: 0, sd: 0 }
  let mean = 0
  for (const value of values) mean += value
  mean /= values.length
  let squares = 0
  for (const value of values) squares += (value - mean) ** 2
  const sd = Math.sqrt(squares / values.length)
  return { mean, sd: sd > 1e-12 * Math.abs(mean) ? sd : 0 }
}
