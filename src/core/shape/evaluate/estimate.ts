import { permutation, random } from '../../random.ts'
import { choosePenalty } from '../head.ts'
import { type EvaluationInput, evaluationSetup } from './evaluation-setup.ts'
import { refit } from './refit.ts'

/** What all decisions together do to one of them, by the measure of the proof. */
export interface Estimated {
  readonly concept: string
  /** Reliance, in log-odds, of a head on the data as it came and as it goes. */
  readonly before: number
  readonly after: number
}

/** Pairs that the two heads are fitted on, at most. */
const MOST_PAIRS = 2000

/**
 * A preview of the proof: the same two heads, fitted once each on all pairs, or on a random part of many, and
 * asked how much they rely on each decided concept. All decisions are in force together, so a decision shows
 * what the others do to it. No pairs are held out, so it has no accuracy and no intervals.
 */
export function estimateShaping(input: EvaluationInput, seed: number): Estimated[] {
  const { pairs } = input
  const stand = evaluationSetup(input)
  const rows = permutation(pairs.length, random(seed)).slice(0, MOST_PAIRS).sort()
  const kappa = choosePenalty(stand.before.features, rows)
  const before = refit(stand.before, rows, kappa)
  const after = refit(stand.after, rows, kappa)
  return stand.decided.flatMap(({ concept, effect }): Estimated[] => {
    const v = effect(rows)
    return v ? [{ concept: concept.id, before: before.effect(v), after: after.effect(v) }] : []
  })
}
