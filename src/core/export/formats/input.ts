import { jsonText } from '../../parse/json-write.ts'
import { structureIn } from '../../parse/cells.ts'
import { valueAt, withValueAt } from '../../parse/paths.ts'
import { isRecord, type SourceRecord } from '../../parse/rows.ts'
import { promptText, type Turn } from '../../parse/turns.ts'
import { openMessages } from '../chat-message.ts'
import { instructed, type ShapedPair } from '../shaped.ts'
import type { SourcePairs } from '../../source.ts'
import { type Column, type Format, rowPerPair, valueColumns } from './layout.ts'

/** The input's own schema: every column as it came, and what the decisions say in columns of their own. */
export const input: Format = {
  id: 'input',
  kind: 'pairs',
  name: 'As it came',
  sentence: 'The input’s own columns and kind of file, with columns that start with whittle_ added.',
  reads: [],
  softLabels: 'weights',
  layout: (source, kinds) => {
    const columns: Column[] = [
      ['whittle_offset', ({ offset }) => offset],
      ['whittle_margin', ({ offset }) => 0 - offset],
      ...valueColumns(kinds, 'whittle_'),
    ]
    if (kinds.has('flip')) columns.push(['whittle_flipped', ({ flipped }) => flipped])
    if (kinds.has('instruction')) {
      columns.push([
        'whittle_policy_prompt',
        ({ prompt, instruction }) => promptText(instructed(prompt, instruction)),
      ])
    }
    columns.push(['whittle_row', ({ pair }) => source.pairs.row[pair]!])
    return { ...rowPerPair(columns, { where: 'after' }), original: (shaped) => reshaped(source, shaped) }
  },
}

/**
 * The pair's row with its responses rewritten in place, whatever cell they are in, and with the other one
 * preferred where it is flipped: the texts change places, and a label then points at the other text, whatever
 * kind of label it is.
 */
function reshaped(source: SourcePairs, { pair, chosen, rejected, flipped }: ShapedPair): SourceRecord {
  const record = source.record(pair)
  const [a, b] = source.swapped(pair) ? source.cells(pair).toReversed() : source.cells(pair)
  const before = source.conversation(pair)
  const [forChosen, forRejected] = flipped ? [rejected, chosen] : [chosen, rejected]
  const cells = [
    rewriteCell(valueAt(record, a!), before.chosen, forChosen),
    rewriteCell(valueAt(record, b!), before.rejected, forRejected),
  ] as const
  const exchange = flipped && !source.flip
  const [first, second] = exchange ? [cells[1], cells[0]] : cells
  const written = replaced(replaced(record, a!, first), b!, second)
  return flipped && source.flip ? source.flip(pair, written) : written
}

const replaced = (record: SourceRecord, path: string, value: unknown): SourceRecord =>
  value === undefined || value === valueAt(record, path) ? record : withValueAt(record, path, value)

/**
 * The cell with the texts of some turns replaced; the same cell where none changed, and the turns themselves
 * where their text is not in one piece in the cell.
 */
function rewriteCell(cell: unknown, before: readonly Turn[], after: readonly Turn[]): unknown {
  return before.reduceRight<unknown>((value, turn, i) => {
    const now = after[i]!
    if (now.content === turn.content) return value
    const written =
      turn.message && now.message
        ? replaceMessage(value, turn.message, now.message)
        : replaceLast(value, turn.content, now.content)
    return written === value ? openMessages(after) : written
  }, cell)
}

/** Replaces the last object that is the message, in a list, an object, or either as text. */
function replaceMessage(value: unknown, from: SourceRecord, to: SourceRecord): unknown {
  const inner = structureIn(value)
  if (inner === undefined) return value
  if (typeof value === 'string') {
    const written = replaceMessage(inner, from, to)
    return written === inner ? value : jsonText(written)
  }
  if (inner === from || (isRecord(inner) && jsonText(inner) === jsonText(from))) return to
  if (Array.isArray(inner)) {
    for (let i = inner.length - 1; i >= 0; i--) {
      const written = replaceMessage(inner[i], from, to)
      if (written !== inner[i]) return inner.with(i, written)
    }
    return value
  }
  for (const [key, item] of Object.entries(inner as SourceRecord)) {
    const written = replaceMessage(item, from, to)
    if (written !== item) return { ...(inner as SourceRecord), [key]: written }
  }
  return value
}

/** Replaces the last place of a text: in text, or in a list or object that a cell has as text. */
function replaceLast(value: unknown, from: string, to: string): unknown {
  if (typeof value === 'string') {
    const at = value.lastIndexOf(from)
    if (at >= 0) return value.slice(0, at) + to + value.slice(at + from.length)
    const inner = structureIn(value)
    const written = inner === undefined ? inner : replaceLast(inner, from, to)
    return written === inner ? value : jsonText(written)
  }
  if (Array.isArray(value)) {
    for (let i = value.length - 1; i >= 0; i--) {
      const written = replaceLast(value[i], from, to)
      if (written !== value[i]) return value.with(i, written)
    }
  } else if (isRecord(value)) {
    for (const [key, item] of Object.entries(value).reverse()) {
      const written = replaceLast(item, from, to)
      if (written !== item) return { ...value, [key]: written }
    }
  }
  return value
}
