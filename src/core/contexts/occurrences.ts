import type { FeatureColumns } from '../activations.ts'
import type { Concept } from '../concepts/concept.ts'
import type { Membership } from './context.ts'

/**
 * The concepts that describe contexts: families, or detectors where there are none; no measures or phrases.
 */
export function describing(concepts: readonly Concept[]): Concept[] {
  const shown = concepts.filter(({ hidden, measure }) => !hidden && !measure)
  const families = shown.filter(({ source }) => source === 'family')
  return families.length > 0 ? families : shown.filter(({ source }) => source === 'surface')
}

/**
 * How often each concept occurs in each context: feature occurrences over the context's spans.
 * @param member contexts of each item
 * @param bits an item is 2^bits spans
 * @returns per context, by concept
 */
export function occurrences(
  { indptr, span, features }: FeatureColumns,
  concepts: readonly Concept[],
  member: Membership,
  bits = 0,
): Map<number, number>[] {
  const counts = Array.from({ length: member.contexts }, () => new Map<number, number>())
  const count = new Uint32Array(member.contexts)
  concepts.forEach((concept, m) => {
    count.fill(0)
    for (const f of concept.features) {
      if (f >= features) continue
      for (let k = indptr[f]!; k < indptr[f + 1]!; k++) {
        const item = span[k]! >> bits
        for (let j = member.indptr[item]!; j < member.indptr[item + 1]!; j++) count[member.context[j]!]!++
      }
    }
    count.forEach((times, c) => {
      if (times > 0) counts[c]!.set(m, times)
    })
  })
  return counts
}
