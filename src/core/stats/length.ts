import type { PairTable } from '../pairs.ts'

const WHITESPACE = /\s/

/**
 * Words of a text: runs of anything but whitespace.
 * @example
 * wordCount(' two  words\n') // → 2
 */
export function wordCount(text: string): number {
  let words = 0
  let inside = false
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i)
    const space =
      code <= 32 ? code === 32 || (code >= 9 && code <= 13) : code > 127 && WHITESPACE.test(text[i]!)
    if (!space && !inside) words++
    inside = !space
  }
  return words
}

/**
 * ℓ_i = log(words⁺ + 1) − log(words⁻ + 1), by pair.
 * @example
 * lengthDifference({ chosen: ['one two three'], rejected: ['one'] }) // → [Math.log(4 / 2)]
 */
export function lengthDifference(pairs: PairTable): Float64Array {
  // The difference of two logarithms, so that swapping the sides negates the result exactly.
  return Float64Array.from(
    pairs.chosen,
    (chosen, i) => Math.log(wordCount(chosen) + 1) - Math.log(wordCount(pairs.rejected[i]!) + 1),
  )
}
