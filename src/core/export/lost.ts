import { counted } from './report/numbers.ts'
import { type Beyond, beyondText } from './chat-message.ts'
import type { Format, Layout } from './formats/layout.ts'
import { listed, quoted } from '../parse/rows.ts'
import type { SourcePairs } from '../source.ts'

const WORDS: Readonly<Record<Beyond, string>> = {
  calls: 'calls of tools',
  reasoning: 'reasoning',
  parts: 'images and other parts of messages',
  keys: 'further keys of messages',
}

const MOST_NAMED = 8

/** What a format cannot hold of some pairs, each a sentence. */
export function lostNotes(
  source: SourcePairs,
  { name, textOnly = false }: Format,
  { where }: Layout,
  pairs: readonly number[],
): string[] {
  return [
    ...(textOnly ? lostMessages(source, name, pairs) : []),
    ...(where === 'alone' ? lostColumns(source, name, pairs) : []),
  ]
}

function lostMessages({ conversation }: SourcePairs, name: string, pairs: readonly number[]): string[] {
  const counts = new Map<Beyond, number>()
  for (const pair of pairs) {
    const { prompt, chosen, rejected } = conversation(pair)
    const found = new Set([...prompt, ...chosen, ...rejected].flatMap((turn) => [...beyondText(turn)]))
    for (const kind of found) counts.set(kind, (counts.get(kind) ?? 0) + 1)
  }
  return [...counts].map(
    ([kind, count]) => `${name} holds texts only: ${WORDS[kind]} of ${counted(count, 'row')} are left out.`,
  )
}

function lostColumns({ record, sides }: SourcePairs, name: string, pairs: readonly number[]): string[] {
  const columns = new Set(pairs.flatMap((pair) => Object.keys(record(pair))))
  for (const held of [...sides, 'prompt', 'input', 'tools', 'messages', 'conversations']) columns.delete(held)
  if (columns.size === 0) return []
  const names = [...columns]
  const more = names.length > MOST_NAMED ? [`${names.length - MOST_NAMED} more`] : []
  return [
    `${name} allows no further columns: ${listed([...names.slice(0, MOST_NAMED).map(quoted), ...more])} are left out.`,
  ]
}
