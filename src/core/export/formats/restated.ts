import { structureIn } from '../../parse/cells.ts'
import { field, isRecord } from '../../parse/rows.ts'
import { sameTurn, structuredTurns, type Turn } from '../../parse/turns.ts'
import type { Conversation, SourcePairs } from '../../source.ts'

/** Whether the file holds messages, or any conversation of more than one turn. */
export function isConversational({ pairs, conversation }: SourcePairs): boolean {
  for (let pair = 0; pair < pairs.length; pair++) {
    const { prompt, chosen, rejected } = conversation(pair)
    if (prompt.length > 1 || chosen.length > 1 || rejected.length > 1) return true
    if ([...prompt, ...chosen, ...rejected].some(({ message }) => message)) return true
    if (prompt[0] && prompt[0].role !== 'user') return true
  }
  return false
}

/**
 * Of the given columns, those that hold, in every row, the text or the messages that the export says again. A
 * label that is called "chosen", an id called "prompt" or an object with more to it than messages are not.
 */
export function restatedColumns(
  { pairs, record, conversation }: SourcePairs,
  names: readonly (keyof Conversation)[],
): Set<string> {
  const columns = new Set(names)
  for (let pair = 0; pair < pairs.length; pair++) {
    const row = record(pair)
    const { prompt, ...responses } = conversation(pair)
    for (const column of columns) {
      const own = column === 'prompt' ? [] : responses[column]
      if (Object.hasOwn(row, column) && !restates(row[column], [...prompt, ...own])) columns.delete(column)
    }
  }
  return columns
}

/** Whether a cell says no more than some turns: the last one's text, or messages that are all among them. */
function restates(value: unknown, turns: readonly Turn[]): boolean {
  const inner = structureIn(value)
  if (inner === undefined) return typeof value === 'string' && value.includes(turns.at(-1)?.content ?? '')
  if (isRecord(inner) && Object.hasOwn(inner, 'messages') && Object.keys(inner).length > 1) return false
  const said = structuredTurns(isRecord(inner) ? (field(inner, 'messages') ?? inner) : inner)
  if (!said) return typeof value === 'string' && value.includes(turns.at(-1)?.content ?? '')
  return said.every((turn) => turns.some((other) => sameTurn(turn, other)))
}
