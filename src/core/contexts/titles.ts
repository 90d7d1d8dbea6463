import type { FeatureColumns } from '../activations.ts'
import type { Concept } from '../concepts/concept.ts'
import { TAU } from '../concepts/disparity.ts'
import type { PairTable } from '../pairs.ts'
import { segment } from '../surface/words.ts'
import type { Context, Membership } from './context.ts'
import { singular } from './phrase-book.ts'
import { sortedBy } from './order.ts'
import { subjects } from './subjects.ts'

type Texts = Pick<PairTable, 'prompt' | 'chosen' | 'rejected'>

/** Pairs of a context that are read for its subject, and pairs of all the data. */
const PAIRS = { context: 60, all: 2000 }
/**
 * A subject is there where the prompt says one of its words, and prompt and responses together enough of
 * them, a word of a response alone counting half.
 */
const LEAST_WORDS = 1.5
const OF_RESPONSES = 0.5
/** A label may be a title where it is here at least this often, and so much oftener than in all the data. */
const LEAST_SHARE = 0.15
const LEAST_LIFT = 2
/** Subjects are written as titles, labels of the dictionary are not: those are used where they tell more. */
const SUBJECT_WEIGHT = 1.5
/** A title has at most this many words. */
const WORDS = 5
const TOPICAL: ReadonlySet<string> = new Set(['topic', 'code'])
/** Characters of a typical prompt that are shown. */
const SHOWN = 160
const PROMPTS = 3

/** A label that may be a title, and how often it is there. */
interface Candidate {
  readonly title: string
  readonly weight: number
  /** Share of the pairs of each context in which it is there, and share of all. */
  readonly inside: ArrayLike<number>
  readonly everywhere: number
}

export interface TitleInput {
  readonly pairs: Texts
  /** contentKeys of the pairs. */
  readonly key: Uint32Array
  readonly responses: FeatureColumns
  readonly concepts: readonly Concept[]
}

/**
 * Titles of contexts, two to five words, unique: the subject, or the label of the dictionary's topics, of which
 * the context holds most, s = p·ln(p / p₀) with p its share here and p₀ its share in all pairs (the
 * contribution to the Kullback–Leibler divergence); a title that is taken is told apart by the context's own
 * phrases. Where no label fits, the phrases make the title.
 * @param phrases of each context, most distinctive first
 */
export function contextTitles(
  input: TitleInput,
  member: Membership,
  sets: readonly Uint32Array[],
  phrases: readonly (readonly string[])[],
): string[] {
  const candidates = [...subjectCandidates(input, sets), ...labelCandidates(input, member, sets)]
  const taken = new Set<string>()
  return sets.map((_, c) => {
    const fitting = candidates
      .map(({ title, weight, inside, everywhere }) => ({
        title,
        share: inside[c]!,
        lift: everywhere > 0 ? inside[c]! / everywhere : 0,
        weight,
      }))
      .filter(({ share, lift }) => share >= LEAST_SHARE && lift >= LEAST_LIFT)
      .map(({ title, share, lift, weight }) => ({ title, score: weight * share * Math.log(lift) }))
      .sort((a, b) => b.score - a.score || (a.title < b.title ? -1 : 1))
    const title = freeTitle(fitting[0]?.title ?? null, phrases[c]!, taken)
    taken.add(title)
    return title
  })
}

/** @param head what the context is called, where something fits */
function freeTitle(head: string | null, phrases: readonly string[], taken: ReadonlySet<string>): string {
  const base = head ?? wordsTitle(phrases)
  if (!taken.has(base)) return base
  for (const detail of phrases) {
    const told = `${base}: ${detail}`
    if (!base.toLowerCase().includes(detail) && !taken.has(told)) return told
  }
  for (let number = 2; ; number++) if (!taken.has(`${base} (${number})`)) return `${base} (${number})`
}

/** "About invoices and refunds"; two phrases of a word or two each. */
function wordsTitle(phrases: readonly string[]): string {
  const [first, second] = phrases
  if (first === undefined) return 'Mixed prompts'
  return second === undefined ? `About ${first}` : `About ${first} and ${second}`
}

/** The subjects, by what is said in some pairs of each context. */
function subjectCandidates({ pairs, key }: TitleInput, sets: readonly Uint32Array[]): Candidate[] {
  const read = new Map<number, readonly number[]>()
  const subjectsOf = (i: number) => {
    let found = read.get(i)
    if (!found) read.set(i, (found = subjectsIn(pairs, i)))
    return found
  }
  const shares = (drawn: Uint32Array) => {
    const counts = new Float64Array(subjects.length)
    for (const i of drawn) for (const s of subjectsOf(i)) counts[s]!++
    return counts.map((count) => count / Math.max(1, drawn.length))
  }
  const everywhere = shares(sortedBy(key, Uint32Array.from(pairs.prompt.keys())).subarray(0, PAIRS.all))
  const inside = sets.map((set) => shares(sortedBy(key, set).subarray(0, PAIRS.context)))
  return subjects.map(({ title }, s) => ({
    title,
    weight: SUBJECT_WEIGHT,
    inside: inside.map((own) => own[s]!),
    everywhere: everywhere[s]!,
  }))
}

/** The subjects of a pair. */
function subjectsIn({ prompt, chosen, rejected }: Texts, i: number): number[] {
  const words = (text: string) => new Set(segment(text).text.map(singular))
  const asked = words(prompt[i]!)
  const answered = words(`${chosen[i]!} ${rejected[i]!}`)
  return subjects.flatMap(({ words: own }, s) => {
    let score = 0
    for (const word of asked) if (own.has(word)) score++
    if (score === 0) return []
    for (const word of answered) if (own.has(word) && !asked.has(word)) score += OF_RESPONSES
    return score >= LEAST_WORDS ? [s] : []
  })
}

/** Labels of the dictionary's topics, where they are short enough. */
function labelCandidates(
  { responses: { indptr, span, freq }, concepts }: TitleInput,
  member: Membership,
  sets: readonly Uint32Array[],
): Candidate[] {
  const pairs = member.indptr.length - 1
  const seen = new Int32Array(pairs).fill(-1)
  const topical = concepts.filter(
    ({ kind, hidden, source, label }) =>
      !hidden &&
      TOPICAL.has(kind) &&
      (source === 'family' || source === 'dictionary') &&
      label.split(/\s+/).length <= WORDS,
  )
  return topical.map(({ label, features }, m) => {
    const inside = new Float64Array(sets.length)
    let all = 0
    for (const f of features)
      for (let k = indptr[f]!; k < indptr[f + 1]!; k++) {
        const pair = span[k]! >> 1
        if (!(freq[k]! > TAU) || seen[pair] === m) continue
        seen[pair] = m
        all++
        for (let j = member.indptr[pair]!; j < member.indptr[pair + 1]!; j++) inside[member.context[j]!]!++
      }
    return {
      title: label,
      weight: 1,
      inside: inside.map((count, c) => count / Math.max(1, sets[c]!.length)),
      everywhere: all / Math.max(1, pairs),
    }
  })
}

/** The distinct prompts of a context that say most of its phrases, shorter ones first. */
export function typicalPrompts(
  { prompt }: Texts,
  key: Uint32Array,
  set: Uint32Array,
  phrases: readonly string[],
): string[] {
  const drawn = new Set(Array.from(sortedBy(key, set).subarray(0, PAIRS.context), (i) => prompt[i]!.trim()))
  drawn.delete('')
  return [...drawn]
    .map((text) => {
      const lower = text.toLowerCase()
      return { text, said: phrases.filter((phrase) => lower.includes(phrase)).length }
    })
    .sort((a, b) => b.said - a.said || a.text.length - b.text.length)
    .slice(0, PROMPTS)
    .map(({ text }) => (text.length > SHOWN ? `…${text.slice(-SHOWN)}` : text))
}

/** What a context holds, one line. @param more of the same kind of words, where there are any */
export function describeContext({ phrases, families }: Pick<Context, 'phrases' | 'families'>): string {
  const parts = [
    ...(phrases.length > 0 ? [`Prompts here mention ${phrases.slice(0, 4).join(', ')}`] : []),
    ...(families.length > 0 ? [`more than elsewhere: ${families.slice(0, 2).join('; ')}`] : []),
  ]
  const text = parts.join('; ')
  return text === '' ? '' : `${text[0]!.toUpperCase()}${text.slice(1)}.`
}
