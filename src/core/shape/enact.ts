import type { Calibration, Decision } from './decision.ts'
import { dropCount } from './drop.ts'
import type { Normalisation } from './score.ts'
import { lambdaOf } from './strength.ts'

/** A concept's score on the pairs. */
export interface Scored {
  readonly normalisation: Normalisation
  /** Δz per pair. */
  readonly delta: Float64Array
  readonly isLength: boolean
}

/** Whether the verdict takes pairs out; keep never does. */
export const dropsPairs = (decision: Decision): boolean =>
  decision.protocol === 'drop' && decision.verdict !== 'keep'

/** The decision's own calibration, or what its strength comes to for this reliance. */
export function calibrate(decision: Decision, reliance: number, lengthAdjusted: boolean): Calibration {
  if (decision.calibration) return decision.calibration
  const lambda = lambdaOf(decision.verdict, decision.strength, reliance)
  return { lambda, reliance, target: reliance - lambda, lengthAdjusted }
}

/** Pairs that a verdict drops, in turn with the ones before it. */
export interface Dropped {
  /** 1 where the pair is dropped, by this verdict or one before it. */
  readonly dropped: Uint8Array
  readonly count: number
  readonly reached: boolean
}

/**
 * Drops pairs until the coefficient of Δz is at the calibration's target. To amplify is to suppress the
 * concept's opposite: everything is mirrored.
 * @param order pairs with Δz > 0 (suppress) or Δz < 0 (amplify), first to go first
 * @param dropped pairs already dropped; not changed
 */
export function dropPairs(
  decision: Decision,
  calibration: Calibration,
  delta: Float64Array,
  length: Float64Array,
  order: Uint32Array,
  dropped: Uint8Array,
): Dropped {
  if (calibration.lambda === 0) return { dropped, count: 0, reached: true }
  const sign = decision.verdict === 'suppress' ? 1 : -1
  const candidates = order.filter((i) => !dropped[i])
  const { count, reached } = dropCount({
    delta: sign > 0 ? delta : delta.map((value) => -value),
    length: calibration.lengthAdjusted ? length : null,
    candidates,
    dropped,
    target: sign * calibration.target,
  })
  const after = dropped.slice()
  for (let k = 0; k < count; k++) after[candidates[k]!] = 1
  return { dropped: after, count, reached }
}

/**
 * Adds λ·Δz to every pair's offset.
 * @returns how many pairs that are not dropped it touches
 */
export function addOffsets(
  total: Float64Array,
  lambda: number,
  delta: Float64Array,
  dropped: Uint8Array,
): number {
  let touched = 0
  if (lambda === 0) return touched
  for (let i = 0; i < total.length; i++) {
    if (delta[i] === 0) continue
    total[i]! += lambda * delta[i]!
    if (!dropped[i]) touched++
  }
  return touched
}
