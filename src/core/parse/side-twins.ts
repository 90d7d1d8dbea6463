import { field, type SourceRecord } from './rows.ts'

/** Words that tell a row's two responses apart in the names of columns. */
const BETTER: readonly (readonly [string, string])[] = [
  ['chosen', 'rejected'],
  ['preferred', 'rejected'],
  ['preferred', 'dispreferred'],
  ['preferred', 'non_preferred'],
  ['preferred', 'nonpreferred'],
  ['preferred', 'non-preferred'],
  ['preferred', 'non preferred'],
  ['accepted', 'rejected'],
  ['selected', 'rejected'],
  ['better', 'worse'],
  ['best', 'worst'],
  ['winner', 'loser'],
  ['winning', 'losing'],
  ['win', 'lose'],
  ['positive', 'negative'],
  ['pos', 'neg'],
  ['good', 'bad'],
  ['accept', 'reject'],
  ['correct', 'incorrect'],
  ['right', 'wrong'],
  ['safe', 'unsafe'],
  ['helpful', 'unhelpful'],
  ['w', 'l'],
  ['gute', 'schlechte'],
  ['bessere', 'schlechtere'],
  ['elegida', 'rechazada'],
  ['elegido', 'rechazado'],
  ['buena', 'mala'],
  ['mejor', 'peor'],
  ['bonne', 'mauvaise'],
  ['meilleure', 'pire'],
  ['choisie', 'rejetée'],
  ['escolhida', 'rejeitada'],
  ['更好', '较差'],
  ['好', '坏'],
  ['选择', '拒绝'],
  ['選択', '拒否'],
]

/** Words for a place, which do not say which response is the better one. */
const PLACES: readonly (readonly [string, string])[] = [
  ['a', 'b'],
  ['1', '2'],
  ['0', '1'],
  ['x', 'y'],
  ['left', 'right'],
  ['first', 'second'],
  ['one', 'two'],
  ['links', 'rechts'],
  ['gauche', 'droite'],
  ['izquierda', 'derecha'],
  ['左', '右'],
]

const WORDS = [...BETTER, ...PLACES]

/** Two columns that say the same of either response: "score_chosen" and "score_rejected". */
export type Twins = readonly [first: string, second: string]

/** Two names that differ in the words for the two responses. */
export interface NameTwins {
  readonly names: Twins
  readonly words: readonly [string, string]
  /** Whether the words say which response is the better one. */
  readonly better: boolean
}

/** Detection asks for the twins of the same paths many times. */
const FOUND = new WeakMap<readonly string[], NameTwins[]>()

/** Names that are alike but for the words for the two responses. */
export function nameTwins(names: readonly string[]): NameTwins[] {
  let found = FOUND.get(names)
  if (!found) FOUND.set(names, (found = findTwins(names)))
  return found
}

function findTwins(names: readonly string[]): NameTwins[] {
  const named = new Map(names.toReversed().map((name) => [name.toLowerCase(), name]))
  return names.flatMap((first) =>
    WORDS.flatMap((words): NameTwins[] => {
      const wanted = counterpart(first, words)?.toLowerCase()
      const second = wanted === undefined ? undefined : named.get(wanted)
      return second === undefined || second === first
        ? []
        : [{ names: [first, second], words, better: BETTER.includes(words) }]
    }),
  )
}

/** A word in a name, and not a part of another word: "a" in "model_a", "1" in "response1". */
const wordIn = (word: string): RegExp => {
  const [before, after] = /\d/.test(word) ? ['(?<!\\d)', '(?!\\d)'] : ['(?<![a-z])', '(?![a-z])']
  return new RegExp(before + word + after, 'i')
}

const PATTERNS: ReadonlyMap<string, RegExp> = new Map(WORDS.flat().map((word) => [word, wordIn(word)]))

/** The name with one word for the other, in the same case; null where it has no such word. */
function counterpart(name: string, [word, other]: readonly [string, string]): string | null {
  const found = PATTERNS.get(word)!.exec(name)
  if (!found) return null
  const [text] = found
  const same = text === text.toUpperCase() ? other.toUpperCase() : other
  return name.slice(0, found.index) + same + name.slice(found.index + text.length)
}

/** The words that turn the name of one response's column into that of the other. */
const wordsOf = ([first, second]: readonly [string, string]) =>
  WORDS.filter((words) => counterpart(first, words) === second || counterpart(second, words) === first)

/** Says which response won, so it stays when the responses change places. */
const LABEL = /^(winner|win|vote|label)|preference|annotator/i

/**
 * The columns beside the responses that say the same of either, by the words in which the names of the
 * responses' own columns differ.
 * @param sides names of the responses' columns
 */
export function sideTwins(columns: Iterable<string>, sides: readonly [string, string]): Twins[] {
  const names = new Set(columns)
  const own = wordsOf(sides)
  const isOther = (name: string) => !sides.includes(name) && !isLabel(name, sides)
  return [...names].filter(isOther).flatMap((first) =>
    own.flatMap((words): Twins[] => {
      const second = counterpart(first, words)
      return second !== null && second !== first && names.has(second) && isOther(second)
        ? [[first, second]]
        : []
    }),
  )
}

/** Two columns that say the same of either response, in the order of the responses. */
export interface ResponseTwins {
  /** What they say, without the word for the response: "model" of "model_a". */
  readonly base: string
  readonly names: Twins
}

/** The same for paths, each pair of them in the order of the sides. @param sides paths of the responses */
export function responseTwins(paths: readonly string[], sides: readonly [string, string]): ResponseTwins[] {
  const found = new Map<string, ResponseTwins>()
  for (const [first, second] of sideTwins([...paths, ...sides], sides)) {
    const words = WORDS.find((some) => counterpart(first, some) === second)!
    const forward = WORDS.some(
      ([a, b]) => counterpart(sides[0], [a, b]) === sides[1] && counterpart(first, [a, b]) === second,
    )
    const names: Twins = forward ? [first, second] : [second, first]
    if (!found.has(names.join('\0')))
      found.set(names.join('\0'), { base: withoutWord(first, words[0]), names })
  }
  return [...found.values()]
}

/** "model_a" → "model", "response_0_source" → "response_source", "chosen.rating" → "rating". */
function withoutWord(name: string, word: string): string {
  const { index } = wordIn(word).exec(name)!
  const [before, after] = [name.slice(0, index), name.slice(index + word.length)]
  const left = before.replace(/[\s_.-]+$/, '')
  const right = after.replace(/^[\s_.-]+/, '')
  if (left === '' || right === '') return left + right || name
  return `${left}${/[\s_.-]+$/.exec(before)?.[0] ?? ''}${right}`
}

const isLabel = (name: string, sides: readonly [string, string]): boolean =>
  LABEL.test(name) && wordsOf(sides).every(isPlace)

const isPlace = (words: readonly [string, string]): boolean => PLACES.includes(words)

/**
 * Names that may speak of one response, or of one against the other, without a counterpart to exchange them
 * with.
 */
const ONE_SIDED =
  /chosen|reject|prefer|score|rating|reward|margin|diff|strength|confiden|reason|rationale|explan|winner|label/i

/** Columns that an exchange of the sides may have made wrong and that cannot be put right. */
export function doubtful(
  columns: Iterable<string>,
  sides: readonly [string, string],
  twins: readonly Twins[],
): string[] {
  const known = new Set([...sides, ...twins.flat(), 'chosen', 'rejected'])
  return [...columns].filter((name) => !known.has(name) && !isLabel(name, sides) && ONE_SIDED.test(name))
}

/** The record with its twin columns exchanged. */
export function exchanged(record: SourceRecord, twins: readonly Twins[]): SourceRecord {
  if (twins.length === 0) return record
  const other = new Map(
    twins.flatMap(([first, second]) => [[first, second] as const, [second, first] as const]),
  )
  return Object.fromEntries(Object.keys(record).map((name) => [name, field(record, other.get(name) ?? name)]))
}
