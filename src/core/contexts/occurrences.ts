import type { FeatureColumns } from '../activations.ts'
import type { Concept } from '../concepts/concept.ts'

/** What contexts are described by: families, where there are none detectors, without measures and phrases. */
export function describing(concepts: readonly Concept[]): Concept[] {
  const shown = concepts.filter(({ hidden, measure }) => !hidden && !measure)
  const families = shown.filter(({ source }) => source === 'family')
  return families.length > 0 ? families : shown.filter(({ source }) => source === 'surface')
}

/**
 * How often each concept occurs in each context: feature occurrences over the context's spans.
 * @param contextsOf contexts of each span
 * @returns per context, by concept
 */
export function occurrences(
  { indptr, span, features }: FeatureColumns,
  concepts: readonly Concept[],
  contextsOf: (span: number) => Iterable<number>,
  contexts: number,
): Map<number, number>[] {
  const counts = Array.from({ length: contexts }, () => new Map<number, number>())
  concepts.forEach((concept, m) => {
    for (const f of concept.features) {
      if (f >= features) continue
      for (let k = indptr[f]!; k < indptr[f + 1]!; k++)
        for (const c of contextsOf(span[k]!)) counts[c]!.set(m, (counts[c]!.get(m) ?? 0) + 1)
    }
  })
  return counts
}
