import type { FullFeatureHead } from './controls.ts'
import type { Calibration, Decision, ShapedVerdict } from './decision.ts'
import { calibrate } from './enact.ts'
import type { Memo } from './memo.ts'
import { fitBradleyTerry } from './reliance.ts'
import type { Source, ConceptColumns } from './concept-columns.ts'

/** The pairs as the verdicts enacted so far left them. */
export interface PairState {
  readonly dropped: Uint8Array
  readonly flipped: Uint8Array
  /** Names what was done to them: equal histories, equal pairs. */
  readonly history: string
}

/** What every step of a shaping works with. */
export interface ShapingContext {
  readonly sources: ConceptColumns
  readonly memo: Memo
  readonly length: Float64Array
  readonly row: Uint32Array
  readonly seed: number
  readonly controls: FullFeatureHead | null
}

/** A column of the pairs as they stand: flipped pairs have it negated. */
export function orientColumn(
  { memo }: ShapingContext,
  name: string,
  column: Float64Array,
  { flipped, history }: PairState,
): Float64Array {
  if (!flipped.includes(1)) return column
  return memo.get(`standing ${history} ${name}`, () => column.map((x, i) => (flipped[i] ? -x : x)))
}

/**
 * The decision's own calibration, or what its strength comes to on the pairs as they stand, with length held fixed. What
 * is dropped is to move the reliance of a head that sees every feature: the strength is a share of that one's. A flip turns the
 * other features of a pair, too, and needs no more than the reliance beside length.
 */
export function calibrationOf(
  { memo, length, controls }: ShapingContext,
  decision: Decision,
  source: Source,
  { dropped, flipped, history }: PairState,
): Calibration {
  if (decision.calibration) return decision.calibration
  const { key, delta, isLength, residual } = source
  const columns = isLength ? [delta] : [delta, length]
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
