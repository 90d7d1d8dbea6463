import { structureIn } from './cells.ts'
import { field, isRecord, type SourceRecord } from './rows.ts'
import { callsText, spacedJson, readCall, toolCalls } from './tool-calls.ts'

/** One message of a conversation. */
export interface Turn {
  /** 'system', 'user', 'assistant', 'tool' where known; else as in the file, in lower case. */
  readonly role: string
  /** What is said. */
  readonly content: string
  /** The tools that it calls, as text; absent where it calls none. */
  readonly calls?: string
  /** The message as it was in the file, with all its keys; absent where the file has text. */
  readonly message?: SourceRecord
}

const ROLES: Readonly<Record<string, string>> = {
  human: 'user',
  prompter: 'user',
  instruction: 'user',
  gpt: 'assistant',
  ai: 'assistant',
  aimessage: 'assistant',
  humanmessage: 'user',
  systemmessage: 'system',
  toolmessage: 'tool',
  bot: 'assistant',
  model: 'assistant',
  chatbot: 'assistant',
  chatgpt: 'assistant',
  function_call: 'assistant',
  tool_call: 'assistant',
  developer: 'system',
  function: 'tool',
  observation: 'tool',
  ipython: 'tool',
  tool_response: 'tool',
}

/** A speaker's name as the usual one. */
export const roleOf = (name: string): string => {
  const lower = name.trim().toLowerCase()
  return Object.hasOwn(ROLES, lower) ? ROLES[lower]! : lower
}

/**
 * Reads a value as a conversation: a message, a list of messages ({role, content}, {from, value} or
 * LangChain's {type, content}), or an object that holds one ({messages}), also where a cell has any of these
 * as text.
 * @returns null when it is none of these
 */
export function structuredTurns(value: unknown): Turn[] | null {
  const inner = structureIn(value)
  if (Array.isArray(inner)) {
    const turns = inner.map(readTurn)
    return turns.length > 0 && turns.every((turn) => turn !== null) ? turns : null
  }
  if (!isRecord(inner)) return null
  for (const name of ['messages', 'conversation', 'conversations']) {
    if (Object.hasOwn(inner, name)) return structuredTurns(inner[name])
  }
  const turn = readTurn(inner)
  return turn && [turn]
}

function readTurn(value: unknown): Turn | null {
  const message = structureIn(value)
  if (!isRecord(message)) return null
  const name = speakerOf(message)
  if (name === null) return null
  const lower = name.trim().toLowerCase()
  const data = isRecord(message.data) ? message.data : message
  const said = field(data, 'content') ?? field(message, 'value') ?? field(message, 'text')
  if (
    said === undefined &&
    !['content', 'value', 'tool_calls', 'function_call'].some((key) => Object.hasOwn(message, key))
  ) {
    return null
  }
  const role = roleOf(lower)
  const written = /^(function|tool)_calls?$/.test(lower) ? readWrittenCalls(said) : null
  if (written) return { role: 'assistant', content: '', calls: written, message }
  const content = readContent(said, role)
  if (content === null) return null
  const calls = callsText(toolCalls(message))
  return { role, content, ...(calls === '' ? {} : { calls }), message }
}

/** Who speaks; LangChain's type is a speaker only where it names one. */
function speakerOf(message: SourceRecord): string | null {
  const named = ['role', 'from', 'speaker']
    .map((key) => field(message, key))
    .find((one) => typeof one === 'string')
  if (named !== undefined) return named
  const type = field(message, 'type')
  return typeof type === 'string' && SPEAKERS.has(roleOf(type)) ? type : null
}

const SPEAKERS: ReadonlySet<string> = new Set(['system', 'user', 'assistant', 'tool'])

/** LLaMA-Factory's and ms-swift's turns that are nothing but calls, as JSON. */
function readWrittenCalls(value: unknown): string | null {
  const inner = structureIn(value)
  const calls = (Array.isArray(inner) ? inner : [inner]).map(readCall)
  return calls.every((call) => call !== null) ? callsText(calls) : null
}

/** Text, or a list of parts of which those with text count; what a tool gives back may be any JSON. */
function readContent(value: unknown, role: string): string | null {
  if (typeof value === 'string') return value
  if (value === null || value === undefined) return ''
  if (Array.isArray(value)) {
    const parts = value as unknown[]
    if (parts.every((part) => typeof part === 'string' || isRecord(part))) {
      return parts.flatMap((part) => partText(part) ?? []).join('\n\n')
    }
  }
  if (isRecord(value) && typeof value.text === 'string') return value.text
  return role === 'tool' && typeof value === 'object' ? spacedJson(value) : null
}

const UNSAID =
  /^(thinking|redacted_thinking|reasoning|image|image_url|input_image|audio|video|file|tool_use)$/

/** The text of a part of a message that is said; null for images, reasoning and the like. */
export function partText(part: unknown): string | null {
  if (typeof part === 'string') return part
  if (!isRecord(part) || UNSAID.test(String(part.type))) return null
  const text = field(part, 'text') ?? (part.type === 'tool_result' ? field(part, 'content') : undefined)
  return typeof text === 'string' ? text : null
}

/** What a turn says and calls, as text. */
export const turnText = ({ content, calls }: Turn): string =>
  calls === undefined ? content.trim() : [content.trim(), calls].filter((text) => text !== '').join('\n\n')

const CAPITAL = (role: string) => `${role.charAt(0).toUpperCase()}${role.slice(1)}`

/**
 * The conversation as plain text (PairTable.prompt): speakers are named only where there is more than one
 * turn.
 */
export function promptText(turns: readonly Turn[]): string {
  const [only] = turns
  if (turns.length === 1 && only!.role === 'user') return turnText(only!)
  return turns.map((turn) => `${CAPITAL(turn.role)}: ${turnText(turn)}`).join('\n\n')
}

/** What the assistant says and calls in the turns after the prompt. */
export function responseText(turns: readonly Turn[]): string {
  const said = turns.filter((turn) => turn.role === 'assistant').map(turnText)
  return said.filter((text) => text !== '').join('\n\n')
}

/** The turn as a message of the usual two keys. */
export const openMessage = ({ role, content }: Turn): SourceRecord => ({ role, content })

export const sameTurn = (a: Turn, b: Turn): boolean =>
  a.role === b.role && a.content.trim() === b.content.trim() && a.calls === b.calls
