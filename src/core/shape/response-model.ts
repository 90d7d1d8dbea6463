import type { FeatureColumns } from '../activations.ts'
import { OVERALL } from '../hypothesis.ts'
import { permutation, random } from '../random.ts'
import type { ConceptColumns, Source } from './concept-columns.ts'
import type { ModelInput, PreferenceModel } from './preference-model.ts'
import { fitBradleyTerry } from './reliance.ts'
import { responseScores } from './response-scores.ts'
import { isLength, signOf } from './strength.ts'

/**
 * Single responses: P(good) = σ(α + Σ_c b_c z_c + γ·log(words + 1)), z over the responses; in a context z is
 * 0 outside, and the context has a level of its own. A response's offset is side · Σ_c λ_c z_c, that of a
 * pair whose other side is the average response, z = 0; so r′ = r − Σ_c λ_c z_c.
 * @param side +1 for a good response, −1 for a bad one
 * @param pairs responses of a scope; null for all
 */
export function responseModel(
  columns: FeatureColumns,
  side: Int8Array,
  { length, seed }: Pick<ModelInput, 'length' | 'seed'>,
  pairs: ConceptColumns['pairs'],
): PreferenceModel {
  const words = Float64Array.from(length, (l, i) => side[i]! * l)
  const mean = words.reduce((sum, l) => sum + l, 0) / side.length
  // About its mean, length leaves the intercept to mean the average response.
  const byLength = words.map((l, i) => side[i]! * (l - mean))
  const intercept = Float64Array.from(side)

  /** The column of a context's own level; null for all of the data. */
  const levelOf = (scope: string): Float64Array | null => {
    if (scope === OVERALL.id) return null
    const level = new Float64Array(side.length)
    for (const i of pairs(scope)!) level[i] = side[i]!
    return level
  }
  const nuisances = (concepts: readonly Source[], lengthAdjusted: boolean) => [
    ...(lengthAdjusted ? [byLength] : []),
    intercept,
    ...[...new Set(concepts.map(({ scope }) => scope))].flatMap((scope) => levelOf(scope) ?? []),
  ]

  return {
    residuals: false,
    scores(concept) {
      const { z, normalisation } = responseScores(columns, side, concept)
      return { normalisation, z, delta: z.map((value, i) => side[i]! * value) }
    },
    isLength: (delta) => isLength(delta, byLength),
    nuisances,
    /**
     * To suppress, good responses with more than the mean of the concept, to amplify, bad ones; ties as the
     * seed draws.
     */
    changeOrder({ verdict }, { delta }, { dropped }) {
      const sign = signOf(verdict)
      const z = delta.map((value, i) => side[i]! * value)
      return permutation(z.length, random(seed))
        .filter((i) => sign * side[i]! > 0 && z[i]! > 0 && !dropped[i])
        .sort((i, j) => z[j]! - z[i]!)
    },
    fewestChanges({ verdict }, source, { target }, order, { dropped }) {
      const model = [source.delta, ...nuisances([source], !source.isLength)]
      const isEnough = (count: number) => {
        const without = dropped.slice()
        for (const i of order.subarray(0, count)) without[i] = 1
        return signOf(verdict) * (fitBradleyTerry(model, { dropped: without })[0]! - target) <= 1e-9
      }
      // Each response that goes moves the coefficient the same way, so the fewest are found by bisection.
      let [enough, tooFew] = [order.length, -1]
      const reached = isEnough(enough)
      while (reached && enough - tooFew > 1) {
        const middle = (enough + tooFew) >> 1
        if (isEnough(middle)) enough = middle
        else tooFew = middle
      }
      return { pairs: order.slice(0, enough), reached }
    },
  }
}
