import { structureIn } from './cells.ts'
import { field, isRecord, type SourceRecord } from './rows.ts'

/** A call of a tool, as any of the usual layouts has it. */
export interface ToolCall {
  readonly name: string
  /** An object where it could be read, else the text as it came. */
  readonly arguments: unknown
}

/** The calls in a message: OpenAI's tool_calls and function_call, Anthropic's tool_use parts. */
export function toolCalls(message: SourceRecord): ToolCall[] {
  const listed = structureIn(field(message, 'tool_calls'))
  const parts = field(message, 'content')
  return [
    ...(Array.isArray(listed) ? listed : []),
    field(message, 'function_call'),
    ...(Array.isArray(parts) ? parts.filter((part) => isRecord(part) && part.type === 'tool_use') : []),
  ].flatMap((call) => readCall(call) ?? [])
}

/** A call written as an object, or as JSON text (LLaMA-Factory's function_call turns). */
export function readCall(value: unknown): ToolCall | null {
  const call = structureIn(value)
  if (!isRecord(call)) return null
  const named = isRecord(call.function) ? call.function : call
  const name = field(named, 'name')
  if (typeof name !== 'string') return null
  const given = field(named, 'arguments') ?? field(named, 'parameters') ?? field(named, 'input') ?? {}
  return { name, arguments: structureIn(given) ?? given }
}

/**
 * Calls as text for analysis, one a line: get_weather {"city": "Oslo"}. The same call reads the same however
 * it is written.
 */
export const callsText = (calls: readonly ToolCall[]): string =>
  calls.map((call) => `${call.name} ${spacedJson(call.arguments)}`).join('\n')

/** JSON on one line, spaced as a person writes it. */
export function spacedJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(spacedJson).join(', ')}]`
  if (isRecord(value)) {
    const entries = Object.entries(value).map(([key, item]) => `${JSON.stringify(key)}: ${spacedJson(item)}`)
    return `{${entries.join(', ')}}`
  }
  return typeof value === 'bigint' ? String(value) : (JSON.stringify(value) ?? 'null')
}
