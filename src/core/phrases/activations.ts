import type { Activations } from '../activations.ts'
import { TextView } from '../surface/view.ts'
import { eachOccurrence, phraseTrie } from './match.ts'

/** Called with each occurrence: the phrase, and its characters [start, end) in the text. */
type Observer = (phrase: number, text: string, start: number, end: number) => void

/**
 * Which phrases occur in which texts. A text is one unit: count is 1 where a phrase occurs, max is log(1 +
 * occurrences). On the dataset that the phrases were mined from, the result agrees with the mining.
 */
export function phraseActivations(
  phrases: readonly string[],
  texts: readonly string[],
  observe?: Observer,
): Activations {
  const trie = phraseTrie(phrases)
  const indptr = new Uint32Array(texts.length + 1)
  const feature: number[] = []
  const max: number[] = []
  const occurrences = new Uint32Array(phrases.length)
  texts.forEach((text, span) => {
    const { words } = new TextView(text)
    const here: number[] = []
    eachOccurrence(trie, words, (phrase, from, to) => {
      if (occurrences[phrase]!++ === 0) here.push(phrase)
      observe?.(phrase, text, words.start[from]!, words.end[to - 1]!)
    })
    here.sort((a, b) => a - b)
    for (const phrase of here) {
      feature.push(phrase)
      max.push(Math.log1p(occurrences[phrase]!))
      occurrences[phrase] = 0
    }
    indptr[span + 1] = feature.length
  })
  return {
    spans: texts.length,
    features: phrases.length,
    indptr,
    feature: Uint32Array.from(feature),
    max: Float32Array.from(max),
    count: new Uint32Array(feature.length).fill(1),
    units: new Uint32Array(texts.length).fill(1),
  }
}
