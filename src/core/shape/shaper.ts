import type { FeatureColumns } from '../activations.ts'
import type { Decision, ShapedVerdict, Shaping } from './decision.ts'
import { dropOrder } from './drop.ts'
import { addOffsets, calibrate, dropPairs, dropsPairs, type Scored } from './enact.ts'
import { createMemo } from './memo.ts'
import { fitReliance } from './reliance.ts'
import { conceptScores, type Normalisation, pairDifference, type ScoredFeatures } from './score.ts'
import { isLength } from './strength.ts'

export interface ShapeInput {
  /** Features over response spans (2i chosen, 2i + 1 rejected). */
  readonly columns: FeatureColumns
  /** Δlog length per pair, chosen − rejected. */
  readonly length: Float64Array
  /** What the concept's score is made of, with its normalisation where one is stored; undefined when unknown. */
  scored(concept: string): (ScoredFeatures & { readonly normalisation?: Normalisation }) | undefined
  /** Decides between pairs that explain equally much which is dropped first. */
  readonly seed: number
}

/** Enacts verdicts on one dataset; it remembers its last turn, so that one changed verdict is cheap. */
export interface Shaper {
  /**
   * Drops first, in the order of the verdicts, each measured on the pairs that the ones before it left; then offsets,
   * calibrated on the pairs that remain, jointly over all offset and kept concepts (and length).
   * @throws RangeError for a concept or a scope that it does not know
   */
  shape(decisions: readonly Decision[]): Shaping
}

export function createShaper({ columns, length, scored, seed }: ShapeInput): Shaper {
  const memo = createMemo()

  const scoreOf = (concept: string): Scored =>
    memo.get(`score ${concept}`, () => {
      const parts = scored(concept)
      if (!parts) throw new RangeError(`unknown concept ${concept}`)
      const { mean, sd, z } = conceptScores(columns, parts, parts.normalisation)
      const delta = pairDifference(z)
      return { normalisation: { mean, sd }, delta, isLength: isLength(delta, length) }
    })

  /** Reliance on one concept, with length, on the pairs left after `history`. */
  const relianceOn = (concept: string, dropped: Uint8Array, history: string): number =>
    memo.get(`reliance ${history} ${concept}`, () => {
      const { delta, isLength } = scoreOf(concept)
      return fitReliance(isLength ? [delta] : [delta, length], { dropped })[0]!
    })

  const shapedDrop = (decision: Decision, dropped: Uint8Array, history: string) => {
    const { concept, verdict, strength } = decision
    const { delta, normalisation, isLength } = scoreOf(concept)
    const reliance = decision.calibration?.reliance ?? relianceOn(concept, dropped, history)
    const calibration = calibrate(decision, reliance, !isLength)
    const order = memo.get(`order ${concept} ${verdict}`, () => dropOrder(delta, verdict, seed))
    const next = `${history} ${JSON.stringify([concept, verdict, strength, calibration.target])}`
    const { count, reached, ...after } = memo.get(`drop ${next}`, () =>
      dropPairs(decision, calibration, delta, length, order, dropped),
    )
    const shaped: ShapedVerdict = {
      verdict: decision,
      normalisation,
      calibration,
      touched: count,
      dropped: count,
      reached,
    }
    return { shaped, dropped: after.dropped, history: next }
  }

  /** Joint reliance on the concepts, with length unless one of them is length, on the pairs left after `history`. */
  const jointReliance = (concepts: readonly string[], dropped: Uint8Array, history: string) => {
    const scores = concepts.map(scoreOf)
    const lengthAdjusted = !scores.some((entry) => entry.isLength)
    const deltas = scores.map((entry) => entry.delta)
    const fit = memo.get(`joint ${history} ${JSON.stringify(concepts)}`, () =>
      fitReliance(lengthAdjusted ? [...deltas, length] : deltas, { dropped }),
    )
    return { fit, lengthAdjusted }
  }

  return {
    shape(decisions) {
      memo.turn()
      const stray = decisions.find((decision) => decision.scope !== 'overall')
      if (stray) throw new RangeError(`unknown scope ${stray.scope}`)
      const shaped = new Map<Decision, ShapedVerdict>()

      let dropped: Uint8Array = new Uint8Array(length.length)
      let history = ''
      for (const decision of decisions.filter(dropsPairs)) {
        const step = shapedDrop(decision, dropped, history)
        shaped.set(decision, step.shaped)
        ;({ dropped, history } = step)
      }

      const offsets = new Float64Array(length.length)
      const rest = decisions.filter((decision) => !dropsPairs(decision))
      const concepts = rest.map((decision) => decision.concept)
      const stored = rest.every((decision) => decision.calibration)
      const joint = stored ? null : jointReliance(concepts, dropped, history)
      rest.forEach((decision, c) => {
        const { delta, normalisation } = scoreOf(decision.concept)
        const calibration = decision.calibration ?? calibrate(decision, joint!.fit[c]!, joint!.lengthAdjusted)
        const touched = addOffsets(offsets, calibration.lambda, delta, dropped)
        shaped.set(decision, {
          verdict: decision,
          normalisation,
          calibration,
          touched,
          dropped: 0,
          reached: true,
        })
      })
      return {
        offsets,
        dropped,
        length,
        seed,
        droppedCount: dropped.reduce((sum, flag) => sum + flag, 0),
        verdicts: decisions.map((decision) => shaped.get(decision)!),
      }
    },
  }
}
