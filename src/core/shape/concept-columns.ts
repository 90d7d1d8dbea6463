import type { FeatureColumns } from '../activations.ts'
import { OVERALL } from '../hypothesis.ts'
import type { Calibration, Decision, FeatureCoefficient } from './decision.ts'
import type { Memo } from './memo.ts'
import { type Presence, presenceOf } from './presence.ts'
import { addLogOdds } from './root-differences.ts'
import type { PreferenceModel } from './preference-model.ts'
import { type Normalisation, rootDifference, type ScoredFeatures } from './score.ts'

/** A concept as the shaping sees it. */
export interface ScoredConcept extends ScoredFeatures {
  /** Where one is stored, as in a reward spec. */
  readonly normalisation?: Normalisation
  readonly measure?: boolean
  /** Id of the concept that holds it. */
  readonly family?: string | null
}

/** A decision's concept on the pairs of its scope; 0 elsewhere. */
export interface Source extends ScoredFeatures {
  readonly concept: string
  readonly scope: string
  /** Differs from that of any other source. */
  readonly key: string
  readonly normalisation: Normalisation
  /**
   * Δz, less a·Δz of the kept parent where there is one; of single responses z with the sign of the label.
   */
  readonly delta: Float64Array
  readonly residual: Calibration['residual']
  readonly isLength: boolean
}

export interface SourceInput {
  /** Features over response spans (2i chosen, 2i + 1 rejected). */
  readonly columns: FeatureColumns
  /** What the concept's score is made of; undefined when unknown. */
  scored(concept: string): ScoredConcept | undefined
  /** Pairs of a scope, ascending; undefined when unknown. 'overall' is never asked for. */
  scope?(id: string): Uint32Array | undefined
}

/** Scores, disparities and scopes of decisions, each computed once as long as it is asked for. */
export interface ConceptColumns {
  /** @throws RangeError for a concept or a scope that is not known */
  source(decision: Decision, all: readonly Decision[]): Source
  presence(concept: string, scope: string): Presence
  /** Root difference of a single feature, on the pairs of a scope. */
  feature(feature: number, scope: string): Float64Array
  /** Adds Σ coefficient · root difference to some pairs. */
  addLogOdds(features: readonly FeatureCoefficient[], pairs: Uint32Array, out: Float64Array): void
  /** Null for the whole dataset. */
  pairs(scope: string): Uint32Array | null
}

export function createSources(
  { columns, scored, scope }: SourceInput,
  memo: Memo,
  model: PreferenceModel,
): ConceptColumns {
  const known = (concept: string): ScoredConcept => {
    const parts = scored(concept)
    if (!parts) throw new RangeError(`unknown concept ${concept}`)
    return parts
  }
  const pairs = scopePairs(scope)
  const scores = (concept: string) => memo.get(`score ${concept}`, () => model.scores(known(concept)))

  /** The stored residualisation; else on the family, where that is kept wherever the decision holds. */
  const residualOf = (decision: Decision, all: readonly Decision[]): Calibration['residual'] => {
    if (decision.calibration) return decision.calibration.residual
    if (!model.residuals) return null
    const family = known(decision.concept).family
    const parent = all.find(
      ({ concept, verdict, scope }) =>
        concept === family && verdict === 'keep' && (scope === 'overall' || scope === decision.scope),
    )
    if (!parent || decision.verdict === 'keep') return null
    const slope = memo.get(`slope ${decision.concept} ${parent.concept}`, () =>
      correlation(scores(decision.concept).z, scores(parent.concept).z),
    )
    return { on: parent.concept, slope }
  }

  return {
    pairs,
    source(decision, all) {
      const { concept, scope: id } = decision
      const residual = residualOf(decision, all)
      const key = JSON.stringify([concept, id, residual])
      return memo.get(`source ${key}`, () => {
        const { normalisation, delta: whole } = scores(concept)
        const parent = residual && scores(residual.on).delta
        const net = parent ? whole.map((x, i) => x - residual.slope * parent[i]!) : whole
        const delta = within(net, pairs(id))
        const { features, weights, combine } = known(concept)
        const parts = {
          ...{ concept, scope: id, features },
          ...(weights && { weights }),
          ...(combine && { combine }),
        }
        return { key, ...parts, normalisation, delta, residual, isLength: model.isLength(whole, delta) }
      })
    },
    feature: (feature, id) =>
      memo.get(`feature ${feature} ${id}`, () => within(rootDifference(columns, feature), pairs(id))),
    addLogOdds(features, pairs, out) {
      const b = new Float64Array(columns.features)
      for (const { feature, coefficient } of features) b[feature] = coefficient
      addLogOdds(columns, b, pairs, out)
    },
    presence(concept, id) {
      return memo.get(`presence ${JSON.stringify([concept, id])}`, () => {
        const parts = known(concept)
        const { u, sides } = presenceOf(columns, parts, parts.measure ?? false)
        const only = pairs(id)
        return { u: within(u, only), sides: within(sides, only) }
      })
    },
  }
}

/**
 * Finds the pairs of a scope; null for the whole dataset. The function throws a RangeError for one that is
 * not known.
 */
export const scopePairs =
  (scope: SourceInput['scope']): ConceptColumns['pairs'] =>
  (id) => {
    if (id === OVERALL.id) return null
    const found = scope?.(id)
    if (!found) throw new RangeError(`unknown scope ${id}`)
    return found
  }

/** The values on some pairs, 0 on the others. */
function within<T extends Float64Array | Uint8Array>(values: T, pairs: Uint32Array | null): T {
  if (!pairs) return values
  const kept = values.slice().fill(0) as T
  for (const i of pairs) kept[i] = values[i]!
  return kept
}

/** Of z-scores: the slope of one on the other, too. */
function correlation(a: Float64Array, b: Float64Array): number {
  let sum = 0
  for (let j = 0; j < a.length; j++) sum += a[j]! * b[j]!
  return a.length === 0 ? 0 : sum / a.length
}
