import { NOWHERE } from './detector.ts'
import { STOP_WORDS } from './stopwords.ts'
import type { TextView } from './view.ts'
import type { Range, Words } from './words.ts'

const setOf = (words: string): ReadonlySet<string> => new Set(words.split(/\s+/))

const NEGATED =
  setOf(`isn't aren't wasn't weren't doesn't don't didn't can't cannot couldn't won't wouldn't hasn't
  haven't hadn't never`)
/** "not" denies a sentence after these, and otherwise a word; "no" and "nothing" after being. */
const AUXILIARIES =
  setOf(`is are was were do does did can could will would has have had it's that's they're he's she's
  there's`)
const BEING = setOf("there's is are was were it's")
/** After a negation these weaken it: "not only", "not the best", "there's no need". */
const SOFTENING = setOf('the a an only just sure certain merely simply quite been')
const FUSS = setOf('need matter doubt problem wonder worries longer more')
/** With these subjects a negation is a refusal, an admission or advice, not a denial. */
const SPEAKERS = setOf("i we i'm i've i'd i'll we're we've let's please you you're")
/** A clause after these is subordinate. */
const SUBORDINATORS =
  setOf(`which who whose if when whenever since until unless where whether while with than what
  having that for or whom why how once before after so because`)
/**
 * A clause after these is a main clause, and so is one after "that" and a subject: "shows that it doesn't".
 */
const JOINTS = setOf('but though although however and yet')
const SUBJECTS = setOf('it they he she there the a an this these')
/** As a subject, what the prompt is about. */
const PRONOUNS = setOf('it they he she that this')
/** A response that begins with one of these denies nothing. */
const AGREED = setOf('yes yeah yep yup right exactly correct true agreed')

const FIRST_SENTENCES = 2
/** How many words of the clause before and after a negation can be what it denies. */
const BEFORE = 8
const AFTER = 5
/** Forms of a word agree in this many first letters: "heats", "heating". */
const STEM = 5
const LEAST_LETTERS = 4

const tells = (word: string): boolean => word.length >= LEAST_LETTERS && !STOP_WORDS.has(word)
const stem = (word: string): string =>
  (word.length > LEAST_LETTERS ? word.replace(/(?:'s|s|es|ed|ing)$/, '') : word).slice(0, STEM)
const stemsOf = ({ words }: TextView): ReadonlySet<string> => new Set(words.text.filter(tells).map(stem))

/**
 * Where the first two sentences deny something in the prompt's own words, or of what it is about: "A sweater
 * doesn't make heat". Negation over shared words is the plainest sign of contradiction (de Marneffe, Rafferty
 * & Manning 2008).
 */
export function contradiction({ prose, words, prompt }: TextView): readonly Range[] {
  const { text, start, end, sentence, sentences } = words
  if (prompt === null || AGREED.has(text[0] ?? '')) return NOWHERE
  const asked = prompt.memo(stemsOf, stemsOf)
  const found: Range[] = []
  for (let i = 0; i < text.length && sentence[i]! < FIRST_SENTENCES; i++) {
    if (!denies(words, i) || prose[sentences[sentence[i]!]![1] - 1] === '?') continue
    const [from, to] = denied(words, i)
    const before = text.slice(from, i)
    // Without a subject it is an order: "Don't worry".
    if (i - from > BEFORE || (from === i && text[i] !== 'nothing')) continue
    if (before.some((word) => SPEAKERS.has(word) || SUBORDINATORS.has(word))) continue
    // "It isn't" is mostly about what follows ("It isn't easy to").
    const ofIt = sentence[i] === 0 && before.length === 1 && PRONOUNS.has(before[0]!) && text[i] !== "isn't"
    if (!ofIt && !text.slice(from, to).some((word) => tells(word) && asked.has(stem(word)))) continue
    found.push([start[from]!, end[to - 1]!])
    i = to - 1
  }
  return found
}

function denies({ text, sentence }: Words, i: number): boolean {
  const before = text[i - 1] ?? ''
  const after = text[i + 1] ?? ''
  if (SOFTENING.has(after)) return false
  switch (text[i]) {
    case 'not':
      return AUXILIARIES.has(before)
    case 'no':
      return BEING.has(before) && !FUSS.has(after)
    case 'nothing':
      return BEING.has(before) || sentence[i] !== sentence[i - 1]
    default:
      return NEGATED.has(text[i]!)
  }
}

/** The words of the clause that a negation can deny. */
function denied({ clause, text }: Words, i: number): Range {
  const joins = (at: number) =>
    JOINTS.has(text[at]!) ||
    (text[at] === 'that' && text[at - 1] !== 'so' && SUBJECTS.has(text[at + 1] ?? ''))
  let [from, to] = [i, i + 1]
  while (from > 0 && i - from <= BEFORE && clause[from - 1] === clause[i] && !joins(from - 1)) from--
  while (to < text.length && to - i <= AFTER && clause[to] === clause[i]) to++
  return [from, to]
}
