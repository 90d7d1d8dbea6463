import type { Concept } from '../concepts/concept.ts'
import { DETECTORS } from '../surface/detectors.ts'

/** Whether a concept is a style that its detector can cut from a text. */
export const isRewritable = ({ id, source }: Pick<Concept, 'id' | 'source'>): boolean =>
  source === 'surface' && DETECTORS.some((detector) => detector.id === id && detector.rewrite !== undefined)

/**
 * Cutting one style may expose another, so the detectors are repeated, at most this often, until the text
 * stays.
 */
const MOST_PASSES = 5

/**
 * Removes surface styles from a text, by the ids of their detectors; marks before words, as the table has
 * them, so that what a mark is around is still there. @throws RangeError for one that has no rewrite
 */
export function rewriteText(ids: readonly string[], text: string): string {
  const detectors = DETECTORS.filter(({ id }) => ids.includes(id))
  for (let pass = 0; pass < MOST_PASSES; pass++) {
    const before = text
    for (const { id, rewrite } of detectors) {
      if (!rewrite) throw new RangeError(`${id} has no rewrite`)
      text = rewrite(text)
    }
    if (text === before || detectors.length === 1) break
  }
  return text
}
