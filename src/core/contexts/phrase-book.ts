import { STOP_WORDS } from '../surface/stopwords.ts'
import { segment } from '../surface/words.ts'

/** Numbers the words and phrases of texts; strings are built only for the few phrases that are shown. */
export interface PhraseBook {
  /** Phrases so far. */
  readonly size: () => number
  /** Starts a new round, in which every phrase is new again. */
  readonly begin: () => void
  /**
   * Calls `see` with each content word of a text, and each pair of adjacent content words, that is new in
   * this round, together with its last word as written.
   */
  readonly read: (text: string, see: (phrase: number, form: number) => void) => void
  /** A phrase, its last word in the singular. */
  readonly folded: (phrase: number) => string
  /** A phrase, its last word as written. */
  readonly written: (phrase: number, form: number) => string
}

/** An empty phrase book. */
export function phraseBook(): PhraseBook {
  const { words, singularOf, number } = wordNumbers()
  /** Phrases by their first word + 1 (0 for none) and their last. */
  const phrases: (Map<number, number> | undefined)[] = []
  /**
   * Per phrase: its first word or −1, the singular of its last, and the round in which it was last reported.
   */
  const before: number[] = []
  const last: number[] = []
  const shown: number[] = []
  let round = 0
  const phraseOf = (first: number, own: number): number => {
    const after = (phrases[first + 1] ??= new Map<number, number>())
    let phrase = after.get(own)
    if (phrase === undefined) {
      after.set(own, (phrase = before.length))
      before.push(first)
      last.push(own)
      shown.push(-1)
    }
    return phrase
  }
  const write = (phrase: number, form: number) =>
    before[phrase]! < 0 ? words[form]! : `${words[before[phrase]!]!} ${words[form]!}`
  return {
    size: () => before.length,
    begin: () => round++,
    read: (text, see) => {
      const { text: word, clause } = segment(text)
      const show = (phrase: number, form: number) => {
        if (shown[phrase] === round) return
        shown[phrase] = round
        see(phrase, form)
      }
      let neighbour = -1
      for (let i = 0; i < word.length; i++) {
        const form = number(word[i]!)
        const own = singularOf[form]!
        if (i > 0 && clause[i] !== clause[i - 1]) neighbour = -1
        if (own >= 0) {
          show(phraseOf(-1, own), form)
          if (neighbour >= 0) show(phraseOf(neighbour, own), form)
        }
        neighbour = own >= 0 ? form : -1
      }
    },
    folded: (phrase) => write(phrase, last[phrase]!),
    written: write,
  }
}

/** Numbers words. `singularOf`: per word, the number of its singular; −1 for a function word. */
function wordNumbers() {
  const words: string[] = []
  const singularOf: number[] = []
  const numberOf = new Map<string, number>()
  const number = (word: string): number => {
    const known = numberOf.get(word)
    if (known !== undefined) return known
    const own = words.push(word) - 1
    numberOf.set(word, own)
    singularOf.push(-1)
    if (word.length > 2 && !STOP_WORDS.has(word) && !/^\d+$/.test(word)) {
      const folded = singular(word)
      singularOf[own] = folded === word ? own : number(folded)
    }
    return own
  }
  return { words, singularOf, number }
}

/** A word without its plural s, approximately: singular and plural give the same result. */
export const singular = (word: string): string =>
  /[^\W\dious_]s$/.test(word) && word.length > 3 ? word.slice(0, -1) : word
