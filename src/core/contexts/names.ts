import type { PairTable } from '../pairs.ts'
import { STOP_WORDS } from '../surface/stopwords.ts'
import { segment } from '../surface/words.ts'
import { logOddsZ } from './log-odds.ts'
import { sortedBy } from './order.ts'

/** Pairs read for a context's name, drawn by their texts, fewer where contexts are many; of a prompt its end, of a response its beginning. */
const PAIRS = { most: 60, least: 30, inAll: 6000 }
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

/** What one pair is about; phrases are numbered by their folded forms. */
interface Talk {
  /** Phrases of the prompt as it has them. */
  readonly said: ReadonlyMap<number, string>
  /** Phrases of the prompt and of the beginnings of both responses. */
  readonly mentioned: ReadonlySet<number>
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
  const numbers = new Map<string, number>()
  const number = (phrase: string): number => {
    let own = numbers.get(phrase)
    if (own === undefined) numbers.set(phrase, (own = numbers.size))
    return own
  }
  const talks = new Map<number, Talk>()
  const talkOf = (i: number): Talk => {
    let talk = talks.get(i)
    if (!talk) talks.set(i, (talk = read(pairs, i, number)))
    return talk
  }
  const most = Math.min(PAIRS.most, Math.max(PAIRS.least, Math.floor(PAIRS.inAll / sets.length)))
  const drawn = sets.map((set) => distinctPrompts(pairs, sortedBy(key, set), most).map(talkOf))
  const everywhere = new Uint32Array(numbers.size)
  const total = countMentions(everywhere, talks.values(), 1)
  const inside = new Uint32Array(numbers.size)
  const phrases = [...numbers.keys()]
  return drawn.map((own) => {
    const totalIn = countMentions(inside, own, 1)
    const telling = (p: number) => logOddsZ(inside[p]!, totalIn, everywhere[p]!, total)
    const chosen = tellingPhrases(own, telling, phrases)
    countMentions(inside, own, -1)
    return chosen
  })
}

/** @param telling how much a phrase tells of these talks @param phrases by number */
function tellingPhrases(
  talks: readonly Talk[],
  telling: (phrase: number) => number,
  phrases: readonly string[],
): string[] {
  const forms = new Map<number, string[]>()
  for (const { said } of talks)
    for (const [phrase, form] of said) {
      const known = forms.get(phrase)
      if (known) known.push(form)
      else forms.set(phrase, [form])
    }
  const z = new Map<number, number>()
  for (const [phrase, said] of forms) {
    const own = said.length < LEAST_PROMPTS ? 0 : telling(phrase)
    if (own >= LEAST_Z) z.set(phrase, own)
  }
  const chosen: { readonly phrase: number; readonly padded: string }[] = []
  for (const phrase of [...z.keys()].sort(
    (a, b) => z.get(b)! - z.get(a)! || (phrases[a]! < phrases[b]! ? -1 : 1),
  )) {
    const padded = ` ${phrases[phrase]!} `
    if (chosen.some((other) => other.padded.includes(padded) || padded.includes(other.padded))) continue
    if (chosen.push({ phrase, padded }) === PHRASES) break
  }
  return chosen.map(({ phrase }) => commonest(forms.get(phrase)!))
}

/** Adds how many talks mention each phrase, `times` over. @returns mentions in all */
function countMentions(counts: Uint32Array, talks: Iterable<Talk>, times: 1 | -1): number {
  let total = 0
  for (const { mentioned } of talks) {
    total += mentioned.size
    for (const phrase of mentioned) counts[phrase]! += times
  }
  return total
}

/** The first of some pairs with different prompts. */
function distinctPrompts({ prompt }: Texts, pairs: Uint32Array, most: number): number[] {
  const first = new Map<string, number>()
  for (const i of pairs) {
    if (!first.has(prompt[i]!)) first.set(prompt[i]!, i)
    if (first.size === most) break
  }
  return [...first.values()]
}

function read({ prompt, chosen, rejected }: Texts, i: number, number: (phrase: string) => number): Talk {
  const said = new Map<number, string>()
  const mentioned = new Set<number>()
  readPhrases(promptEnd(prompt[i]!), (folded, form) => {
    const phrase = number(folded)
    said.set(phrase, form)
    mentioned.add(phrase)
  })
  for (const response of [chosen[i]!, rejected[i]!])
    readPhrases(responseStart(response), (folded) => mentioned.add(number(folded)))
  return { said, mentioned }
}

/** The form that is there most often, of equals the first in the alphabet. */
function commonest(forms: readonly string[]): string {
  const counts = new Map<string, number>()
  for (const form of forms) counts.set(form, (counts.get(form) ?? 0) + 1)
  return [...counts].reduce((most, own) =>
    own[1] > most[1] || (own[1] === most[1] && own[0] < most[0]) ? own : most,
  )[0]
}

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

/** The words of a text that are no function words, and the pairs of neighbours among them, folded and as they stand. */
function readPhrases(text: string, see: (folded: string, form: string) => void): void {
  const { text: word, clause } = segment(text)
  let before: string | null = null
  for (let i = 0; i < word.length; i++) {
    const own = word[i]!
    const tells = own.length > 2 && !STOP_WORDS.has(own) && !/^\d+$/.test(own)
    if (i > 0 && clause[i] !== clause[i - 1]) before = null
    if (tells) {
      const folded = singular(own)
      see(folded, own)
      if (before !== null) see(`${before} ${folded}`, `${before} ${own}`)
    }
    before = tells ? own : null
  }
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
