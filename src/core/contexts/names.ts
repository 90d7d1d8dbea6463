import { hashText } from '../stats/hash.ts'
import { STOP_WORDS } from '../surface/stopwords.ts'
import { segment } from '../surface/words.ts'
import { logOddsZ } from './log-odds.ts'

/** Prompts read for a context's name at most, drawn by their own text, and characters at the end of each. */
const PROMPTS = 60
const CHARACTERS = 600
/** A phrase names a context when at least so many of its prompts say it, and at least this far beyond chance. */
const LEAST_PROMPTS = 3
const LEAST_Z = 1.64
const PHRASES = 6
const FAMILIES = 4

/**
 * What the prompts of each context say more often than those of the others: words and word pairs, counted once a prompt,
 * by log-odds; most telling first, at most PHRASES, none part of another.
 * @param prompts texts of each context
 */
export function contrastivePhrases(prompts: readonly (readonly string[])[]): string[][] {
  const ids = new Map<string, number>()
  const counts = prompts.map((texts) => {
    const count = new Map<number, number>()
    for (const text of drawnTexts(texts))
      for (const phrase of phrasesOf(text)) {
        let id = ids.get(phrase)
        if (id === undefined) ids.set(phrase, (id = ids.size))
        count.set(id, (count.get(id) ?? 0) + 1)
      }
    return count
  })
  const vocabulary = [...ids.keys()]
  return telling(counts, vocabulary.length).map((ranked) => {
    const chosen: string[] = []
    for (const id of ranked) {
      const words = ` ${vocabulary[id]!} `
      if (chosen.some((other) => ` ${other} `.includes(words) || words.includes(` ${other} `))) continue
      if (chosen.push(vocabulary[id]!) === PHRASES) break
    }
    return chosen
  })
}

/** Some distinct texts, the same however they are sorted. */
function drawnTexts(texts: readonly string[]): string[] {
  const key = new Map(texts.map((text) => [text, hashText(text)]))
  return [...key.keys()].sort((a, b) => key.get(a)! - key.get(b)!).slice(0, PROMPTS)
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
      const own = times < LEAST_PROMPTS ? 0 : logOddsZ(times, totalIn, all[id]!, total)
      if (own >= LEAST_Z) z.set(id, own)
    }
    return [...z.keys()].sort((a, b) => z.get(b)! - z.get(a)! || a - b)
  })
}

/** The words of a text that are no function words, and the pairs of neighbours among them. */
function phrasesOf(text: string): Set<string> {
  const { text: word, clause } = segment(text.slice(-CHARACTERS))
  const found = new Set<string>()
  let before: string | null = null
  for (let i = 0; i < word.length; i++) {
    const own = word[i]!
    const tells = own.length > 2 && !STOP_WORDS.has(own) && !/^\d+$/.test(own)
    if (i > 0 && clause[i] !== clause[i - 1]) before = null
    if (tells) found.add(own)
    if (tells && before !== null) found.add(`${before} ${own}`)
    before = tells ? own : null
  }
  return found
}

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
