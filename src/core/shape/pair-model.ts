import type { FeatureColumns } from '../activations.ts'
import { pick } from '../indices.ts'
import type { Source } from './concept-columns.ts'
import { dropCount, dropOrder, flipOrder } from './drop-count.ts'
import { orient } from './orient.ts'
import type { ModelInput, PairState, PreferenceModel } from './preference-model.ts'
import { fitBradleyTerry } from './reliance.ts'
import { conceptScores, pairDifference } from './score.ts'
import { isLength, signOf } from './strength.ts'

/** Pairs: P(chosen) = σ(Σ_c b_c Δz_c + γ·Δlog length). */
export function pairModel(
  columns: FeatureColumns,
  { length, seed, memo, controls }: ModelInput,
): PreferenceModel {
  const oriented = (name: string, column: Float64Array, at: PairState) => orient(memo, name, column, at)

  /** Log-odds of some pairs' labels as they are now, by all that is not the concept. */
  const everythingElse = (source: Source, name: string, at: PairState, pairs: Uint32Array): Float64Array => {
    if (controls) return oriented(`else ${name}`, controls.without(source, !source.isLength, pairs), at)
    if (source.isLength) return new Float64Array(length.length)
    const [, gamma] = fitBradleyTerry([source.delta, length], at)
    return oriented('length', length, at).map((l) => gamma! * l)
  }

  return {
    residuals: true,
    scores(concept) {
      const { mean, sd, z } = conceptScores(columns, concept, concept.normalisation)
      return { normalisation: { mean, sd }, z, delta: pairDifference(z) }
    },
    isLength: (_, inScope) => isLength(inScope, length),
    nuisances: (_, lengthAdjusted) => (lengthAdjusted ? [length] : []),
    changeOrder({ protocol, verdict }, source, at) {
      const delta = oriented(source.key, source.delta, at)
      if (protocol !== 'relabel') return dropOrder(delta, verdict, seed)
      const name = JSON.stringify([source.key, protocol, verdict])
      return flipOrder(delta, verdict, seed, (pairs) => everythingElse(source, name, at, pairs))
    },
    fewestChanges({ protocol, verdict }, source, { target, lengthAdjusted }, order, at) {
      // To amplify is to suppress the concept's opposite: everything is mirrored.
      const sign = signOf(verdict)
      const delta = oriented(source.key, source.delta, at)
      const candidates = pick(order, (i) => !at.dropped[i])
      const { count, reached } = dropCount({
        delta: sign > 0 ? delta : delta.map((value) => -value),
        length: lengthAdjusted ? oriented('length', length, at) : null,
        candidates,
        dropped: at.dropped,
        target: sign * target,
        flip: protocol === 'relabel',
      })
      return { pairs: candidates.slice(0, count), reached }
    },
  }
}
