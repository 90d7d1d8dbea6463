import { MAX_TEXT_LENGTH } from './limits.ts'
import { promptText, readTurns, responseText, sameTurn, type Turn } from './turns.ts'

export interface Conversation {
  readonly prompt: readonly Turn[]
  readonly chosen: readonly Turn[]
  readonly rejected: readonly Turn[]
}

export type Winner = 'a' | 'b' | 'tie' | 'unknown'

/** The cells of a row that make up a pair, as they are in the file. */
export interface RawPair {
  /** Whether the prompt is part of the responses; then `prompt` is not looked at. */
  readonly implicit: boolean
  readonly prompt: unknown
  readonly system: unknown
  readonly a: unknown
  readonly b: unknown
  /** What a sentence calls the two: "the chosen response". */
  readonly names: readonly [string, string]
  readonly winner: Winner
}

/** A row read: its conversation and the same as plain text. */
export interface ReadPair {
  readonly conversation: Conversation
  readonly prompt: string
  readonly chosen: string
  readonly rejected: string
  /** Whether the second of the two responses is the chosen one. */
  readonly swapped: boolean
}

/**
 * Makes a pair of a row's cells. What both responses begin with (turns; for plain text without a prompt, whole lines)
 * belongs to the prompt, as in TRL's extract_prompt.
 * @returns the pair, or the reason why there is none
 */
export function readPair(raw: RawPair): ReadPair | string {
  const a = readSide(raw.a, raw.names[0])
  if (typeof a === 'string') return a
  const b = readSide(raw.b, raw.names[1])
  if (typeof b === 'string') return b
  const given = raw.implicit ? [] : readPrompt(raw.prompt)
  if (typeof given === 'string') return given
  const plain = raw.implicit && a.length === 1 && b.length === 1 && typeof raw.a === 'string'
  const split = plain ? splitText(a[0]!, b[0]!) : splitTurns(a, b)
  if (differ(split, typeof raw.a === 'string')) return 'the prompts of the two responses differ'
  const texts = [split.a, split.b].map((turns) => wellFormed(responseText(turns)))
  for (const [i, text] of texts.entries()) {
    if (text === '') return `${raw.names[i]!} is empty`
    if (text.length > MAX_TEXT_LENGTH) return `${raw.names[i]!} is longer than a million characters`
  }
  if (texts[0] === texts[1]) return 'the two responses are identical'
  if (raw.winner === 'tie') return 'the label says that neither response is better'
  if (raw.winner === 'unknown') return 'the label is missing or names neither response'
  const turns = withSystem(raw.system, joinPrompt(given, split.prompt, typeof raw.prompt === 'string'))
  const prompt = wellFormed(promptText(turns))
  if (prompt.length > MAX_TEXT_LENGTH) return 'the prompt is longer than a million characters'
  const swapped = raw.winner === 'b'
  const [chosen, rejected] = swapped ? [split.b, split.a] : [split.a, split.b]
  return {
    conversation: { prompt: turns, chosen, rejected },
    prompt,
    chosen: texts[swapped ? 1 : 0]!,
    rejected: texts[swapped ? 0 : 1]!,
    swapped,
  }
}

export function readSide(value: unknown, name: string): Turn[] | string {
  if (value === undefined || value === null) return `${name} is missing`
  const turns = readTurns(value, 'assistant')
  if (!turns) return `${name} is not text`
  return turns.at(-1)!.role === 'assistant' ? turns : `${name} does not end with a turn of the assistant`
}

export function readPrompt(value: unknown): Turn[] | string {
  if (value === undefined || value === null) return 'the prompt is missing'
  const turns = readTurns(value, 'user')
  if (!turns) return 'the prompt is not text'
  return turns.length === 1 && turns[0]!.content.trim() === '' ? [] : turns
}

interface Split {
  readonly prompt: readonly Turn[]
  readonly a: readonly Turn[]
  readonly b: readonly Turn[]
}

function splitTurns(a: readonly Turn[], b: readonly Turn[]): Split {
  const most = Math.min(a.length, b.length) - 1
  let n = 0
  while (n < most && sameTurn(a[n]!, b[n]!)) n++
  return { prompt: a.slice(0, n), a: a.slice(n), b: b.slice(n) }
}

function splitText(a: Turn, b: Turn): Split {
  const most = Math.min(a.content.length, b.content.length)
  let n = 0
  while (n < most && a.content[n] === b.content[n]) n++
  const cut = n === most ? 0 : a.content.lastIndexOf('\n', n - 1) + 1
  const rest = (turn: Turn) => [{ role: 'assistant', content: turn.content.slice(cut) }]
  const prompt = a.content.slice(0, cut)
  return { prompt: prompt.trim() === '' ? [] : [{ role: 'user', content: prompt }], a: rest(a), b: rest(b) }
}

/**
 * Two responses answer the same prompt when, after what they share, the user says the same in both. A transcript has
 * no message borders to trust, so there a single turn must be left.
 */
function differ(split: Split, transcript: boolean): boolean {
  if (transcript) return split.a.length > 1 || split.b.length > 1
  const asked = (turns: readonly Turn[]) => turns.filter((turn) => turn.role === 'user')
  const [a, b] = [asked(split.a), asked(split.b)]
  return a.length !== b.length || a.some((turn, i) => !sameTurn(turn, b[i]!))
}

/** A prompt column often repeats the start of the conversation (UltraFeedback): then the conversation is taken. */
export function joinPrompt(
  given: readonly Turn[],
  shared: readonly Turn[],
  isText: boolean,
): readonly Turn[] {
  const first = shared[0]
  if (!first) return given
  const repeats = first.role !== 'assistant' && (isText || given.some((turn) => sameTurn(turn, first)))
  return repeats ? shared : [...given, ...shared]
}

export function withSystem(system: unknown, turns: readonly Turn[]): readonly Turn[] {
  if (typeof system !== 'string' || system.trim() === '' || turns[0]?.role === 'system') return turns
  return [{ role: 'system', content: system }, ...turns]
}

/**
 * Lone surrogates (from "\ud800" in JSON) cannot be stored as UTF-8: a replacement character stands in for each, so
 * offsets hold. The cheap test spares most texts the search for lone ones.
 */
export function wellFormed(text: string): string {
  return isWellFormed(text) ? text : text.replace(/\p{Surrogate}/gu, '\ufffd')
}

/** Whether no surrogate stands alone. */
export const isWellFormed = (text: string): boolean =>
  !/[\ud800-\udfff]/.test(text) || !/\p{Surrogate}/u.test(text)
