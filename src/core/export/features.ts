import type { Concept } from '../concepts/concept.ts'

/**
 * A feature by a name that outlives the run: blocks may grow or be mined anew, indices mean nothing later.
 */
export interface FeatureRef {
  readonly block: 'dictionary' | 'surface' | 'phrase' | 'own'
  /** Id of the concept that is this feature alone: `d:17`, `s:bold`, `p:as an ai`, or one's own. */
  readonly id: string
}

/**
 * The names of the joint feature space, by feature index, from the concepts that are one feature each.
 * Features that no such concept names are absent.
 */
export function featureRefs(concepts: readonly Concept[]): Map<number, FeatureRef> {
  const refs = new Map<number, FeatureRef>()
  for (const { id, source, features } of concepts) {
    if (source === 'family' || source === 'union' || features.length !== 1) continue
    const block = source === 'dictionary' || source === 'surface' || source === 'phrase' ? source : 'own'
    refs.set(features[0]!, { block, id })
  }
  return refs
}
