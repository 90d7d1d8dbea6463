import type { FeatureColumns, UnitTable } from '../activations.ts'
import type { Concept } from '../concepts/concept.ts'
import type { Disparities } from '../concepts/disparity.ts'
import type { OwnMembers } from '../own/own-concept.ts'
import type { PairTable } from '../pairs.ts'

/** The pairs and concepts of one analysis: all of them, or those extracted so far. */
export interface AnalysisData {
  /** Pair in the dataset of each pair here. */
  readonly index: Uint32Array
  readonly pairs: PairTable
  /** The dictionary's concepts are missing as long as nothing is extracted. */
  readonly concepts: readonly Concept[]
  /** Features over the response spans of `pairs`. */
  readonly columns: FeatureColumns
  readonly disparities: Disparities
  /** Δlog length per pair, chosen − rejected. */
  readonly length: Float64Array
  /** Units of the same spans; null as long as nothing is extracted. */
  readonly units: UnitTable | null
  /** Concepts of one's own; left out where there are none. */
  readonly own?: OwnMembers
}
