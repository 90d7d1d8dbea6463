import type { FeatureColumns } from '../activations.ts'
import { WhittleError } from '../failure.ts'
import type { Decision, Shaping } from '../shape/decision.ts'
import { createShaper } from '../shape/shaper.ts'
import type { FeatureRef } from './features.ts'
import type { RewardSpec } from './spec-schema.ts'

export interface ScoredData {
  /** Features over response spans (2i chosen, 2i + 1 rejected). */
  readonly columns: FeatureColumns
  /** Names of the joint feature space. */
  readonly features: ReadonlyMap<number, FeatureRef>
  /** Δlog length per pair, chosen − rejected. */
  readonly length: Float64Array
}

/** Ids of the features that a spec needs, by block: what to score in data that it has not seen. */
export function specFeatures(spec: RewardSpec): Record<FeatureRef['block'], readonly string[]> {
  const ids = { dictionary: new Set<string>(), surface: new Set<string>(), phrase: new Set<string>() }
  for (const concept of spec.concepts) for (const { block, id } of concept.features) ids[block].add(id)
  return { dictionary: [...ids.dictionary], surface: [...ids.surface], phrase: [...ids.phrase] }
}

/**
 * Enacts a spec on data, the same as it was made on or new. Features are found by id, and nothing is fitted anew: the
 * stored normalisation, λ and targets are used as they are, so the same data gives the same offsets and drops.
 * @throws WhittleError 'bad-spec' when the data was scored without a feature that the spec needs
 */
export function applySpec(spec: RewardSpec, { columns, features, length }: ScoredData): Shaping {
  const indexOf = new Map([...features].map(([index, { id }]) => [id, index]))
  const parts = new Map(
    spec.concepts.map((concept) => [
      concept.id,
      {
        features: concept.features.map(({ id }) => {
          const index = indexOf.get(id)
          if (index !== undefined) return index
          throw new WhittleError(
            'bad-spec',
            `The reward spec uses the feature ${JSON.stringify(id)}, which this data was not scored for.`,
          )
        }),
        weights: concept.features.map(({ weight }) => weight),
        normalisation: concept.normalisation,
      },
    ]),
  )
  const shaper = createShaper({
    columns,
    length,
    seed: spec.dropSeed,
    scored: (concept) => parts.get(concept),
  })
  return shaper.shape(
    spec.concepts.map(
      ({
        id,
        scope,
        verdict,
        strength,
        protocol,
        note,
        lambda,
        reliance,
        target,
        lengthAdjusted,
      }): Decision => ({
        concept: id,
        scope,
        verdict,
        strength,
        protocol,
        note,
        calibration: { lambda, reliance, target, lengthAdjusted },
      }),
    ),
  )
}
