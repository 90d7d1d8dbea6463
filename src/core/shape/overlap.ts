import type { FeatureColumns } from '../activations.ts'
import { TAU } from '../concepts/disparity.ts'
import type { ScoredFeatures } from './score.ts'

/** One decided concept that is present hardly anywhere but where another one is. */
export interface Overlap {
  readonly part: string
  readonly whole: string
  /** Share of the responses with the part that have the whole. */
  readonly share: number
}

type Decided = ScoredFeatures & { readonly id: string; readonly measure: boolean }

const MOST_OF_IT = 0.9

/**
 * Decided concepts that are a part of another decided one: to decide on both is to decide twice on the part.
 * @param decided each concept once, with its features
 */
export function overlaps(columns: FeatureColumns, decided: readonly Decided[]): Overlap[] {
  const spans = decided.map(({ features, measure }) =>
    measure ? new Set<number>() : spansOf(columns, features),
  )
  return decided.flatMap(({ id: part }, p) =>
    decided.flatMap(({ id: whole }, w): Overlap[] => {
      const [small, large] = [spans[p]!, spans[w]!]
      const first = small.size < large.size || (small.size === large.size && p < w)
      if (p === w || small.size === 0 || !first) return []
      let both = 0
      for (const span of small) if (large.has(span)) both++
      const share = both / small.size
      return share >= MOST_OF_IT ? [{ part, whole, share }] : []
    }),
  )
}

function spansOf({ indptr, span, freq }: FeatureColumns, features: ArrayLike<number>): Set<number> {
  const present = new Set<number>()
  for (let g = 0; g < features.length; g++) {
    const f = features[g]!
    for (let k = indptr[f]!; k < indptr[f + 1]!; k++) if (freq[k]! > TAU) present.add(span[k]!)
  }
  return present
}
