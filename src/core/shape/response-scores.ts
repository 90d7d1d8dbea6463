import type { FeatureColumns } from '../activations.ts'
import { type Normalisation, rawScores } from './score.ts'
import type { ScoredConcept } from './concept-columns.ts'

/**
 * z(y) of every response of unpaired data.
 * @param side +1 for a good response (span 2i), −1 for a bad one (span 2i + 1)
 */
export function responseScores(
  columns: FeatureColumns,
  side: Int8Array,
  parts: ScoredConcept,
): { readonly z: Float64Array; readonly normalisation: Normalisation } {
  const raw = rawScores(columns, parts)
  const own = Float64Array.from(side, (good, i) => raw[2 * i + (good > 0 ? 0 : 1)]!)
  const normalisation = parts.normalisation ?? moments(own)
  const { mean, sd } = normalisation
  return {
    z: own.map((value) => (sd === 0 ? 0 : (value - mean) / sd)),
    normalisation: { mean, sd },
  }
}

function moments(values: Float64Array): Normalisation {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length
  const sd = Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length)
  // Within rounding of 0 it is 0: a constant score must not become noise.
  return { mean, sd: sd > 1e-12 * Math.abs(mean) ? sd : 0 }
}
