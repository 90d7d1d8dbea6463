import type { PairTable } from '../pairs.ts'
import { hashText, mix } from '../stats/hash.ts'

/**
 * An order of the pairs that depends on their texts only, so that what is drawn at random is the same however the rows
 * are sorted and whichever side is called chosen.
 */
export function contentOrder(pairs: PairTable): Uint32Array {
  const key = Uint32Array.from(pairs.prompt, (prompt, i) =>
    mix(hashText(prompt), (hashText(pairs.chosen[i]!) ^ hashText(pairs.rejected[i]!)) >>> 0),
  )
  return Uint32Array.from(key.keys()).sort((a, b) => key[a]! - key[b]!)
}
