import type { Concept, ConceptInfo } from '../concepts/concept.ts'
import { TAU } from '../concepts/disparity.ts'
import type { Dictionary } from '../dictionary.ts'
import { correlationWith } from '../stats/correlation.ts'
import { type Bin, symmetricBins } from '../stats/histogram.ts'
import type { AnalysisData } from './analysis-data.ts'
import { profileOf } from './profiles.ts'
import { describe } from './describe.ts'
import { exemplars, type Exemplar } from './exemplars.ts'

const SHIFT_BINS = 31
const NEAREST = 8

/** Everything on a concept's page. */
export interface ConceptDetail {
  readonly concept: ConceptInfo
  /** Its features, with their own label and activation statistics. */
  readonly features: readonly {
    readonly label: string
    readonly description: string
    readonly fidelity: number | null
    readonly confidence: number | null
    /** Responses in which it is present. */
    readonly responses: number
  }[]
  readonly exemplars: readonly Exemplar[]
  /**
   * Histogram of v = Σ(freq⁺ − freq⁻) over pairs where the concept occurs (a measure: of value⁺ − value⁻).
   */
  readonly shift: readonly Bin[]
  /**
   * Pearson correlation of u with Δlog length over all pairs; of presence with log length over unpaired
   * responses.
   */
  readonly lengthCorrelation: number
  /** Concepts whose disparities correlate most with this one's. */
  readonly nearest: readonly { readonly concept: ConceptInfo; readonly r: number }[]
}

export function conceptDetail(basis: AnalysisData, concept: Concept, dictionary: Dictionary): ConceptDetail {
  const profile = profileOf(basis, concept)
  const u = new Float64Array(basis.pairs.length)
  const present = unsigned(basis, profile.u)
  profile.pair.forEach((pair, k) => (u[pair] = present[k]!))
  return {
    concept: describe(concept, dictionary),
    features: Array.from(concept.features, (f) => {
      const latent = f < dictionary.latents ? dictionary.features[f]! : null
      return {
        label: latent?.label ?? concept.label,
        description: latent?.description ?? concept.description,
        fidelity: latent?.fidelity ?? null,
        confidence: latent?.confidence ?? null,
        responses: responsesWith(basis, f),
      }
    }),
    exemplars: exemplars(basis, concept, dictionary, profile),
    shift: symmetricBins(
      profile.chosenFreq.map((chosen, k) => chosen - profile.rejectedFreq[k]!),
      SHIFT_BINS,
    ),
    lengthCorrelation: correlationWith(unsigned(basis, basis.length))(profile.pair, present),
    nearest: nearest(basis, concept, dictionary, u),
  }
}

/**
 * Removes the label's sign from values of single responses: their correlations do not depend on the label.
 */
const unsigned = <T extends Float32Array | Float64Array>({ pairs }: AnalysisData, values: T): T =>
  pairs.paired ? values : (values.map(Math.abs) as T)

function responsesWith({ columns }: AnalysisData, feature: number): number {
  const freq = columns.freq.subarray(columns.indptr[feature], columns.indptr[feature + 1])
  return freq.reduce((count, share) => count + (share > TAU ? 1 : 0), 0)
}

function nearest(basis: AnalysisData, concept: Concept, dictionary: Dictionary, u: Float64Array) {
  const { indptr, pair, u: values } = basis.disparities
  const correlation = correlationWith(u)
  return basis.concepts
    .flatMap((other, m) => {
      if (other.id === concept.id || other.hidden) return []
      const from = indptr[m]!
      const to = indptr[m + 1]!
      return [{ other, r: correlation(pair.subarray(from, to), unsigned(basis, values.subarray(from, to))) }]
    })
    .sort((a, b) => Math.abs(b.r) - Math.abs(a.r))
    .slice(0, NEAREST)
    .map(({ other, r }) => ({ concept: describe(other, dictionary), r }))
}
