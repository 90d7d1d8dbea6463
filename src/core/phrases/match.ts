import type { Words } from '../surface/words.ts'

interface Node {
  readonly next: Map<string, Node>
  /** The phrase that ends here; −1 for none. */
  phrase: number
}

/** Phrases as a trie over words, so that one pass over a text finds all of them. */
export type PhraseTrie = Node

const node = (): Node => ({ next: new Map(), phrase: -1 })

/** @param phrases folded words with single spaces between, as `minePhrases` returns them */
export function phraseTrie(phrases: readonly string[]): PhraseTrie {
  const root = node()
  phrases.forEach((phrase, id) => {
    let at = root
    for (const word of phrase.split(' ')) {
      let next = at.next.get(word)
      if (next === undefined) at.next.set(word, (next = node()))
      at = next
    }
    at.phrase = id
  })
  return root
}

/** Calls `visit` with every occurrence, overlaps included: words from .. to − 1, all in one clause. */
export function eachOccurrence(
  trie: PhraseTrie,
  words: Words,
  visit: (phrase: number, from: number, to: number) => void,
): void {
  const { text, clause } = words
  for (let from = 0; from < text.length; from++) {
    let at = trie.next.get(text[from]!)
    for (let to = from + 1; at !== undefined; to++) {
      if (at.phrase >= 0) visit(at.phrase, from, to)
      if (clause[to] !== clause[from]) break
      at = at.next.get(text[to]!)
    }
  }
}
