import type { Concept } from '../concepts/concept.ts'
import { type ConceptProfile, conceptProfile } from '../concepts/profile.ts'
import type { AnalysisData } from './analysis-data.ts'

const last = new WeakMap<AnalysisData, { readonly concept: Concept; readonly profile: ConceptProfile }>()

/**
 * A concept's profile. The last one is cached as long as its analysis lives.
 */
export function profileOf(basis: AnalysisData, concept: Concept): ConceptProfile {
  const known = last.get(basis)
  if (known?.concept === concept) return known.profile
  const profile = conceptProfile(basis.columns, concept, basis.pairs.paired)
  last.set(basis, { concept, profile })
  return profile
}
