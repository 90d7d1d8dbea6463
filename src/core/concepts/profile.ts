import type { FeatureColumns } from '../activations.ts'
import type { Concept } from './concept.ts'
import { absence } from './disparity.ts'

/** The occurrences of one concept: every pair that has it on either side, ascending. */
export interface ConceptProfile {
  readonly pair: Uint32Array
  /** Strongest activation (for a measure, the value) on each side; 0 where absent. */
  readonly chosenMax: Float32Array
  readonly rejectedMax: Float32Array
  /** Σ over the concept's features of freq (for a measure, the value) on each side. */
  readonly chosenFreq: Float32Array
  readonly rejectedFreq: Float32Array
  /** Signed disparity u, as in `disparities`. */
  readonly u: Float32Array
}

/** Gathers a concept's occurrences. Only presence counts (freq > τ), as in the disparities. */
export function conceptProfile(columns: FeatureColumns, concept: Concept, paired = true): ConceptProfile {
  const absent = absence(columns, concept, paired)
  const pairs = columns.spans / 2
  const max = [new Float32Array(pairs), new Float32Array(pairs)] as const
  const freq = [new Float32Array(pairs), new Float32Array(pairs)] as const
  const features = [new Uint16Array(pairs), new Uint16Array(pairs)] as const
  for (const f of concept.features) {
    for (let k = columns.indptr[f]!; k < columns.indptr[f + 1]!; k++) {
      if (absent(k)) continue
      const pair = columns.span[k]! >> 1
      const side = columns.span[k]! & 1 ? 1 : 0
      // Measures may be negative.
      max[side][pair] =
        features[side][pair] === 0 ? columns.max[k]! : Math.max(max[side][pair]!, columns.max[k]!)
      freq[side][pair]! += concept.measure ? columns.max[k]! : columns.freq[k]!
      features[side][pair]!++
    }
  }
  const pair = Uint32Array.from({ length: pairs }, (_, i) => i).filter(
    (i) => features[0][i]! > 0 || features[1][i]! > 0,
  )
  const pick = (column: Float32Array) => Float32Array.from(pair, (i) => column[i]!)
  const disparity = (i: number) =>
    concept.measure
      ? Math.sign(freq[0][i]! - freq[1][i]!)
      : (features[0][i]! - features[1][i]!) / concept.features.length
  return {
    pair,
    chosenMax: pick(max[0]),
    rejectedMax: pick(max[1]),
    chosenFreq: pick(freq[0]),
    rejectedFreq: pick(freq[1]),
    u: Float32Array.from(pair, disparity),
  }
}
