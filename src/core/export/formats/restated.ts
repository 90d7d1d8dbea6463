import { isRecord, type SourceRecord } from '../../parse/rows.ts'
import type { Conversation, SourcePairs } from '../../source.ts'

/** Whether the file holds messages, or any conversation of more than one turn. */
export function isConversational({ pairs, record, conversation }: SourcePairs): boolean {
  for (let pair = 0; pair < pairs.length; pair++) {
    const { prompt, chosen, rejected } = conversation(pair)
    if (prompt.length > 1 || chosen.length > 1 || rejected.length > 1) return true
    if (Object.values(record(pair)).some((value) => Array.isArray(value) && isMessage(value[0]))) return true
  }
  return false
}

/**
 * Of the given columns, those that hold, in every row, the text or the messages that the export says again. A
 * label that is called "chosen", an id called "prompt" or messages with more to them are not.
 */
export function restatedColumns(
  { pairs, record, conversation }: SourcePairs,
  names: readonly (keyof Conversation)[],
): Set<string> {
  const columns = new Set(names)
  for (let pair = 0; pair < pairs.length; pair++) {
    const row = record(pair)
    const turns = conversation(pair)
    for (const column of columns) {
      const text = turns[column].at(-1)?.content ?? ''
      if (Object.hasOwn(row, column) && !restates(row[column], text)) columns.delete(column)
    }
  }
  return columns
}

function restates(value: unknown, text: string): boolean {
  if (typeof value === 'string') return value.includes(text)
  if (Array.isArray(value)) return value.every(isPlain) && restates(value.at(-1), text)
  return isPlain(value) && restates(value.content ?? value.value, text)
}

const isPlain = (value: unknown): value is SourceRecord => isMessage(value) && Object.keys(value).length === 2

/** {role, content} or {from, value}, whatever else there is to it. */
const isMessage = (value: unknown): value is SourceRecord =>
  isRecord(value) &&
  ((Object.hasOwn(value, 'role') && Object.hasOwn(value, 'content')) ||
    (Object.hasOwn(value, 'from') && Object.hasOwn(value, 'value')))
