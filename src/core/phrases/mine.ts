import type { Activations } from '../activations.ts'
import type { Concept } from '../concepts/concept.ts'
import { STOP_WORDS } from '../surface/stopwords.ts'
import { phraseActivations } from './activations.ts'
import { frequentNgrams, type Level } from './ngrams.ts'

/** Words in the longest phrase. */
const LONGEST = 4
/** A phrase must occur in this share of the responses, and in this many. */
const LEAST_SHARE = 0.005
const LEAST_RESPONSES = 10
/** A phrase in more than this share of the responses is left out: only its absence is informative. */
const MOST_SHARE = 0.6
/** A phrase is dropped for a longer one that contains it and has at least this share of its support. */
const ABSORBED = 0.95
const MOST_PHRASES = 1500
/** A single letter or digit is no phrase; a single Han or kana character is a word. */
const LONE_CHARACTER = /^[a-z0-9]$/

export interface Phrases {
  /** Folded words with single spaces between; the feature index is the position. */
  readonly phrases: readonly string[]
  /** As written most often. */
  readonly surface: readonly string[]
  readonly activations: Activations
  /** One concept a phrase. @param offset of the phrases in the joint feature space */
  concepts(offset: number): Concept[]
}

/**
 * Finds the phrases of the responses: 1- to 4-grams with enough support (counted once a response), without
 * those that a longer phrase replaces and without lone function words, letters and digits. At most `limit`
 * are kept, those with the highest support × Σ log(responses / responses with the word). The labels are not
 * used, and the order of the responses does not matter.
 */
export function minePhrases(texts: readonly string[], { limit = MOST_PHRASES } = {}): Phrases {
  const least = Math.max(LEAST_RESPONSES, Math.ceil(LEAST_SHARE * texts.length))
  const phrases = select(frequentNgrams(texts, LONGEST, least), texts.length, limit)
  const casings = phrases.map(() => new Map<string, number>())
  const activations = phraseActivations(phrases, texts, (phrase, text, start, end) => {
    // Double spaces or commas inside would split the count of one spelling.
    if (end - start !== phrases[phrase]!.length) return
    const written = text.slice(start, end)
    casings[phrase]!.set(written, (casings[phrase]!.get(written) ?? 0) + 1)
  })
  const surface = phrases.map((phrase, i) => mostFrequent(casings[i]!) ?? phrase)
  return {
    phrases,
    surface,
    activations,
    concepts: (offset) =>
      phrases.map((phrase, i) => ({
        id: `p:${phrase}`,
        label: `“${surface[i]!}”`,
        description: `The response says “${surface[i]!}”, in upper or lower case.`,
        source: 'phrase',
        kind: 'phrase',
        features: Uint32Array.of(offset + i),
        family: null,
        measure: false,
        fidelity: null,
        hidden: false,
      })),
  }
}

/** The phrases to keep, in alphabetical order. */
function select(levels: readonly Level[], responses: number, limit: number): string[] {
  const unigram = new Map(levels[0]!.text.map((word, id) => [word, levels[0]!.support[id]!]))
  const candidates: { text: string; score: number }[] = []
  levels.forEach((level, n) => {
    const absorbed = absorbedBy(level, levels[n + 1])
    level.text.forEach((text, id) => {
      const support = level.support[id]!
      if (
        absorbed[id] ||
        support > MOST_SHARE * responses ||
        (n === 0 && (STOP_WORDS.has(text) || LONE_CHARACTER.test(text)))
      )
        return
      const rarity = text.split(' ').reduce((sum, word) => sum + Math.log(responses / unigram.get(word)!), 0)
      candidates.push({ text, score: support * rarity })
    })
  })
  const byText = (a: string, b: string) => (a < b ? -1 : 1)
  candidates.sort((a, b) => b.score - a.score || byText(a.text, b.text))
  return candidates
    .slice(0, limit)
    .map(({ text }) => text)
    .sort(byText)
}

/** Per n-gram: 1 where a longer one that contains it has at least ABSORBED of its support. */
function absorbedBy(level: Level, longer: Level | undefined): Uint8Array {
  const absorbed = new Uint8Array(level.text.length)
  longer?.support.forEach((support, id) => {
    for (const part of [longer.prefix[id]!, longer.suffix[id]!]) {
      if (support >= ABSORBED * level.support[part]!) absorbed[part] = 1
    }
  })
  return absorbed
}

function mostFrequent(counts: ReadonlyMap<string, number>): string | undefined {
  let best: string | undefined
  for (const [text, count] of counts) {
    const most = best === undefined ? 0 : counts.get(best)!
    if (count > most || (count === most && text < best!)) best = text
  }
  return best
}
