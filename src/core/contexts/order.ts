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

/** A key of 32 bits and an item below this fit the 53 bits of an exact integer. */
const MOST_PACKED = 2 ** 21

/**
 * The given items sorted by key, then by number. Each is packed into one exact integer where there are few
 * enough, since a typed array of numbers sorts ten times faster than with a comparator.
 * @param key 32 bits per item, of all items
 */
export function sortedBy(key: Uint32Array, items: Uint32Array): Uint32Array {
  const { length } = key
  if (length > MOST_PACKED) return items.slice().sort((a, b) => key[a]! - key[b]! || a - b)
  const joined = valuesAt(items, (i) => key[i]! * length + i).sort()
  return Uint32Array.from(joined, (one) => one % length)
}
