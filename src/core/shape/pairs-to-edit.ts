import { permutation, random } from '../random.ts'
import type { PairState } from './preference-model.ts'

/**
 * The pairs whose texts a verdict edits: those with the concept on one of the sides that the protocol looks
 * at; of them as large a share as the strength says, at most all, drawn by the seed.
 * @param sides by pair, the sides that have the concept, as bits
 * @param wanted sides that count, as bits, of a pair that is or is not flipped
 */
export function pairsToEdit(
  strength: number,
  sides: Uint8Array,
  wanted: (isFlipped: boolean) => number,
  { flipped, dropped }: Pick<PairState, 'flipped' | 'dropped'>,
  seed: number,
): Uint32Array {
  const all = new Uint32Array(sides.length)
  let count = 0
  for (let i = 0; i < sides.length; i++) {
    if (!dropped[i] && (sides[i]! & wanted(flipped[i] === 1)) !== 0) all[count++] = i
  }
  if (strength >= 1) return all.slice(0, count)
  const some = permutation(count, random(seed)).subarray(0, Math.round(strength * count))
  return some.map((k) => all[k]!).sort()
}
