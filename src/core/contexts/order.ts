import { valuesAt } from '../indices.ts'
import type { PairTable } from '../pairs.ts'
import { hashText, mix } from '../stats/hash.ts'

const known = new WeakMap<PairTable, Uint32Array>()

/** A hash of each pair's texts, the same whichever side is called chosen. */
export function contentKeys(pairs: PairTable): Uint32Array {
  let key = known.get(pairs)
  if (!key) {
    const { prompt, chosen, rejected } = pairs
    key = Uint32Array.from(prompt, (text, i) =>
      mix(hashText(text), (hashText(chosen[i]!) ^ hashText(rejected[i]!)) >>> 0),
    )
    known.set(pairs, key)
  }
  return key
}

/**
 * An order of the pairs that depends only on their texts, so that random draws depend neither on the order of
 * rows nor on which side is chosen.
 * @param key contentKeys of the pairs
 */
export const contentOrder = (key: Uint32Array): Uint32Array => sortedBy(key, Uint32Array.from(key.keys()))

/**
 * The given items sorted by key, then by number. Each is packed into one number, since a typed array of
 * numbers sorts ten times faster than with a comparator.
 * @param key per item, of all items: at most 2²¹
 */
export function sortedBy(key: Uint32Array, items: Uint32Array): Uint32Array {
  const { length } = key
  const joined = valuesAt(items, (i) => key[i]! * length + i).sort()
  return Uint32Array.from(joined, (one) => one % length)
}
