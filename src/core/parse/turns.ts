import { field, isRecord } from './rows.ts'

/** One message of a conversation. */
export interface Turn {
  /** 'system', 'user', 'assistant' where known; else as in the file, in lower case. */
  readonly role: string
  readonly content: string
}

const ROLES: Readonly<Record<string, string>> = {
  human: 'user',
  prompter: 'user',
  gpt: 'assistant',
  bot: 'assistant',
  model: 'assistant',
  chatbot: 'assistant',
}

const role = (name: string): string => {
  const lower = name.trim().toLowerCase()
  return Object.hasOwn(ROLES, lower) ? ROLES[lower]! : lower
}

/**
 * Reads a cell as a conversation: text (one turn of `speaker`, or a transcript), a message, a list of messages
 * ({role, content} or {from, value}), an object that holds one ({messages}), or any of these written as JSON text,
 * as they are in CSV.
 * @returns null when it is none of these
 */
export function readTurns(value: unknown, speaker: 'user' | 'assistant'): Turn[] | null {
  if (typeof value === 'string') {
    const messages = value.startsWith('[{') ? readTurns(parsed(value), speaker) : null
    return messages ?? readTranscript(value, speaker) ?? [{ role: speaker, content: value }]
  }
  if (Array.isArray(value)) {
    const turns = value.map(readTurn)
    return turns.length > 0 && turns.every((turn) => turn !== null) ? turns : null
  }
  if (!isRecord(value)) return null
  if (Object.hasOwn(value, 'messages')) return readTurns(value.messages, speaker)
  const turn = readTurn(value)
  return turn && [turn]
}

function readTurn(value: unknown): Turn | null {
  if (!isRecord(value)) return null
  const name = field(value, 'role') ?? field(value, 'from')
  const content = field(value, 'content') ?? field(value, 'value') ?? ''
  const text = readContent(content)
  return typeof name === 'string' && text !== null ? { role: role(name), content: text } : null
}

/** Text, or a list of parts of which those with text count (OpenAI, LMArena). */
function readContent(value: unknown): string | null {
  if (typeof value === 'string') return value
  if (!Array.isArray(value)) return null
  const texts = value.map((part) => (isRecord(part) ? field(part, 'text') : part))
  return texts.filter((text) => typeof text === 'string').join('\n\n')
}

/** How transcripts mark their turns: Anthropic HH, and HelpSteer2's prompts, whose first turn is unmarked. */
const HH_MARK = /(?:^|\n\n)(Human|Assistant):/
const HELPSTEER_MARK = /\n?<extra_id_1>(User|Assistant)\n/

function readTranscript(text: string, speaker: 'user' | 'assistant'): Turn[] | null {
  const hh = isHhTranscript(text)
  if (!hh && !(speaker === 'user' && text.includes('<extra_id_1>'))) return null
  // split() keeps the captured speaker: text, speaker, text, speaker, text.
  const parts = hh ? text.trimStart().split(HH_MARK) : text.split(HELPSTEER_MARK)
  const turns: Turn[] = hh ? [] : [{ role: 'user', content: parts[0]!.trim() }]
  for (let i = 1; i + 1 < parts.length; i += 2) {
    turns.push({ role: role(parts[i]!), content: parts[i + 1]!.trim() })
  }
  // A prompt may end with the mark after which the response goes.
  if (speaker === 'user' && turns.length > 1 && turns.at(-1)!.content === '') turns.pop()
  return turns
}

/** A transcript as in Anthropic's hh-rlhf: "\n\nHuman: …\n\nAssistant: …". */
export const isHhTranscript = (text: string): boolean =>
  text.startsWith('\n\nHuman:') || (text.startsWith('Human:') && text.includes('\n\nAssistant:'))

/** The conversation as plain text (PairTable.prompt): speakers are named only where there is more than one turn. */
export function promptText(turns: readonly Turn[]): string {
  if (turns.length === 1) return turns[0]!.content.trim()
  return turns
    .map(({ role, content }) => `${role.charAt(0).toUpperCase()}${role.slice(1)}: ${content.trim()}`)
    .join('\n\n')
}

/** What the assistant says in the turns after the prompt. */
export function responseText(turns: readonly Turn[]): string {
  const said = turns.filter((turn) => turn.role === 'assistant').map((turn) => turn.content.trim())
  return said.filter((text) => text !== '').join('\n\n')
}

export const sameTurn = (a: Turn, b: Turn): boolean => a.role === b.role && a.content === b.content

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
