import type { FullFeatureHead } from './controls.ts'
import type { Calibration, Decision, ShapedVerdict } from './decision.ts'
import type { Memo } from './memo.ts'
import { orient } from './orient.ts'
import type { PairState, PreferenceModel } from './preference-model.ts'
import { fitBradleyTerry } from './reliance.ts'
import type { Source, ConceptColumns } from './concept-columns.ts'
import { lambdaOf } from './strength.ts'

export type { PairState }

/** What every step of a shaping works with. */
export interface ShapingContext {
  readonly model: PreferenceModel
  readonly sources: ConceptColumns
  readonly memo: Memo
  readonly length: Float64Array
  readonly row: Uint32Array
  readonly seed: number
  readonly controls: FullFeatureHead | null
}

/** A column of the pairs as they are now: negated where chosen and rejected are exchanged. */
export const orientColumn = (
  { memo }: ShapingContext,
  name: string,
  column: Float64Array,
  state: PairState,
): Float64Array => orient(memo, name, column, state)

/**
 * What a strength comes to for this reliance: the coefficient goes from b to b − λ.
 * @param hidden what a head that sees more relies on beyond b, which λ is to undo with it
 */
export function calibrate(
  decision: Decision,
  reliance: number,
  rest: Omit<Calibration, 'lambda' | 'reliance' | 'target'>,
  hidden = 0,
): Calibration {
  const lambda = lambdaOf(decision, reliance + hidden)
  return { lambda, reliance, target: reliance - lambda, ...rest }
}

/**
 * The decision's own calibration, or what its strength comes to on the pairs as they are now, with length
 * held fixed. What is dropped is to move the reliance of a head that sees every feature: the strength is a
 * share of that one's. A flip exchanges the other features of a pair, too, and needs no more than the
 * reliance beside length.
 */
export function calibrationOf(
  { model, memo, controls }: ShapingContext,
  decision: Decision,
  source: Source,
  { dropped, flipped, history }: PairState,
): Calibration {
  if (decision.calibration) return decision.calibration
  const { key, delta, isLength, residual } = source
  const columns = [delta, ...model.nuisances([source], !isLength)]
  const reliance = memo.get(
    `reliance ${history} ${key}`,
    () => fitBradleyTerry(columns, { dropped, flipped })[0]!,
  )
  const hidden =
    controls && decision.protocol === 'drop'
      ? memo.get(`adjustment ${key}`, () => controls.adjustment([source], !isLength))[0]!
      : 0
  return calibrate(decision, reliance, { lengthAdjusted: !isLength, weight: null, residual }, hidden)
}

/** A verdict that has done nothing yet. */
export const untouched = (
  verdict: Decision,
  { normalisation }: Source,
  calibration: Calibration,
): ShapedVerdict => ({
  verdict,
  normalisation,
  calibration,
  touched: 0,
  dropped: 0,
  reached: true,
  pairs: new Uint32Array(0),
})
