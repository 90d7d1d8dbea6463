import { TextView } from '../surface/view.ts'

/** The n-grams of one length with enough support. */
export interface Level {
  readonly words: number
  /** Per n-gram: the words, folded. */
  readonly text: readonly string[]
  /** Per n-gram: the number of texts that it occurs in. */
  readonly support: readonly number[]
  /** Per n-gram: the (n − 1)-grams of the level before that begin and end it; empty at the first level. */
  readonly prefix: readonly number[]
  readonly suffix: readonly number[]
}

/** All words of the texts in one column; a 0 marks every clause border. */
interface Corpus {
  /** Word ids from 1. */
  readonly word: Int32Array
  /** The text that a position belongs to. */
  readonly textPtr: Uint32Array
  /** By id − 1. */
  readonly vocabulary: readonly string[]
}

function corpus(texts: readonly string[]): Corpus {
  const ids = new Map<string, number>()
  const textPtr = new Uint32Array(texts.length + 1)
  let word = new Int32Array(1 << 16)
  let length = 0
  texts.forEach((text, t) => {
    const { words } = new TextView(text)
    const count = words.text.length
    while (length + 2 * count + 1 > word.length) {
      const grown = new Int32Array(2 * word.length)
      grown.set(word)
      word = grown
    }
    for (let i = 0; i < count; i++) {
      if (i > 0 && words.clause[i] !== words.clause[i - 1]) word[length++] = 0
      const folded = words.text[i]!
      let id = ids.get(folded)
      if (id === undefined) ids.set(folded, (id = ids.size + 1))
      word[length++] = id
    }
    word[length++] = 0
    textPtr[t + 1] = length
  })
  return { word: word.subarray(0, length), textPtr, vocabulary: [...ids.keys()] }
}

/**
 * All n-grams of up to `longest` words that occur in at least `support` texts, by length (Apriori, Agrawal
 * and Srikant 1994: an n-gram has enough support only where its two (n − 1)-grams have). Cost and memory are
 * linear in the texts' length.
 */
export function frequentNgrams(texts: readonly string[], longest: number, support: number): Level[] {
  const { word, textPtr, vocabulary } = corpus(texts)
  // The frequent n-gram of the current level that begins at each position; −1 where there is none.
  const at = new Int32Array(word.length)
  const levels: Level[] = []
  let before: Level | null = null

  for (let n = 1; n <= longest; n++) {
    const stride: number = before?.text.length ?? 0
    const slots = new Map<number, number>()
    const keys: number[] = []
    const count: number[] = []
    const lastText: number[] = []
    for (let t = 0; t < texts.length; t++) {
      const end = textPtr[t + 1]!
      for (let p = textPtr[t]!; p < end; p++) {
        // A text ends with a border, so p + 1 is still inside it wherever at[p] is a word.
        const key = n === 1 ? word[p]! - 1 : joinKey(at[p]!, p + 1 < end ? at[p + 1]! : -1, stride)
        if (key < 0) {
          at[p] = -1
          continue
        }
        let slot = slots.get(key)
        if (slot === undefined) {
          slots.set(key, (slot = keys.length))
          keys.push(key)
          count.push(0)
          lastText.push(-1)
        }
        if (lastText[slot] !== t) {
          lastText[slot] = t
          count[slot]!++
        }
        at[p] = slot
      }
    }
    const { level, renumbered } = frequent({ words: n, keys, count }, support, before, vocabulary)
    for (let p = 0; p < at.length; p++) if (at[p]! >= 0) at[p] = renumbered[at[p]!]!
    levels.push(level)
    before = level
  }
  return levels
}

/** The n-grams of one length that occur: their keys, and the number of texts of each. */
interface Candidates {
  readonly words: number
  readonly keys: readonly number[]
  readonly count: readonly number[]
}

/**
 * Keeps the candidates with enough support.
 * @returns renumbered their numbers in the level, −1 for the others
 */
function frequent(
  { words, keys, count }: Candidates,
  support: number,
  before: Level | null,
  vocabulary: readonly string[],
): { level: Level; renumbered: Int32Array } {
  const renumbered = new Int32Array(keys.length).fill(-1)
  const level = {
    words,
    text: [] as string[],
    support: [] as number[],
    prefix: [] as number[],
    suffix: [] as number[],
  }
  keys.forEach((key, slot) => {
    if (count[slot]! < support) return
    renumbered[slot] = level.text.length
    level.support.push(count[slot]!)
    if (before === null) {
      level.text.push(vocabulary[key]!)
      return
    }
    const stride = before.text.length
    const prefix = Math.floor(key / stride)
    const suffix = key % stride
    const tail = before.text[suffix]!
    level.text.push(`${before.text[prefix]!} ${tail.slice(tail.lastIndexOf(' ') + 1)}`)
    level.prefix.push(prefix)
    level.suffix.push(suffix)
  })
  return { level, renumbered }
}

/** One number for an n-gram from the (n − 1)-grams that begin and end it; −1 where either is not frequent. */
const joinKey = (prefix: number, suffix: number, stride: number): number =>
  prefix < 0 || suffix < 0 ? -1 : prefix * stride + suffix
