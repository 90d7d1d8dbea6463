import type { FeatureColumns } from '../activations.ts'
import { WhittleError } from '../failure.ts'
import type { Decision, Shaping } from '../shape/decision.ts'
import { createShaper, type ShapeInput } from '../shape/shaper.ts'
import type { FeatureRef } from './features.ts'
import { featureIds } from './spec.ts'
import type { RewardSpec } from './spec-schema.ts'

export interface ScoredData {
  /** Features over response spans (2i chosen, 2i + 1 rejected). */
  readonly columns: FeatureColumns
  /** Names of the joint feature space. */
  readonly features: ReadonlyMap<number, FeatureRef>
  /** Δlog length per pair, chosen − rejected. */
  readonly length: Float64Array
  /** Of unpaired data: +1 for a good response, −1 for a bad one. */
  readonly side?: Int8Array | null
  /** Source row of each pair; its place, from 1, when left out. */
  readonly row?: Uint32Array
  /** Of the file: rows that the spec names are those of the file that it was made on. */
  readonly sha256?: string
  /** Pairs of a scope in this data. */
  scope?(id: string): Uint32Array | undefined
}

/** Ids of the features that a spec needs, by block: what to score in data that it has not seen. */
export function specFeatures(spec: RewardSpec): Record<FeatureRef['block'], readonly string[]> {
  const named = [...featureIds(spec), ...spec.own.flatMap(({ parts }) => Object.values(parts).flat())]
  const of = (block: FeatureRef['block']) => [...new Set(named.filter((id) => blockOf(id) === block))]
  return {
    dictionary: of('dictionary'),
    surface: of('surface'),
    phrase: of('phrase'),
    own: spec.own.map(({ definition }) => definition.id),
  }
}

/** Whether a spec needs what the encoder makes of the responses. */
export const needsStates = (spec: RewardSpec): boolean =>
  specFeatures(spec).dictionary.length > 0 || spec.own.some(({ probe }) => probe !== null)

/** The block of a feature, by its id: `d:17`, `s:bold`, `p:as an ai`; ids of one's own have no colon. */
export function blockOf(id: string): FeatureRef['block'] {
  if (id.startsWith('d:')) return 'dictionary'
  if (id.startsWith('s:')) return 'surface'
  return id.startsWith('p:') ? 'phrase' : 'own'
}

/**
 * Enacts a spec on data, the same as it was made on or new. Features are found by id, and nothing is fitted
 * anew: the stored normalisation, λ, targets and multipliers are used as they are, so the same data gives the
 * same offsets, weights, flips, drops, soft labels and texts. New data has no reviewed list of flips: there
 * they follow from the target, as drops do.
 * @throws WhittleError 'bad-spec' when the data was scored without a feature that the spec needs, or lacks
 * one of its scopes
 */
export function applySpec(spec: RewardSpec, data: ScoredData): Shaping {
  const { columns, features, length } = data
  const row = data.row ?? Uint32Array.from(length, (_, i) => i + 1)
  const sameData = data.sha256 === spec.dataset.sha256
  const pairOf = new Map(Array.from(row, (r, pair) => [r, pair]))
  const pairsAt = (rows: readonly number[]) =>
    Uint32Array.from(
      rows.filter((r) => pairOf.has(r)),
      (r) => pairOf.get(r)!,
    )
  const indexOf = new Map([...features].map(([index, { id }]) => [id, index]))
  const indexed = ({ id }: { readonly id: string }): number => {
    const index = indexOf.get(id)
    if (index !== undefined) return index
    throw new WhittleError(
      'bad-spec',
      `The reward spec uses the feature ${JSON.stringify(id)}, which this data was not scored for.`,
    )
  }
  const parts = new Map(
    spec.concepts.map((concept) => [
      concept.id,
      {
        features: concept.features.map(indexed),
        weights: concept.features.map(({ weight }) => weight),
        combine: concept.combine,
        normalisation: concept.normalisation,
        measure: concept.measure,
      },
    ]),
  )
  const input: ShapeInput = {
    columns,
    length,
    row,
    seed: spec.dropSeed,
    side: data.side ?? null,
    weighing: spec.weighing && {
      ...spec.weighing,
      rest: Object.entries(spec.weighing.rest).map(([id, coefficient]) => ({
        feature: indexed({ id }),
        coefficient,
      })),
    },
    softLabels: softLabelsOn(spec, data, pairOf),
    scored: (concept) => parts.get(concept),
    scope(id) {
      const found = data.scope?.(id) ?? (sameData ? pairsAt(spec.scopes[id] ?? []) : undefined)
      if (found) return found
      throw new WhittleError(
        'bad-spec',
        `The reward spec limits a verdict to ${JSON.stringify(id)}, a part of the data that it was made on and that this file does not have.`,
      )
    },
  }
  return createShaper(input).shape(
    spec.concepts.map((concept): Decision => ({
      concept: concept.id,
      scope: concept.scope,
      verdict: concept.verdict,
      strength: concept.strength,
      protocol: concept.protocol,
      note: concept.note,
      ...(concept.template !== null && { template: concept.template }),
      ...(sameData && concept.flipped && { flips: pairsAt(concept.flipped) }),
      calibration: {
        lambda: concept.lambda,
        reliance: concept.reliance,
        target: concept.target,
        lengthAdjusted: concept.lengthAdjusted,
        weight: concept.weight && {
          ...concept.weight,
          companions: concept.weight.companions.map((part) => ({ ...part, feature: indexed(part) })),
        },
        residual: concept.residual,
      },
    })),
  )
}

/**
 * The stored soft labels by pair.
 * @throws WhittleError on other data: a label is of a row, from heads that a spec does not hold
 */
function softLabelsOn(
  { softLabels, dataset }: RewardSpec,
  { sha256, length }: ScoredData,
  pairOf: ReadonlyMap<number, number>,
): Float64Array | null {
  if (!softLabels) return null
  if (sha256 !== dataset.sha256) {
    throw new WhittleError(
      'bad-spec',
      'The reward spec has soft labels, which are of the rows of the file that it was made on: decide again on this file, or enact those decisions by offsets.',
    )
  }
  const labels = new Float64Array(length.length).fill(NaN)
  softLabels.rows.forEach((row, k) => {
    const pair = pairOf.get(row)
    if (pair !== undefined) labels[pair] = softLabels.chosen[k]!
  })
  return labels
}
