import {
  type Activations,
  appendFeatures,
  featureColumns,
  type FeatureColumns,
  type UnitTable,
} from '../activations.ts'
import type { ColumnDefinition, RuleDefinition } from '../own/definition.ts'
import { membersOf, type OwnInSpec } from '../own/in-spec.ts'
import { ownActivations, ownColumns, type SparseColumn } from '../own/own-features.ts'
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

/** Concepts of one's own of a spec, and what they are computed from. */
export interface OwnSpecSource {
  readonly own: readonly OwnInSpec[]
  /** Of the same spans; null where nothing of the spec needs them. */
  readonly units: UnitTable | null
  /** What a rule or a column says of the same spans; null where there is no column. */
  read(definition: RuleDefinition | ColumnDefinition): SparseColumn | null
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
  own: OwnSpecSource | null = null,
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
  const known = { columns: featureColumns([latents, surface, phrases]), features }
  return own && own.own.length > 0 ? withOwn(known, own) : known
}

function withOwn({ columns, features }: SpecColumns, { own, units, read }: OwnSpecSource): SpecColumns {
  const indexOf = new Map([...features].map(([index, { id }]) => [id, index]))
  const parts = new Map(own.flatMap((one) => Object.entries(one.parts)))
  const found = ownColumns({
    members: membersOf(own),
    ...{ columns, units, read },
    features: (id) => parts.get(id)?.flatMap((feature) => indexOf.get(feature) ?? []),
  })
  const ids = own.map(({ definition }) => definition.id).filter((id) => found.has(id))
  const all = new Map(features)
  ids.forEach((id, f) => all.set(columns.features + f, { block: 'own', id }))
  return { columns: appendFeatures(columns, ownActivations(ids, found, columns.spans)), features: all }
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
