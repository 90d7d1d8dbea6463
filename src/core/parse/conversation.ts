import { MAX_TEXT_LENGTH } from './limits.ts'
import { promptText, responseText, sameTurn, type Turn } from './turns.ts'

export interface Conversation {
  readonly prompt: readonly Turn[]
  readonly chosen: readonly Turn[]
  readonly rejected: readonly Turn[]
}

export type Winner = 'a' | 'b' | 'tie' | 'unknown'

/** The cells of a row that make up a pair, read into turns. */
export interface RawPair {
  /** The turns of the prompt's own cells, in order; empty where the prompt is part of the responses. */
  readonly prompt: readonly Turn[]
  /** Whether there is a prompt beside the responses. */
  readonly given: boolean
  readonly a: readonly Turn[]
  readonly b: readonly Turn[]
  /** Whether both responses are plain text, which has no borders between prompt and response. */
  readonly plain: boolean
  /** Whether turns come from marks in text, whose borders can only be trusted where a single turn is left. */
  readonly transcript: boolean
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

export const TIE = 'the label says that neither response is better (a tie)'
export const NO_VOTE = 'the label is missing or names neither response'

/**
 * Makes a pair of a row's cells. What both responses begin with (turns; for plain text without a prompt,
 * whole lines) belongs to the prompt, as in TRL's extract_prompt.
 * @returns the pair, or the reason why there is none
 */
export function readPair(raw: RawPair): ReadPair | string {
  const split = splitSides(raw)
  if (typeof split === 'string') return split
  const texts = [split.a, split.b].map((turns) => wellFormed(responseText(turns)))
  for (const [i, text] of texts.entries()) {
    const name = raw.names[i]!
    if (text === '') return emptyReason(name, i === 0 ? split.a : split.b)
    if (text.length > MAX_TEXT_LENGTH) return `${name} is longer than a million characters`
  }
  if (texts[0] === texts[1]) return 'the two responses are identical'
  if (raw.winner === 'tie') return TIE
  if (raw.winner === 'unknown') return NO_VOTE
  const turns = joinPrompt(raw.prompt, split.prompt)
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

/** Why nothing can be analysed in a response, told apart from one that holds nothing at all. */
export function emptyReason(name: string, turns: readonly Turn[]): string {
  const messages = turns.flatMap(({ message }) => (message ? [message] : []))
  const has = (...keys: string[]) => messages.some((message) => keys.some((key) => Boolean(message[key])))
  if (has('reasoning_content', 'reasoning', 'thinking')) return `${name} has reasoning but no answer`
  if (messages.some(({ content }) => Array.isArray(content) && content.length > 0)) {
    return `${name} has no text, only images or other parts`
  }
  return `${name} is empty`
}

interface Split {
  readonly prompt: readonly Turn[]
  readonly a: readonly Turn[]
  readonly b: readonly Turn[]
}

function splitSides({ a, b, plain, transcript, given }: RawPair): Split | string {
  if (plain && !given && a.length === 1 && b.length === 1) return splitText(a[0]!, b[0]!)
  const [headA, restA] = systemHead(a)
  const [headB, restB] = systemHead(b)
  if (headA.length > 0 && headB.length > 0 && !sameTurns(headA, headB)) {
    return 'the system messages of the two responses differ'
  }
  const head = headA.length > 0 ? headA : headB
  const rest = splitTurns(restA, restB)
  const differs = transcript
    ? rest.a.length > 1 || rest.b.length > 1
    : !sameTurns(userTurns(rest.a), userTurns(rest.b))
  if (differs) {
    return given
      ? 'the conversations in the two responses part before the last answer'
      : 'the prompts of the two responses differ'
  }
  return { ...rest, prompt: [...head, ...rest.prompt] }
}

const userTurns = (turns: readonly Turn[]) => turns.filter((turn) => turn.role === 'user')

const sameTurns = (a: readonly Turn[], b: readonly Turn[]) =>
  a.length === b.length && a.every((turn, i) => sameTurn(turn, b[i]!))

/** The system turns that a conversation begins with, and the rest: they may be on one side only. */
function systemHead(turns: readonly Turn[]): [Turn[], Turn[]] {
  let n = 0
  while (n < turns.length - 1 && turns[n]!.role === 'system') n++
  return [turns.slice(0, n), turns.slice(n)]
}

function splitTurns(a: readonly Turn[], b: readonly Turn[]): Split {
  const [asksA, asksB] = [userTurns(a).length > 0, userTurns(b).length > 0]
  // ms-swift: one side is the whole conversation, the other its last answer only.
  if (asksA !== asksB) {
    const n = (asksA ? a : b).findLastIndex((turn) => turn.role === 'user') + 1
    return asksA ? { prompt: a.slice(0, n), a: a.slice(n), b } : { prompt: b.slice(0, n), a, b: b.slice(n) }
  }
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
 * The prompt's own turns and those that the conversations begin with, as one: only a proven overlap is
 * dropped. The one may hold the other whole, or the end of the prompt is the start of the conversation.
 */
export function joinPrompt(given: readonly Turn[], shared: readonly Turn[]): readonly Turn[] {
  if (shared.length === 0) return given
  if (given.length === 0) return shared
  const at = placeOf(given, shared)
  // The prompt's own turns may hold more than text, such as images.
  if (at >= 0) return [...shared.slice(0, at), ...given, ...shared.slice(at + given.length)]
  if (given.length === 1 && given[0]!.content.trim() === promptText(shared)) return shared
  for (let k = Math.min(given.length, shared.length); k > 0; k--) {
    if (sameTurns(given.slice(-k), shared.slice(0, k))) return [...given, ...shared.slice(k)]
  }
  // A system message repeated before history that is new.
  const [heads, rest] = systemHead(given)
  const [sharedHeads, sharedRest] = systemHead(shared)
  if (heads.length > 0 && sameTurns(heads, sharedHeads)) return [...heads, ...joinPrompt(rest, sharedRest)]
  return [...given, ...shared]
}

/** Where some turns stand in others, one after the other; −1 where they do not. */
function placeOf(wanted: readonly Turn[], turns: readonly Turn[]): number {
  for (let start = 0; start + wanted.length <= turns.length; start++) {
    if (wanted.every((turn, i) => sameTurn(turn, turns[start + i]!))) return start
  }
  return -1
}

/**
 * Lone surrogates (from "\ud800" in JSON) cannot be stored as UTF-8: a replacement character stands in for
 * each, so offsets hold. The cheap test spares most texts the search for lone ones.
 */
export function wellFormed(text: string): string {
  return isWellFormed(text) ? text : text.replace(/\p{Surrogate}/gu, '\ufffd')
}

/** Whether no surrogate stands alone. */
export const isWellFormed = (text: string): boolean =>
  !/[\ud800-\udfff]/.test(text) || !/\p{Surrogate}/u.test(text)
