import { jsonText } from '../parse/json-write.ts'
import { structureIn } from '../parse/cells.ts'
import { field, isRecord, type SourceRecord } from '../parse/rows.ts'
import { readCall, toolCalls } from '../parse/tool-calls.ts'
import { partText, type Turn } from '../parse/turns.ts'

/*
 * Messages are opaque: an export takes a turn's message as it was in the file and changes only the text that
 * a decision changes. Tool calls, reasoning, images and unknown keys go through.
 */

/** The turn with its text changed, in its message too; of several parts of text each is changed by itself. */
export function withText(turn: Turn, change: (text: string) => string): Turn {
  const { message } = turn
  if (!message) return { ...turn, content: change(turn.content) }
  const key = ['content', 'value', 'text'].find((name) => Object.hasOwn(message, name))
  if (key === undefined) return turn
  const value = message[key]
  if (typeof value === 'string') {
    // LLaMA-Factory's calls are text in the file and none in the conversation.
    if (turn.content === '' && value.trim() !== '') return turn
    const content = change(value)
    return content === value ? turn : { ...turn, content, message: { ...message, [key]: content } }
  }
  if (!Array.isArray(value)) return turn
  const parts = value.map((part: unknown) => withPartText(part, change))
  if (parts.every((part, i) => part === value[i])) return turn
  const content = parts.flatMap((part) => partText(part) ?? []).join('\n\n')
  return { ...turn, content, message: { ...message, [key]: parts } }
}

function withPartText(part: unknown, change: (text: string) => string): unknown {
  const text = partText(part)
  if (text === null || text === '') return part
  const changed = change(text)
  if (changed === text) return part
  return isRecord(part) ? { ...part, text: changed } : changed
}

/** Roles that trainers and services know: they stay as they are in the file. */
const KEPT_ROLES = ['system', 'developer', 'user', 'assistant', 'tool', 'function']

/** A turn as {role, content} with all that its message held besides. */
export function openMessage(turn: Turn): SourceRecord {
  const { role, content, message } = turn
  if (!message) return { role, content }
  const named = field(message, 'role')
  const own = typeof named === 'string' && KEPT_ROLES.includes(named) ? named : role
  const written = writtenCalls(turn)
  if (written) return { role: 'assistant', content: '', tool_calls: written, ...beside(message) }
  if (!Object.hasOwn(message, 'role') || !Object.hasOwn(message, 'content')) {
    const said = Object.hasOwn(message, 'content') ? message.content : content
    return { role: own, content: said, ...beside(message) }
  }
  return named === own ? message : { ...message, role: own }
}

/** What a message holds beside speaker and text. */
function beside(message: SourceRecord): SourceRecord {
  const taken = ['role', 'content', 'from', 'value', 'speaker', 'text', 'data']
  const type = Object.hasOwn(message, 'role') || Object.hasOwn(message, 'from') ? [] : ['type']
  return Object.fromEntries(Object.entries(message).filter(([key]) => ![...taken, ...type].includes(key)))
}

/** Calls that a turn has as text in the file, as OpenAI's tool_calls. */
function writtenCalls({ content, calls, message }: Turn): SourceRecord[] | null {
  if (calls === undefined || content !== '' || !message || toolCalls(message).length > 0) return null
  const inner = structureIn(field(message, 'content') ?? field(message, 'value'))
  return (Array.isArray(inner) ? inner : [inner]).flatMap((value: unknown) => {
    const call = readCall(value)
    if (!call) return []
    const args = typeof call.arguments === 'string' ? call.arguments : jsonText(call.arguments)
    return [{ type: 'function', function: { name: call.name, arguments: args } }]
  })
}

export const openMessages = (turns: readonly Turn[]): SourceRecord[] => turns.map(openMessage)

/** What a message holds that a layout of texts cannot. */
export type Beyond = 'calls' | 'reasoning' | 'parts' | 'keys'

/** What of a turn a layout of speaker and text would lose. */
export function beyondText(turn: Turn): Set<Beyond> {
  const found = new Set<Beyond>()
  if (turn.calls !== undefined) found.add('calls')
  for (const [key, value] of Object.entries(turn.message ?? {})) {
    if (value === null || value === undefined || value === '' || (Array.isArray(value) && value.length === 0))
      continue
    if (/^(reasoning_content|reasoning|thinking)$/.test(key)) found.add('reasoning')
    else if (key === 'content' || key === 'value') {
      if (Array.isArray(value) && value.some((part) => partText(part) === null)) found.add('parts')
    } else if (!/^(role|from|speaker|type|text|tool_calls|function_call)$/.test(key)) found.add('keys')
  }
  return found
}
