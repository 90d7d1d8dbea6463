import type { Range, Words } from './words.ts'

/**
 * Where in a response a phrase counts: anywhere; as its first word; in its first two sentences; at the start of any
 * sentence; in its last two sentences.
 */
export type Place = 'anywhere' | 'start' | 'opening' | 'sentence' | 'closing'

/**
 * A list of phrases. A phrase is words with spaces between; `a|b` is either, `very?` may be absent, `can_not` is two
 * words, `*` is any one word. A phrase that begins with `-` is an exception: where it matches, nothing else does.
 * Phrases match whole words, never across a clause, commas or not.
 */
export interface PhraseList {
  readonly phrases: readonly string[]
  readonly place: Place
}

interface Node {
  readonly next: Map<string, Node>
  any: Node | null
  /** Lists with a phrase that ends here; an exception of list k is recorded as ~k. */
  readonly ends: number[]
}

/** Phrase lists compiled into one trie over words, so that a text is walked once for all of them. */
export interface Lexicon {
  readonly lists: readonly PhraseList[]
  readonly root: Node
}

const node = (): Node => ({ next: new Map(), any: null, ends: [] })

export function compileLexicon(lists: readonly PhraseList[]): Lexicon {
  const root = node()
  lists.forEach((list, k) => {
    for (const phrase of list.phrases) {
      const exception = phrase.startsWith('-')
      for (const end of addPhrase(root, exception ? phrase.slice(1) : phrase)) {
        const mark = exception ? ~k : k
        if (!end.ends.includes(mark)) end.ends.push(mark)
      }
    }
  })
  return { lists, root }
}

/** Adds a phrase; returns the nodes where it can end. */
function addPhrase(root: Node, phrase: string): Set<Node> {
  let frontier = new Set([root])
  for (const slot of phrase.split(' ')) {
    const optional = slot.endsWith('?')
    const alternatives = (optional ? slot.slice(0, -1) : slot).split('|')
    const after = new Set<Node>(optional ? frontier : [])
    for (const from of frontier) {
      for (const alternative of alternatives) after.add(alternative.split('_').reduce(child, from))
    }
    frontier = after
  }
  frontier.delete(root)
  return frontier
}

function child(from: Node, word: string): Node {
  if (word === '*') return (from.any ??= node())
  let next = from.next.get(word)
  if (next === undefined) from.next.set(word, (next = node()))
  return next
}

/**
 * Matches of every list: leftmost first, the longest at each word, without overlaps within a list. A list without a
 * match has no entry in the map.
 */
export function matchLexicon(lexicon: Lexicon, words: Words): ReadonlyMap<number, readonly Range[]> {
  const { root, lists } = lexicon
  const found = new Map<number, Range[]>()
  // Per list: the first word that is still free.
  const free = new Int32Array(lists.length)
  // Longest match that begins at the current word, by list: the word after it; negative for an exception.
  const longest = new Map<number, number>()
  const count = words.text.length

  const visit = (at: Node, word: number, clause: number): void => {
    for (const mark of at.ends) {
      const list = mark < 0 ? ~mark : mark
      const best = longest.get(list)
      if (best === undefined || word >= Math.abs(best)) longest.set(list, mark < 0 ? -word : word)
    }
    if (word >= count || words.clause[word] !== clause) return
    const next = at.next.get(words.text[word]!)
    if (next !== undefined) visit(next, word + 1, clause)
    if (at.any !== null) visit(at.any, word + 1, clause)
  }

  for (let i = 0; i < count; i++) {
    const first = root.next.get(words.text[i]!)
    if (first === undefined) continue
    visit(first, i + 1, words.clause[i]!)
    for (const [list, after] of longest) {
      if (i < free[list]!) continue
      if (after > 0) {
        if (!isAt(lists[list]!.place, words, i)) continue
        const range: Range = [words.start[i]!, words.end[after - 1]!]
        const ranges = found.get(list)
        if (ranges === undefined) found.set(list, [range])
        else ranges.push(range)
      }
      free[list] = Math.abs(after)
    }
    longest.clear()
  }
  return found
}

function isAt(place: Place, words: Words, i: number): boolean {
  switch (place) {
    case 'anywhere':
      return true
    case 'start':
      return i === 0
    case 'opening':
      return words.sentence[i]! < 2
    case 'sentence':
      return i === 0 || words.sentence[i] !== words.sentence[i - 1]
    case 'closing':
      return words.sentence[i]! >= words.sentences.length - 2
  }
}
