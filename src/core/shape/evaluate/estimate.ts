import { assignFolds, rowsInFold, sampleOf } from '../../stats/sample.ts'
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

/** As in the proof: a head on fewer pairs relies on everything less. */
const FOLDS = 5

/**
 * A preview of the proof: the two heads of its first fold, asked how much they rely on each decided
 * concept. All decisions are in force together, so a decision shows what the others do to it. It has no
 * accuracy and no intervals.
 */
export function estimateShaping(input: EvaluationInput, seed: number): Estimated[] {
  const { pairs } = input
  const stand = evaluationSetup(input)
  const all = Uint32Array.from(pairs.row.keys())
  const fold = assignFolds(sampleOf(pairs), FOLDS, seed)
  const rows = rowsInFold(fold, (part) => part !== 0)
  const kappa = choosePenalty(stand.before.features, all)
  const before = refit(stand.before, rows, kappa)
  const after = refit(stand.after, rows, kappa)
  return stand.decided.flatMap(({ concept, effect }): Estimated[] => {
    const v = effect(all)
    return v ? [{ concept: concept.id, before: before.effect(v), after: after.effect(v) }] : []
  })
}
