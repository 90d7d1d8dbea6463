import type { PairTable } from '../pairs.ts'

/** Rows between two reports of progress. */
const STEP = 4096

/** Finds a text in any case, white space of any kind alike. Faster than lowering the case of every text. */
export const searchPattern = (text: string): RegExp =>
  new RegExp(
    text
      .trim()
      .replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')
      .replace(/\s+/g, '\\s+'),
    'i',
  )

/**
 * Which pairs have a text in their prompt or one of their responses, in any case.
 * @param progress told pairs searched and in all; may throw to give up
 */
export function searchPairs(
  { length, prompt, chosen, rejected }: PairTable,
  text: string,
  progress: (done: number, total: number) => void = () => undefined,
): (pair: number) => boolean {
  const pattern = searchPattern(text)
  const found = new Uint8Array(length)
  for (let pair = 0; pair < length; pair++) {
    if (pair % STEP === 0) progress(pair, length)
    if (pattern.test(chosen[pair]!) || pattern.test(rejected[pair]!) || pattern.test(prompt[pair]!)) {
      found[pair] = 1
    }
  }
  return (pair) => found[pair] === 1
}
