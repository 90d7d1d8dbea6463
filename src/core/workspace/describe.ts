import type { Concept, ConceptInfo } from '../concepts/concept.ts'
import type { Dictionary } from '../dictionary.ts'

/** What the views know about a concept. */
export function describe(concept: Concept, dictionary: Dictionary): ConceptInfo {
  const { features: _features, weights: _weights, parts: _parts, ...info } = concept
  const family = concept.family === null ? null : dictionary.families[Number(concept.family.slice(2))]
  return { ...info, familyLabel: family?.label ?? null }
}
