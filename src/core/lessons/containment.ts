import type { SentenceTable } from './sentences.ts'

/** A concept is expressed by another where it is present in at least this share of the other's places. */
export const CONTAINED = 0.8
/** …and in at least this much more of them than of all sentences. */
export const ABOVE_BASE = 0.3

export interface Containment {
  /** Share of concept a's occurrences that lie in sentences with concept b. */
  share(a: number, b: number): number
  /**
   * Whether b is present in at least `least` (CONTAINED) of a's places, and ABOVE_BASE above how often it is
   * anywhere.
   */
  contains(b: number, a: number, least?: number): boolean
  /** Sentences with the concept. */
  size(concept: number): number
}

/**
 * How far each concept's places lie inside each other's. Cost: the sum over sentences of (concepts there)².
 */
export function containment({ sentences, sentence, count }: SentenceTable): Containment {
  const concepts = sentence.length
  const bySentence: number[][] = []
  sentence.forEach((places, c) => places.forEach((s) => (bySentence[s] ??= []).push(c)))
  const inside = new Float64Array(concepts * concepts)
  const total = new Float64Array(concepts)
  sentence.forEach((places, a) => {
    places.forEach((s, k) => {
      const occurrences = count[a]![k]!
      total[a]! += occurrences
      for (const b of bySentence[s]!) inside[a * concepts + b]! += occurrences
    })
  })
  const share = (a: number, b: number) => (total[a] === 0 ? 0 : inside[a * concepts + b]! / total[a]!)
  return {
    share,
    contains: (b, a, least = CONTAINED) =>
      share(a, b) >= least && share(a, b) - sentence[b]!.length / sentences >= ABOVE_BASE,
    size: (concept) => sentence[concept]!.length,
  }
}
