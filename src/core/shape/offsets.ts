import type { Calibration, Decision, ShapedVerdict, WeightPart } from './decision.ts'
import { addOffsets } from './enact.ts'
import { fitBradleyTerry } from './reliance.ts'
import type { Source } from './concept-columns.ts'
import { neutralisingLambda, lambdaOf } from './strength.ts'
import { type PairState, untouched, type ShapingContext } from './shaping-step.ts'
import type { Reweighting } from './reweight.ts'

/** What a head that sees all of some concepts at once relies on each for, and the λ that explains it away. */
interface JointReliance {
  readonly reliance: Float64Array
  readonly away: Float64Array
  readonly lengthAdjusted: boolean
}

/**
 * Sets the offsets of some decisions together: each concept's reliance is its coefficient in one head that has them
 * all, length, and (by `Controls`) the other features. A kept concept has a column in it and no offset, so that
 * nothing of it is explained away with the others.
 */
export function setOffsets(
  bench: ShapingContext,
  decisions: readonly Decision[],
  sources: readonly Source[],
  at: PairState & { readonly weights: Float64Array },
  parts: Reweighting['parts'],
): { readonly offsets: Float64Array; readonly shaped: readonly ShapedVerdict[] } {
  const offsets = new Float64Array(bench.length.length)
  const stored = decisions.every((decision) => decision.calibration)
  const joint = stored ? null : jointReliance(bench, sources, at)
  const shaped = decisions.map((decision, c) => {
    const source = sources[c]!
    const calibration =
      decision.calibration ?? jointCalibration(decision, source, joint!, c, parts.get(decision) ?? null)
    const touched = addOffsets(offsets, calibration.lambda, source.delta, at.dropped)
    return { ...untouched(decision, source, calibration), touched }
  })
  return { offsets, shaped }
}

function jointCalibration(
  { verdict, strength }: Decision,
  { residual }: Source,
  { reliance, away, lengthAdjusted }: JointReliance,
  c: number,
  weight: WeightPart | null,
): Calibration {
  return {
    lambda: lambdaOf(verdict, strength, away[c]!),
    reliance: reliance[c]!,
    target: reliance[c]! - lambdaOf(verdict, strength, reliance[c]!),
    lengthAdjusted,
    weight,
    residual,
  }
}

function jointReliance(
  { memo, length, controls }: ShapingContext,
  sources: readonly Source[],
  { dropped, flipped, weights, history }: PairState & { readonly weights: Float64Array },
): JointReliance {
  const lengthAdjusted = !sources.some((source) => source.isLength)
  const deltas = sources.map((source) => source.delta)
  const keys = sources.map((source) => source.key).join()
  const adjustment = memo.get(`adjustment ${keys}`, () =>
    controls && deltas.length > 0
      ? controls.adjustment(sources, lengthAdjusted)
      : new Float64Array(deltas.length),
  )
  return memo.get(`joint ${history} ${keys}`, () => {
    const columns = lengthAdjusted ? [...deltas, length] : deltas
    const options = { dropped, flipped, weights }
    const b = fitBradleyTerry(columns, options)
    const away = neutralisingLambda(columns, deltas.length, b, options)
    return {
      reliance: adjustment.map((a, c) => a + b[c]!),
      away: adjustment.map((a, c) => a + away[c]!),
      lengthAdjusted,
    }
  })
}
