import { labelText, numeric } from './labels.ts'
import { listed, quoted } from './rows.ts'

/*
 * What a label means is judged by its whole set of values, never value by value: 1 is good beside 0, bad
 * beside 5, and the first of two responses beside 2.
 */

/** Distinct values of a label with their counts, as text. */
export type ValueSet = ReadonlyMap<string, number>

/** A label of more distinct values is read by ranges. */
export const MOST_VALUES = 12
/** Distinct values beyond which counting stops. */
const MOST_COUNTED = 1000

export function valueSet(values: Iterable<unknown>): ValueSet {
  const counts = new Map<string, number>()
  for (const value of values) {
    const text = labelText(value)
    if (text !== '' && (counts.has(text) || counts.size < MOST_COUNTED))
      counts.set(text, (counts.get(text) ?? 0) + 1)
  }
  return counts
}

export interface SidesReading {
  readonly aWins: readonly string[]
  readonly bWins: readonly string[]
  readonly ties: readonly string[]
  /** 0 to 1: how sure it is which side is which. */
  readonly certainty: number
  /** One sentence that agrees with the values above. */
  readonly because: string
}

const TIES =
  /^(tie|ties|tied|draw|egalit[ée]|gleich(stand)?|unentschieden|empate|平局|引き分け|both|both[ _-]?(good|bad)|bothbad|tie ?\(both ?bad\)|same|equal|equally good|similar|neither|no preference|a ?= ?b|\[\[c\]\]|c|0\.5)$/
const NO_VOTES = /^(none|null|nan|n\/?a|unknown|skip(ped)?|unsure|no vote|not sure|missing|error|-|\?)$/

/** Names for the first and the second of two things. */
const FIRST = ['left', 'first', 'one', 'model_1', 'model1', 'gauche', 'links', 'izquierda', '左']
const SECOND = ['right', 'second', 'two', 'model_2', 'model2', 'droite', 'rechts', 'derecha', '右']

export const isTie = (value: string): boolean => TIES.test(value)

/** "Response 2 is much better" without what only says how: "response 2". */
const bare = (value: string): string =>
  value
    .replace(
      /\b(is|was|the|a bit|a lot|much|slightly|somewhat|clearly|far|significantly|better|preferred|chosen|wins|won)\b/g,
      ' ',
    )
    .replace(/[.!]+$/, '')
    .replace(/\s+/g, ' ')
    .trim()

/** Ways in which a label names the side whose column ends in `end` and is called `column`. */
function namesOf(end: string, column: string, order: readonly string[]): Set<string> {
  const stem = column.slice(column.lastIndexOf('.') + 1).toLowerCase()
  const bases = [
    '',
    'response',
    'model',
    'answer',
    'output',
    'option',
    'assistant',
    'candidate',
    'completion',
    'text',
    'summary',
  ]
  const bare = bases.flatMap((base) =>
    base === '' ? [end] : [`${base}_${end}`, `${base} ${end}`, `${base}-${end}`, `${base}${end}`],
  )
  return new Set([
    ...bare,
    `[[${end}]]`,
    stem,
    stem.replaceAll('_', ' '),
    stem.replaceAll('_', '-'),
    ...order,
  ])
}

/** Judges like "A>>B": who is on the greater side. */
const GREATER = /^\[*(a|b) ?>+ ?(a|b)\]*$/

export interface TwinNames {
  /** Columns of the two responses. */
  readonly a: string
  readonly b: string
  /** The ends in which their names differ: "a" and "b", "1" and "2". */
  readonly ends: readonly [string, string]
}

/** What a label's values say of two responses; null where they can say nothing. */
export function readSides(values: ValueSet, twins: TwinNames, label: string): SidesReading | null {
  const said = [...values.keys()].filter((value) => !NO_VOTES.test(value))
  if (said.length === 0) return null
  return byNames(said, twins, label) ?? byNumbers(said, twins, label) ?? byWords(said, label)
}

function byNames(said: readonly string[], { a, b, ends }: TwinNames, label: string): SidesReading | null {
  const [namesA, namesB] = [namesOf(ends[0], a, FIRST), namesOf(ends[1], b, SECOND)]
  const numbers = said.every((value) => numeric(value) !== null)
  if (numbers) return null
  const names = (side: ReadonlySet<string>, mark: string) => (value: string) =>
    side.has(value) || side.has(bare(value)) || GREATER.exec(value)?.[1] === mark
  const aWins = said.filter(names(namesA, 'a'))
  const bWins = said.filter((value) => !aWins.includes(value) && names(namesB, 'b')(value))
  const rest = said.filter((value) => !aWins.includes(value) && !bWins.includes(value))
  const ties = rest.filter((value) => TIES.test(value))
  if (aWins.length + bWins.length === 0 || rest.length > ties.length) return null
  return reading(aWins, bWins, ties, 0.97, `${quoted(label)} names the response that is preferred`)
}

const INDEX = /(_|\b)(id|idx|index|no|num|number|position)$|^(choice|winner|chosen|preferred|better)/i

const DIFFERENCE = /diff|margin|delta|advantage/i

/** Whether a label's name says that it speaks of the second response: "b_is_better", "second_wins". */
function namesSecond(name: string, ends: readonly [string, string]): boolean {
  const [first, second] = ends.map((end, i) =>
    [end, ...(i === 0 ? ['a', '1', 'left', 'first'] : ['b', '2', 'right', 'second'])].some((word) =>
      new RegExp(`(^|[^a-z0-9])${word}([^a-z0-9]|$)`, 'i').test(name),
    ),
  )
  return second === true && first === false
}

function byNumbers(all: readonly string[], { ends }: TwinNames, label: string): SidesReading | null {
  const ties = all.filter((value) => TIES.test(value))
  const said = all.filter((value) => !ties.includes(value))
  const numbers = said.map(numeric)
  const flags = said.every((value) => value === 'true' || value === 'false')
  if (said.length === 0 || (!flags && numbers.some((number) => number === null))) return null
  const name = label.slice(label.lastIndexOf('.') + 1)
  const second = namesSecond(name, ends)
  const [yes, no] = second ? ['the second', 'the first'] : ['the first', 'the second']
  const sides = <T>(first: T, other: T): [T, T] => (second ? [other, first] : [first, other])
  if (flags) {
    const [aWins, bWins] = sides(['true'], ['false'])
    return reading(
      aWins,
      bWins,
      ties,
      0.6,
      `true in ${quoted(label)} is taken to mean that ${yes} response is preferred`,
    )
  }
  const sorted = (numbers as number[]).toSorted((x, y) => x - y)
  const [low, high] = [sorted[0]!, sorted.at(-1)!]
  const whole = sorted.every(Number.isInteger)
  const is = (...wanted: number[]) => sorted.every((number) => wanted.includes(number))
  const value = (number: number) => [String(number)]
  if (is(0, 1) && second) {
    return reading(['0'], ['1'], ties, 0.6, `1 in ${quoted(label)} is taken to mean the second response`)
  }
  if (is(0, 1)) {
    const index = ends[0] === '0' || ends[0] === '1' || INDEX.test(name)
    const first = index ? 0 : 1
    const sure = ends[0] === '0' ? 0.9 : 0.6
    return reading(
      value(first),
      value(1 - first),
      ties,
      sure,
      `${first} in ${quoted(label)} is taken to mean the first response`,
    )
  }
  if (is(0, 1, 2) && ends[0] === '0' && sorted.includes(0) && sorted.includes(2)) {
    return reading(
      ['0'],
      ['1'],
      [...ties, '2'],
      0.6,
      `0 in ${quoted(label)} is taken to mean the first response, 2 a tie`,
    )
  }
  if (low >= 0 && high <= 1 && !whole) {
    const [aWins, bWins] = sides(['> 0.5'], ['< 0.5'])
    return reading(
      aWins,
      bWins,
      [...ties, '0.5'],
      0.6,
      `values of ${quoted(label)} over 0.5 are taken to mean ${yes} response, those below ${no}`,
    )
  }
  if (is(1, 2) || (is(0, 1, 2) && ends[0] === '1')) {
    const sure = ends[0] === '1' ? 0.9 : 0.6
    const none = sorted.includes(0) ? ['0'] : []
    return reading(
      ['1'],
      ['2'],
      [...ties, ...none],
      sure,
      `1 in ${quoted(label)} is taken to mean the first response`,
    )
  }
  if (low < 0 && high > 0) {
    const values = whole && sorted.length <= MOST_VALUES ? said : null
    const side = (sign: number) => values?.filter((one) => Math.sign(Number(one)) === sign)
    // A difference is the first less the second; a scale goes from the first to the second.
    const difference = DIFFERENCE.test(name)
    const [below, above] = [side(-1) ?? ['< 0'], side(1) ?? ['> 0']]
    return reading(
      difference ? above : below,
      difference ? below : above,
      [...ties, '0'],
      0.6,
      `${difference ? 'positive' : 'negative'} values of ${quoted(label)} are taken to mean the first response`,
    )
  }
  return byScale(sorted, ties, label)
}

/**
 * The ends of a scale of which not every value need occur: small whole numbers begin with 1, or 0 where it
 * occurs.
 */
function scaleOf(sorted: readonly number[]): [number, number] {
  const [low, high] = [sorted[0]!, sorted.at(-1)!]
  return low > 1 && high <= 10 && sorted.every(Number.isInteger) ? [1, high] : [low, high]
}

/** A scale from the first response to the second, its middle being a tie. */
function byScale(sorted: readonly number[], ties: readonly string[], label: string): SidesReading | null {
  if (sorted.length < 2) return null
  const [low, high] = scaleOf(sorted)
  const middle = (low + high) / 2
  const listedValues = sorted.length <= MOST_VALUES
  const below = listedValues ? sorted.filter((number) => number < middle).map(String) : [`< ${middle}`]
  const above = listedValues ? sorted.filter((number) => number > middle).map(String) : [`> ${middle}`]
  const tie = !listedValues || sorted.includes(middle) ? [String(middle)] : []
  return reading(
    below,
    above,
    [...ties, ...tie],
    0.55,
    `low values of ${quoted(label)} (${low} to ${high}) are taken to mean the first response, high ones the second`,
  )
}

function byWords(said: readonly string[], label: string): SidesReading | null {
  const ties = said.filter((value) => TIES.test(value))
  const rest = said.filter((value) => !ties.includes(value)).toSorted()
  if (rest.length !== 2) return null
  return reading(
    [rest[0]!],
    [rest[1]!],
    ties,
    0.3,
    `${quoted(rest[0]!)} in ${quoted(label)} is guessed to mean the first response`,
  )
}

function reading(
  aWins: readonly string[],
  bWins: readonly string[],
  ties: readonly string[],
  certainty: number,
  because: string,
): SidesReading {
  return { aWins, bWins, ties, certainty, because: `${because.charAt(0).toUpperCase()}${because.slice(1)}.` }
}

/** The same with the two sides exchanged. */
export const exchangedSides = (read: SidesReading): SidesReading => ({
  ...read,
  aWins: read.bWins,
  bWins: read.aWins,
})

export interface JudgedReading {
  readonly good: readonly string[]
  readonly bad: readonly string[]
  /** Values that say neither. */
  readonly neither: readonly string[]
  readonly certainty: number
  readonly because: string
}

const GOOD =
  /^(true|good|great|excellent|perfect|very good|approved?|gut|bien|bon|up|thumbs?[ _-]?up|👍|liked?|yes|y|positive|pos|desirable|chosen|accept(ed)?|helpful|safe|correct|pass(ed)?|upvote|\+1|preferred)$/
const BAD =
  /^(false|bad|poor|terrible|awful|very bad|declined?|disapproved?|schlecht|mal|mauvais|down|thumbs?[ _-]?down|👎|disliked?|no|n|negative|neg|undesirable|rejected?|unhelpful|unsafe|harmful|incorrect|wrong|fail(ed)?|downvote)$/
const NEUTRAL = /^(neutral|mixed|ok(ay)?|meh|average|so-so)$/

/** Names of columns of which more is worse. */
const WORSE =
  /toxic|harm|unsafe|bad|wrong|incorrect|error|violat|reject|dislike|downvote|flag|offens|rank|loss|perplex|halluc|spam|nsfw|schulnote/i

/** What a label's values say of the one response of their row; null where they cannot tell good from bad. */
export function readJudged(values: ValueSet, label: string): JudgedReading | null {
  const said = [...values.keys()].filter((value) => !NO_VOTES.test(value))
  const worse = WORSE.test(label.slice(label.lastIndexOf('.') + 1))
  const numbers = said.map((value) => (value === 'true' || value === 'false' ? null : numeric(value)))
  if (said.length > 0 && numbers.every((number) => number !== null))
    return judgedNumbers(said, numbers, label, worse)
  const good = said.filter((value) => GOOD.test(value) || value === '1')
  const bad = said.filter((value) => BAD.test(value) || value === '0' || value === '-1')
  if (!said.some((value) => GOOD.test(value) || BAD.test(value))) return null
  const neutral = said.filter((value) => NEUTRAL.test(value))
  const unknown = said.filter(
    (value) => !good.includes(value) && !bad.includes(value) && !neutral.includes(value),
  )
  const count = (list: readonly string[]) => list.reduce((sum, value) => sum + values.get(value)!, 0)
  const flags = said.every((value) => value === 'true' || value === 'false')
  const sure = flags ? (worse ? 0.5 : 1) : 0.97 * (1 - count(unknown) / count(said))
  return judgedAs(flags && worse ? [bad, good] : [good, bad], neutral, sure, label)
}

function judgedNumbers(
  said: readonly string[],
  numbers: readonly number[],
  label: string,
  worse: boolean,
): JudgedReading {
  const sorted = numbers.toSorted((x, y) => x - y)
  const is = (...wanted: number[]) => sorted.every((number) => wanted.includes(number))
  const [low, high] = scaleOf(sorted)
  const flags = is(0, 1) || is(-1, 1)
  const votes = is(-1, 0, 1) && !flags
  const whole = said.length <= MOST_VALUES
  const middle = votes ? 0 : flags ? (is(0, 1) ? 0.5 : 0) : (low + high) / 2
  const side = (sign: number) => {
    if (!whole) return [sign > 0 ? `> ${middle}` : `< ${middle}`]
    return sorted.filter((number) => Math.sign(number - middle) === sign).map(String)
  }
  const [above, below] = [side(1), side(-1)]
  const neither = sorted.filter((number) => number === middle).map(String)
  const sure = worse ? 0.5 : flags ? 1 : votes ? 0.85 : said.length === 2 ? 0.6 : 0.5
  return judgedAs(worse ? [below, above] : [above, below], neither, sure, label)
}

function judgedAs(
  [good, bad]: readonly [readonly string[], readonly string[]],
  neither: readonly string[],
  certainty: number,
  label: string,
): JudgedReading {
  const values = (list: readonly string[]) => (list.length > 0 ? listed(list.slice(0, 6)) : 'nothing')
  const rest = neither.length > 0 ? `, and ${values(neither)} neither` : ''
  const because = `In ${quoted(label)}, ${values(good)} is taken as good and ${values(bad)} as bad${rest}.`
  return { good, bad, neither, certainty, because }
}
