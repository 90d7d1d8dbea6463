import { WhittleError } from '../failure.ts'
import { type PairTable, pairTable } from '../pairs.ts'
import { groupBadRows } from './bad-rows.ts'
import { type Conversation, type RawPair, type ReadPair, readPair } from './conversation.ts'
import type { Format } from './formats.ts'
import { labelText, named } from './labels.ts'
import type { PairMapping } from './mapping.ts'
import { type BadRow, field, quoted, type SourceRecord, type SourceRows, valueAt } from './rows.ts'

/** The pairs of a file, and the way back to its rows. */
export interface Parsed {
  readonly pairs: PairTable
  /** Every row that is not a pair, by row number. */
  readonly bad: readonly BadRow[]
  /** The pair as messages; read from the source row each time. */
  conversation(pair: number): Conversation
  /** The row as it was in the file. */
  record(pair: number): SourceRecord
  /** Paths of the cells that hold a row's two responses; twice the same where it has one. */
  readonly sides: readonly [string, string]
  /** Whether the second of the row's two responses is the chosen one; false where columns say chosen and rejected. */
  swapped(pair: number): boolean
}

/**
 * Makes the pairs of a file, in its order.
 * @param how the format found by `detect`, or the mapping that a person chose
 * @throws WhittleError 'bad-file' when no row is a pair
 */
export function toPairs(rows: SourceRows, how: Format | PairMapping): Parsed {
  const format = 'kind' in how ? mapped(how) : how
  const bad: BadRow[] = [...rows.bad]
  const good: { prompt: string; chosen: string; rejected: string; row: number }[] = []
  const swapped: boolean[] = []
  rows.records.forEach((record, i) => {
    if (!record) return
    const read = readPair(rawPair(record, format))
    if (typeof read === 'string') {
      bad.push({ row: i + 1, reason: read })
      return
    }
    good.push({ prompt: read.prompt, chosen: read.chosen, rejected: read.rejected, row: i + 1 })
    swapped.push(read.swapped)
  })
  bad.sort((a, b) => a.row - b.row)
  if (good.length === 0) throw nothingUsable('preference pair', bad)
  const pairs = pairTable(good)
  const record = (pair: number): SourceRecord => rows.records[pairs.row[pair]! - 1]!
  return {
    pairs,
    bad,
    record,
    sides: [format.sides[0].column, format.sides[1].column],
    swapped: (pair) => swapped[pair]!,
    conversation: (pair) => (readPair(rawPair(record(pair), format)) as ReadPair).conversation,
  }
}

type Layout = Pick<Format, 'prompt' | 'sides' | 'judge'>

function rawPair(record: SourceRecord, { prompt, sides, judge }: Layout): RawPair {
  const [a, b] = sides
  return {
    implicit: prompt === null,
    prompt: prompt?.(record),
    system: field(record, 'system'),
    a: a.read(record),
    b: b.read(record),
    names: judge
      ? [`the response in ${quoted(a.column)}`, `the response in ${quoted(b.column)}`]
      : ['the chosen response', 'the rejected response'],
    winner: judge ? judge(record) : 'a',
  }
}

function mapped(mapping: PairMapping): Layout {
  const cell = (column: string) => (record: SourceRecord) => valueAt(record, column)
  const side = (column: string) => ({ column, read: cell(column) })
  const prompt = mapping.prompt === null ? null : cell(mapping.prompt)
  if (mapping.kind === 'columns') {
    return { prompt, sides: [side(mapping.chosen), side(mapping.rejected)], judge: null }
  }
  const a = [labelText(mapping.aWins)]
  const b = [labelText(mapping.bWins)]
  return { prompt, sides: [side(mapping.a), side(mapping.b)], judge: named(mapping.label, { a, b, tie: [] }) }
}

/** @param what a row should have been */
export function nothingUsable(what: string, bad: readonly BadRow[]): WhittleError {
  const [worst] = groupBadRows(bad)
  const why = worst ? `: in ${worst.count} of its ${bad.length} rows ${worst.reason}` : ''
  return new WhittleError('bad-file', `The file has no usable ${what}${why}.`)
}
