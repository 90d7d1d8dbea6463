import type { Range, Words } from './words.ts'

/**
 * Where in a response a phrase counts: anywhere; as its first word; in its first two sentences; at the start
 * of any sentence; in its last two sentences.
 */
export type Place = 'anywhere' | 'start' | 'opening' | 'sentence' | 'closing'

/**
 * A list of phrases. A phrase is words with spaces between; `a|b` is either, `very?` may be absent, `can_not`
 * is two words, `*` is any one word, but not the first. A phrase that begins with `^` counts only as the
 * first words of a sentence; one that begins with `-` is an exception: where it matches, nothing else does.
 * Phrases match whole words, never across a clause, commas or not.
 */
export interface PhraseList {
  readonly phrases: readonly string[]
  readonly place: Place
}

/**
 * A list that a phrase belongs to, ~list for an exception; a phrase for the start of a sentence has
 * lists.length added.
 */
type Mark = number

/** A state of the automaton before phrases are merged: after one slot of one phrase. */
interface Node {
  readonly id: number
  readonly next: Map<string, Node[]>
  readonly any: Node[]
  /** The list of the phrase that ends here. */
  end: Mark | null
}

/** A state of the deterministic automaton: what may follow, and which lists have a phrase that ends here. */
interface State {
  readonly next: Map<string, State>
  /** After any word that is not in `next`. */
  any: State | null
  readonly ends: readonly Mark[]
}

/** Phrase lists compiled into one automaton over words, so that one pass over a text matches all of them. */
export interface Lexicon {
  readonly lists: readonly PhraseList[]
  readonly root: State
}

export function compileLexicon(lists: readonly PhraseList[]): Lexicon {
  let nodes = 0
  const node = (): Node => ({ id: nodes++, next: new Map(), any: [], end: null })
  const root = node()
  lists.forEach((list, k) => {
    for (const phrase of list.phrases) {
      const marked = '-^'.includes(phrase[0]!)
      const end = !marked ? k : phrase.startsWith('-') ? ~k : k + lists.length
      addPhrase(root, node, marked ? phrase.slice(1) : phrase, end)
    }
  })
  return { lists, root: determinise([root], new Map()) }
}

/** Adds a phrase as a chain with one node after each slot. */
function addPhrase(root: Node, node: () => Node, phrase: string, end: Mark): void {
  let frontier = [root]
  for (const slot of phrase.split(' ')) {
    const optional = slot.endsWith('?')
    const after = node()
    for (const alternative of (optional ? slot.slice(0, -1) : slot).split('|')) {
      const words = alternative.split('_')
      const last = words.pop()!
      for (const from of frontier)
        link(
          words.reduce((at, word) => link(at, word, node()), from),
          last,
          after,
        )
    }
    frontier = optional ? [...frontier, after] : [after]
  }
  for (const last of frontier) if (last !== root) last.end = end
}

function link(from: Node, word: string, to: Node): Node {
  const next = word === '*' ? from.any : from.next.get(word)
  if (next === undefined) from.next.set(word, [to])
  else next.push(to)
  return to
}

/** Subset construction: the deterministic state for this set of nodes. */
function determinise(nodes: readonly Node[], states: Map<string, State>): State {
  const distinct = [...new Set(nodes)].sort((a, b) => a.id - b.id)
  const key = distinct.map(({ id }) => id).join(' ')
  const known = states.get(key)
  if (known !== undefined) return known
  const ends = [...new Set(distinct.flatMap(({ end }) => end ?? []))]
  const state: State = { next: new Map(), any: null, ends }
  states.set(key, state)
  const any = distinct.flatMap((from) => from.any)
  if (any.length > 0) state.any = determinise(any, states)
  const following = new Map<string, Node[]>()
  for (const from of distinct) {
    for (const [word, to] of from.next) following.set(word, [...(following.get(word) ?? any), ...to])
  }
  for (const [word, to] of following) state.next.set(word, determinise(to, states))
  return state
}

/**
 * Matches of every list: leftmost first, the longest at each word, without overlaps within a list. A list
 * without a match has no entry in the map.
 */
export function matchLexicon(lexicon: Lexicon, words: Words): ReadonlyMap<number, readonly Range[]> {
  const { root, lists } = lexicon
  const found = new Map<number, Range[]>()
  // Per list: the first word that is still free.
  const free = new Int32Array(lists.length)
  // Per list: the word after the longest match that begins at the current word, negative for an exception, or
  // 0.
  const longest = new Int32Array(lists.length)
  const matched: number[] = []
  const count = words.text.length

  for (let i = 0; i < count; i++) {
    let state: State | null = root.next.get(words.text[i]!) ?? null
    for (let after = i + 1; state !== null; after++) {
      for (const mark of state.ends) {
        if (mark >= lists.length && !isAt('sentence', words, i)) continue
        const list = mark < 0 ? ~mark : mark % lists.length
        if (longest[list] === 0) matched.push(list)
        longest[list] = mark < 0 || longest[list] === -after ? -after : after
      }
      if (words.clause[after] !== words.clause[i]) break
      state = state.next.get(words.text[after]!) ?? state.any
    }
    for (const list of matched) {
      const after = longest[list]!
      longest[list] = 0
      if (i < free[list]! || (after > 0 && !isAt(lists[list]!.place, words, i))) continue
      free[list] = Math.abs(after)
      if (after < 0) continue
      const range: Range = [words.start[i]!, words.end[after - 1]!]
      const ranges = found.get(list)
      if (ranges === undefined) found.set(list, [range])
      else ranges.push(range)
    }
    matched.length = 0
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
