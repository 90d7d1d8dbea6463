import { permutation, random } from '../random.ts'
import type { Calibration, Decision } from './decision.ts'
import { dropCount } from './drop.ts'
import { pick } from '../indices.ts'
import { CHOSEN, REJECTED } from './presence.ts'
import { lambdaOf, signOf } from './strength.ts'

/** Whether the verdict takes pairs out or exchanges their sides; keep never does. */
export const changesPairs = ({ protocol, verdict }: Decision): boolean =>
  (protocol === 'drop' || protocol === 'relabel') && verdict !== 'keep'

/** Whether the verdict is enacted on texts, pair by pair: they can only suppress. */
export const editsTexts = ({ protocol, verdict }: Decision): boolean =>
  (protocol === 'rewrite' || protocol === 'mask' || protocol === 'inoculate') && verdict === 'suppress'

/** Whether the verdict has a part in the reward head that λ is worked out on: it sets offsets, or holds a concept. */
export const setsOffsets = ({ protocol, verdict }: Decision): boolean =>
  protocol === 'offsets' || verdict === 'keep'

/**
 * What a strength comes to for this reliance: the coefficient goes from b to b − λ.
 * @param hidden what a head that sees more relies on beyond b, which λ is to undo with it
 */
export function calibrate(
  { verdict, strength }: Decision,
  reliance: number,
  rest: Omit<Calibration, 'lambda' | 'reliance' | 'target'>,
  hidden = 0,
): Calibration {
  const lambda = lambdaOf(verdict, strength, reliance + hidden)
  return { lambda, reliance, target: reliance - lambda, ...rest }
}

/** What chooses the pairs of a drop or a relabelling. */
export interface PairProblem {
  /** Δz and Δlog length per pair, of the pairs as they stand: flipped ones negated. */
  readonly delta: Float64Array
  readonly length: Float64Array
  /** Pairs already dropped. */
  readonly dropped: Uint8Array
  /** Pairs with Δz > 0 (suppress) or Δz < 0 (amplify), first to go first. */
  readonly order: Uint32Array
}

/**
 * The pairs to drop or to flip so that the coefficient of Δz is at the calibration's target. To amplify is to suppress
 * the concept's opposite: everything is mirrored.
 */
export function pairsToChange(
  decision: Decision,
  { lambda, target, lengthAdjusted }: Calibration,
  { delta, length, dropped, order }: PairProblem,
): { readonly pairs: Uint32Array; readonly reached: boolean } {
  if (lambda === 0) return { pairs: new Uint32Array(0), reached: true }
  const sign = signOf(decision.verdict)
  const candidates = pick(order, (i) => !dropped[i])
  const { count, reached } = dropCount({
    delta: sign > 0 ? delta : delta.map((value) => -value),
    length: lengthAdjusted ? length : null,
    candidates,
    dropped,
    target: sign * target,
    flip: decision.protocol === 'relabel',
  })
  return { pairs: candidates.slice(0, count), reached }
}

/**
 * The pairs whose texts a verdict edits: those with the concept in a response (to inoculate: in the one that is
 * learned); of them as large a share as its strength says, at most all, drawn by the seed.
 */
export function pairsToEdit(
  { protocol, strength }: Decision,
  sides: Uint8Array,
  flipped: Uint8Array,
  dropped: Uint8Array,
  seed: number,
): Uint32Array {
  const all = new Uint32Array(sides.length)
  let count = 0
  for (let i = 0; i < sides.length; i++) {
    const learned = flipped[i] ? REJECTED : CHOSEN
    const wanted = protocol === 'inoculate' ? learned : CHOSEN | REJECTED
    if (!dropped[i] && (sides[i]! & wanted) !== 0) all[count++] = i
  }
  if (strength >= 1) return all.slice(0, count)
  const some = permutation(count, random(seed)).subarray(0, Math.round(strength * count))
  return some.map((k) => all[k]!).sort()
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
