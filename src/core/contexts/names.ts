import type { PairTable } from '../pairs.ts'
import { logOddsZ } from './log-odds.ts'
import { sortedBy } from './order.ts'
import { type PhraseBook, phraseBook } from './phrase-book.ts'

/**
 * Pairs read to name a context, drawn by a hash of their texts, fewer where there are many contexts; of a
 * prompt its end is read, of a response its beginning.
 */
const PAIRS = { most: 60, least: 30, inAll: 6000 }
const CHARACTERS = 600
const RESPONSE_CHARACTERS = 300
/** A phrase can name a context when at least this many of its prompts contain it, */
const LEAST_PROMPTS = 2
/** and a feature when it occurs there at least this often; both need a log-odds z of at least LEAST_Z. */
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

/** The phrases of one pair; phrases and words are numbered (`phraseBook`). */
interface PairMentions {
  /** Phrases of the prompt, then those only in the beginnings of the responses; each once. */
  readonly mentioned: readonly number[]
  /** For each phrase of the prompt, its last word as written there. */
  readonly forms: readonly number[]
}

/**
 * The distinctive phrases of each context: words and word pairs that occur in at least LEAST_PROMPTS of its
 * prompts, and that its pairs (prompt and both responses, since a prompt alone is often too short) mention
 * more often than pairs elsewhere, counted once a pair, by log-odds. Singular and plural count as one. Most
 * distinctive first, at most PHRASES, none part of another.
 * @param key contentKeys of the pairs
 * @param sets pairs of each context
 */
export function contrastivePhrases(pairs: Texts, key: Uint32Array, sets: readonly Uint32Array[]): string[][] {
  const book = phraseBook()
  const talks = new Map<number, PairMentions>()
  const talkOf = (i: number): PairMentions => {
    let talk = talks.get(i)
    if (!talk) talks.set(i, (talk = read(pairs, i, book)))
    return talk
  }
  const most = Math.min(PAIRS.most, Math.max(PAIRS.least, Math.floor(PAIRS.inAll / sets.length)))
  const drawn = sets.map((set) => distinctPrompts(pairs, sortedBy(key, set), most).map(talkOf))
  const everywhere = new Uint32Array(book.size())
  const total = countMentions(everywhere, talks.values(), 1)
  const inside = new Uint32Array(book.size())
  const prompts = new Uint32Array(book.size())
  return drawn.map((own) => {
    const totalIn = countMentions(inside, own, 1)
    const telling = (p: number) => logOddsZ(inside[p]!, totalIn, everywhere[p]!, total)
    const chosen = mostDistinctive(saidOften(prompts, own), own, telling, book)
    countMentions(inside, own, -1)
    return chosen
  })
}

/**
 * The phrases in at least LEAST_PROMPTS of the given prompts.
 * @param prompts zeros, one per phrase; reset to zeros
 */
function saidOften(prompts: Uint32Array, talks: readonly PairMentions[]): number[] {
  const said = talks.flatMap(({ mentioned, forms }) => mentioned.slice(0, forms.length))
  const often = said.filter((phrase) => {
    prompts[phrase]!++
    return prompts[phrase] === LEAST_PROMPTS
  })
  for (const phrase of said) prompts[phrase] = 0
  return often
}

/** @param telling how much a phrase tells of these talks */
function mostDistinctive(
  phrases: readonly number[],
  talks: readonly PairMentions[],
  telling: (phrase: number) => number,
  book: PhraseBook,
): string[] {
  const ranked = phrases
    .map((phrase) => ({ phrase, z: telling(phrase), padded: ` ${book.folded(phrase)} ` }))
    .filter(({ z }) => z >= LEAST_Z)
    .sort((a, b) => b.z - a.z || (a.padded < b.padded ? -1 : 1))
  const chosen: typeof ranked = []
  for (const own of ranked) {
    if (chosen.some(({ padded }) => padded.includes(own.padded) || own.padded.includes(padded))) continue
    if (chosen.push(own) === PHRASES) break
  }
  return chosen.map(({ phrase }) =>
    commonest(
      talks.flatMap(({ mentioned, forms }) => {
        const form = forms[mentioned.indexOf(phrase)]
        return form === undefined ? [] : [book.written(phrase, form)]
      }),
    ),
  )
}

/** Adds how many talks mention each phrase, `times` over. @returns mentions in all */
function countMentions(counts: Uint32Array, talks: Iterable<PairMentions>, times: 1 | -1): number {
  let total = 0
  for (const { mentioned } of talks) {
    total += mentioned.length
    for (let k = 0; k < mentioned.length; k++) counts[mentioned[k]!]! += times
  }
  return total
}

/** The first pairs with distinct prompts. */
function distinctPrompts({ prompt }: Texts, pairs: Uint32Array, most: number): number[] {
  const first = new Map<string, number>()
  for (const i of pairs) {
    if (!first.has(prompt[i]!)) first.set(prompt[i]!, i)
    if (first.size === most) break
  }
  return [...first.values()]
}

function read({ prompt, chosen, rejected }: Texts, i: number, book: PhraseBook): PairMentions {
  const mentioned: number[] = []
  const forms: number[] = []
  book.begin()
  book.read(promptEnd(prompt[i]!), (phrase, form) => {
    mentioned.push(phrase)
    forms.push(form)
  })
  for (const response of [chosen[i]!, rejected[i]!])
    book.read(responseStart(response), (phrase) => mentioned.push(phrase))
  return { mentioned, forms }
}

/** The most frequent form; ties in alphabetical order. */
function commonest(forms: readonly string[]): string {
  const counts = new Map<string, number>()
  for (const form of forms) counts.set(form, (counts.get(form) ?? 0) + 1)
  return [...counts].reduce((most, own) =>
    own[1] > most[1] || (own[1] === most[1] && own[0] < most[0]) ? own : most,
  )[0]
}

/**
 * Per group, the items that are more common there than elsewhere, most distinctive first.
 * @param counts occurrences by item
 */
function distinctivePhrases(counts: readonly ReadonlyMap<number, number>[], things: number): number[][] {
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

/**
 * The features that are more common in each context than in the others, most distinctive first.
 * @param counts per context, how often each feature occurs there
 * @param label of each feature
 */
export function leadingFeatures(
  counts: readonly ReadonlyMap<number, number>[],
  label: readonly string[],
): string[][] {
  return distinctivePhrases(counts, label.length).map((ranked) =>
    ranked.slice(0, FAMILIES).map((f) => label[f]!),
  )
}

/**
 * A unique label for each context: its first parts, at least `least` of them and as many as make it differ
 * from the labels before; with a number where all parts do not suffice.
 * @param parts per context, most distinctive first
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
