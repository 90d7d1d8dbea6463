import type { PairTable } from '../pairs.ts'
import { STOP_WORDS } from '../surface/stopwords.ts'
import { segment } from '../surface/words.ts'
import { logOddsZ } from './log-odds.ts'
import { sortedBy } from './order.ts'

/** Pairs read for a context's name at most, drawn by their texts; of a prompt its end, of a response its beginning. */
const PAIRS = 60
const CHARACTERS = 600
const RESPONSE_CHARACTERS = 300
/** A phrase names a context when so many of its prompts say it, */
const LEAST_PROMPTS = 2
/** and a feature when it occurs there so often; and either when it is at least this far beyond chance. */
const LEAST_TIMES = 3
const LEAST_Z = 1.64
const PHRASES = 6
const FAMILIES = 4

type Texts = Pick<PairTable, 'prompt' | 'chosen' | 'rejected'>

const promptEnd = (text: string): string => text.slice(-CHARACTERS)
const responseStart = (text: string): string => text.slice(0, RESPONSE_CHARACTERS)

/** The parts of texts that names are made of. */
export const namingTexts = ({ prompt, chosen, rejected }: Texts): Texts => ({
  prompt: prompt.map(promptEnd),
  chosen: chosen.map(responseStart),
  rejected: rejected.map(responseStart),
})

/** What one pair is about. */
interface Talk {
  /** Phrases of the prompt by their folded forms. */
  readonly said: ReadonlyMap<string, string>
  /** Folded phrases of the prompt and of the beginnings of both responses. */
  readonly mentioned: ReadonlySet<string>
}

/**
 * What the prompts of each context are about, as against the others: words and word pairs that some of them say, and that
 * they or the responses to them, whichever was chosen, mention more often than elsewhere, counted once a pair, by log-odds
 * (a prompt alone is often too short to tell). Singular and plural count as one. Most telling first, at most PHRASES, none
 * part of another.
 * @param key contentKeys of the pairs
 * @param sets pairs of each context
 */
export function contrastivePhrases(pairs: Texts, key: Uint32Array, sets: readonly Uint32Array[]): string[][] {
  const talks = new Map<number, Talk>()
  const talkOf = (i: number): Talk => {
    let talk = talks.get(i)
    if (!talk) talks.set(i, (talk = read(pairs, i)))
    return talk
  }
  const drawn = sets.map((set) => {
    return distinctPrompts(pairs, sortedBy(key, set)).map(talkOf)
  })
  const everywhere = mentions(talks.values())
  const total = sum(everywhere.values())
  return drawn.map((own) => tellingPhrases(own, everywhere, total))
}

/** @param everywhere how many of all pairs read mention a phrase, `total` over all phrases */
function tellingPhrases(
  talks: readonly Talk[],
  everywhere: ReadonlyMap<string, number>,
  total: number,
): string[] {
  const inside = mentions(talks)
  const totalIn = sum(inside.values())
  const forms = new Map<string, Map<string, number>>()
  for (const { said } of talks)
    for (const [phrase, form] of said) {
      const known = forms.get(phrase)
      if (known) increase(known, form)
      else forms.set(phrase, new Map([[form, 1]]))
    }
  const z = new Map<string, number>()
  for (const [phrase, counts] of forms) {
    if (sum(counts.values()) < LEAST_PROMPTS) continue
    const own = logOddsZ(inside.get(phrase)!, totalIn, everywhere.get(phrase)!, total)
    if (own >= LEAST_Z) z.set(phrase, own)
  }
  const chosen: string[] = []
  for (const phrase of [...z.keys()].sort((a, b) => z.get(b)! - z.get(a)! || (a < b ? -1 : 1))) {
    const padded = ` ${phrase} `
    if (chosen.some((other) => ` ${other} `.includes(padded) || padded.includes(` ${other} `))) continue
    if (chosen.push(phrase) === PHRASES) break
  }
  return chosen.map((phrase) => commonest(forms.get(phrase)!))
}

/** How many talks mention each phrase. */
function mentions(talks: Iterable<Talk>): Map<string, number> {
  const counts = new Map<string, number>()
  for (const { mentioned } of talks) for (const phrase of mentioned) increase(counts, phrase)
  return counts
}

/** The first PAIRS of some pairs with different prompts. */
function distinctPrompts({ prompt }: Texts, pairs: Uint32Array): number[] {
  const first = new Map<string, number>()
  for (const i of pairs) {
    if (!first.has(prompt[i]!)) first.set(prompt[i]!, i)
    if (first.size === PAIRS) break
  }
  return [...first.values()]
}

function read({ prompt, chosen, rejected }: Texts, i: number): Talk {
  const said = phrasesOf(promptEnd(prompt[i]!))
  const mentioned = new Set(said.keys())
  for (const response of [chosen[i]!, rejected[i]!])
    for (const phrase of phrasesOf(responseStart(response)).keys()) mentioned.add(phrase)
  return { said, mentioned }
}

const increase = (counts: Map<string, number>, key: string): void => {
  counts.set(key, (counts.get(key) ?? 0) + 1)
}

const sum = (values: Iterable<number>): number => {
  let total = 0
  for (const value of values) total += value
  return total
}

/** The form that is counted most, of equals the first in the alphabet. */
const commonest = (forms: ReadonlyMap<string, number>): string =>
  [...forms].reduce((most, own) =>
    own[1] > most[1] || (own[1] === most[1] && own[0] < most[0]) ? own : most,
  )[0]

/** Per group, the things that are commoner there than elsewhere, most telling first. @param counts times by thing */
function telling(counts: readonly ReadonlyMap<number, number>[], things: number): number[][] {
  const all = new Float64Array(things)
  for (const count of counts) for (const [id, times] of count) all[id]! += times
  const total = all.reduce((sum, times) => sum + times, 0)
  return counts.map((count) => {
    const totalIn = [...count.values()].reduce((sum, times) => sum + times, 0)
    const z = new Map<number, number>()
    for (const [id, times] of count) {
      const own = times < LEAST_TIMES ? 0 : logOddsZ(times, totalIn, all[id]!, total)
      if (own >= LEAST_Z) z.set(id, own)
    }
    return [...z.keys()].sort((a, b) => z.get(b)! - z.get(a)! || a - b)
  })
}

/** The words of a text that are no function words, and the pairs of neighbours among them, by their folded forms. */
function phrasesOf(text: string): Map<string, string> {
  const { text: word, clause } = segment(text)
  const found = new Map<string, string>()
  let before: string | null = null
  for (let i = 0; i < word.length; i++) {
    const own = word[i]!
    const tells = own.length > 2 && !STOP_WORDS.has(own) && !/^\d+$/.test(own)
    if (i > 0 && clause[i] !== clause[i - 1]) before = null
    if (tells) found.set(singular(own), own)
    if (tells && before !== null) found.set(singular(`${before} ${own}`), `${before} ${own}`)
    before = tells ? own : null
  }
  return found
}

/** A word without the s of a plural, nearly: both forms of a word come to the same. */
const singular = (word: string): string =>
  /[^\W\dious_]s$/.test(word) && word.length > 3 ? word.slice(0, -1) : word

/**
 * The features commonest in each context against the others, most telling first.
 * @param counts per context, how often each feature occurs there
 * @param label of each feature
 */
export function leadingFeatures(
  counts: readonly ReadonlyMap<number, number>[],
  label: readonly string[],
): string[][] {
  return telling(counts, label.length).map((ranked) => ranked.slice(0, FAMILIES).map((f) => label[f]!))
}

/**
 * One name each, never the same twice: the first parts that tell it from the names given so far, at least `least` of
 * them; a number where the parts do not suffice.
 * @param parts per context, most telling first
 */
export function uniqueLabels(
  parts: readonly (readonly string[])[],
  least: number,
  fallback: string,
): string[] {
  const taken = new Set<string>()
  return parts.map((own) => {
    let count = Math.min(least, own.length)
    const name = () => (count > 0 ? own.slice(0, count).join(', ') : fallback)
    while (taken.has(name()) && count < own.length) count++
    let label = name()
    for (let number = 2; taken.has(label); number++) label = `${name()} (${number})`
    taken.add(label)
    return label
  })
}
