import { type Activations, featureColumns, type FeatureColumns } from '../activations.ts'
import { phraseActivations } from '../phrases/activations.ts'
import { surfaceActivations } from '../surface/activations.ts'
import { DETECTORS } from '../surface/detectors.ts'
import type { FeatureRef } from '../export/features.ts'

/** The features of a reward spec on some responses. */
export interface SpecColumns {
  readonly columns: FeatureColumns
  /** Names of the joint feature space: latents, then detectors, then the spec's phrases. */
  readonly features: ReadonlyMap<number, FeatureRef>
}

/**
 * The features that a reward spec may name, on responses that it may never have seen: phrases are looked
 * for where
 * mining would not have found them, too.
 * @param phraseIds ids of the spec's phrases, `p:as an ai`
 * @param texts one span each
 * @param prompts the conversation before each, parallel to `texts`
 * @param latents the dictionary's activations on the same spans; see `absent` where the spec needs none
 */
export function specColumns(
  phraseIds: readonly string[],
  texts: readonly string[],
  prompts: readonly string[],
  latents: Activations,
): SpecColumns {
  const surface = surfaceActivations(texts, prompts)
  const phrases = phraseActivations(
    phraseIds.map((id) => id.slice(2)),
    texts,
  )
  const features = new Map<number, FeatureRef>()
  for (let f = 0; f < latents.features; f++) features.set(f, { block: 'dictionary', id: `d:${f}` })
  DETECTORS.forEach(({ id }, f) => features.set(latents.features + f, { block: 'surface', id }))
  const offset = latents.features + surface.features
  phraseIds.forEach((id, f) => features.set(offset + f, { block: 'phrase', id }))
  return { columns: featureColumns([latents, surface, phrases]), features }
}

/** Activations without any entry. */
export const absent = (spans: number, features: number): Activations => ({
  spans,
  features,
  indptr: new Uint32Array(spans + 1),
  feature: new Uint32Array(0),
  max: new Float32Array(0),
  count: new Uint32Array(0),
  units: new Uint32Array(spans),
})
