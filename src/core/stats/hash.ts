/**
 * A 32-bit hash of a text (FNV-1a over UTF-16 units, then mixed).
 * @example
 * hashText('a text') === hashText('a text') // → true
 * hashText('a text') === hashText('a test') // → false
 */
export function hashText(text: string): number {
  let hash = 0x811c9dc5
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193)
  return mix(hash, 0)
}

/**
 * Mixes a key with a seed (MurmurHash3's finaliser): each seed gives an independent-looking 32-bit number.
 * @example
 * mix(7, 1) === mix(7, 2) // → false
 */
export function mix(key: number, seed: number): number {
  let h = (key ^ Math.imul(seed + 1, 0x9e3779b9)) >>> 0
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b)
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35)
  return (h ^ (h >>> 16)) >>> 0
}
