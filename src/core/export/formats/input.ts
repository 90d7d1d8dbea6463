import { parseJson } from '../../parse-json.ts'
import { isRecord, type SourceRecord, valueAt, withValueAt } from '../../parse/rows.ts'
import { promptText, type Turn } from '../../parse/turns.ts'
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
 * The pair's row with its responses rewritten in place, whatever cell they are in, and exchanged where it is
 * flipped: a label then points at the other text, whatever kind of label it is.
 */
function reshaped(source: SourcePairs, { pair, chosen, rejected, flipped }: ShapedPair): SourceRecord {
  const record = source.record(pair)
  const [a, b] = source.swapped(pair) ? [source.sides[1], source.sides[0]] : source.sides
  const before = source.conversation(pair)
  const [forChosen, forRejected] = flipped ? [rejected, chosen] : [chosen, rejected]
  const cells = [
    rewriteCell(valueAt(record, a), before.chosen, forChosen),
    rewriteCell(valueAt(record, b), before.rejected, forRejected),
  ] as const
  if (!flipped && cells[0] === valueAt(record, a) && cells[1] === valueAt(record, b)) return record
  return withValueAt(withValueAt(record, a, cells[flipped ? 1 : 0]), b, cells[flipped ? 0 : 1])
}

/**
 * The cell with the texts of some turns replaced; the same cell where none changed, and the turns themselves
 * where their text is not in one piece in the cell.
 */
function rewriteCell(cell: unknown, before: readonly Turn[], after: readonly Turn[]): unknown {
  return before.reduceRight<unknown>((value, turn, i) => {
    const { content } = after[i]!
    if (content === turn.content) return value
    const replaced = replaceLast(value, turn.content, content)
    return replaced === value ? after : replaced
  }, cell)
}

/**
 * Replaces the last text that is, or ends with, or else contains `from`: in text, messages, or either as
 * JSON.
 */
function replaceLast(value: unknown, from: string, to: string): unknown {
  if (typeof value === 'string') {
    const nested = /^[[{]/.test(value) ? parseJson(value) : undefined
    if (typeof nested === 'object' && nested !== null) {
      const replaced = replaceLast(nested, from, to)
      return replaced === nested ? value : JSON.stringify(replaced)
    }
    const at = value.lastIndexOf(from)
    return at < 0 ? value : value.slice(0, at) + to + value.slice(at + from.length)
  }
  if (Array.isArray(value)) {
    for (let i = value.length - 1; i >= 0; i--) {
      const replaced = replaceLast(value[i], from, to)
      if (replaced !== value[i]) return value.with(i, replaced)
    }
  } else if (isRecord(value)) {
    for (const [key, item] of Object.entries(value).reverse()) {
      const replaced = replaceLast(item, from, to)
      if (replaced !== item) return { ...value, [key]: replaced }
    }
  }
  return value
}
