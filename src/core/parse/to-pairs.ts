import { WhittleError } from '../failure.ts'
import { type PairTable, pairTable } from '../pairs.ts'
import { groupBadRows } from './bad-rows.ts'
import type { Conversation } from './conversation.ts'
import { type Interpretation, interpret } from './interpret.ts'
import type { Mapping } from './mapping.ts'
import { pairSource } from './pair-source.ts'
import { readingNotes } from './reading-notes.ts'
import { responseSource } from './response-source.ts'
import { type BadRow, sampleRecords, type SourceRecord, type SourceRows } from './rows.ts'

/** The pairs of a file, and the way back to its rows. */
export interface Parsed {
  readonly pairs: PairTable
  /** Every row that is not a pair, by row number. */
  readonly bad: readonly BadRow[]
  /** How the rows were read. */
  readonly mapping: Mapping
  /**
   * Rows that are ties and stay in the data, ascending: they are among `bad`, since they make no pair, and
   * the `input` export writes them as they came.
   */
  readonly ties: readonly Tie[]
  /** What a person should know of the reading, each a sentence. */
  readonly notes: readonly string[]
  /**
   * Score of the chosen response less that of the rejected one, by pair; NaN where it has none, null where
   * none has.
   */
  readonly margins: Float64Array | null
  /** The pair as messages; read from the source row each time. */
  conversation(pair: number): Conversation
  /**
   * The row as it was in the file; where a row gives several pairs, or several rows one, a row made for the
   * pair.
   */
  record(pair: number): SourceRecord
  /** Columns that hold a row's two responses; twice the same where it has one. */
  readonly sides: readonly [string, string]
  /** Paths of the cells of a pair's two responses, in the order of `sides`. */
  cells(pair: number): readonly [string, string]
  /**
   * Whether the second of the row's two responses is the chosen one; false where columns say chosen and
   * rejected.
   */
  swapped(pair: number): boolean
  /** The row with the other response preferred; absent where the two texts change places for that. */
  readonly flip?: ((pair: number, record: SourceRecord) => SourceRecord) | undefined
}

/** A row in which neither response is better. */
export interface Tie {
  readonly row: number
  readonly record: SourceRecord
}

/** One pair, or one judged response, as a source gives it. */
export interface SourcePair {
  readonly prompt: string
  readonly chosen: string
  readonly rejected: string
  /** See PairTable.row. */
  readonly row: number
  readonly swapped: boolean
  readonly cells: readonly [string, string]
  readonly margin: number | null
}

/** What a kind of mapping makes of the rows. */
export interface PairSource {
  readonly paired: boolean
  readonly sides: readonly [string, string]
  readonly found: readonly SourcePair[]
  readonly bad: readonly BadRow[]
  /** Rows of ties that stay in the data. */
  readonly ties: readonly number[]
  record(pair: number): SourceRecord
  conversation(pair: number): Conversation
  readonly flip?: ((pair: number, record: SourceRecord) => SourceRecord) | undefined
}

const SAMPLE_ROWS = 200

/**
 * Makes the pairs of a file, or its single responses, in its order.
 * @throws WhittleError 'bad-file' when no row is a pair, or when single responses are all judged alike
 */
export function toPairs(rows: SourceRows, mapping: Mapping): Parsed {
  const how = interpretRows(rows, mapping)
  const source =
    mapping.kind === 'judged' ? responseSource(rows, mapping, how) : pairSource(rows, mapping, how)
  const bad = [...rows.bad, ...source.bad].sort((a, b) => a.row - b.row)
  const { found } = source
  if (found.length === 0) throw nothingUsable(source.paired ? 'preference pair' : 'response', bad)
  const margins = Float64Array.from(found, ({ margin }) => margin ?? NaN)
  return {
    pairs: pairTable(found, source.paired),
    bad,
    mapping,
    ties: source.ties.map((row) => ({ row, record: rows.records[row - 1]! })),
    notes: [...rows.notes, ...readingNotes(mapping, how, source, bad)],
    margins: margins.every(Number.isNaN) ? null : margins,
    sides: source.sides,
    cells: (pair) => found[pair]!.cells,
    swapped: (pair) => found[pair]!.swapped,
    record: (pair) => source.record(pair),
    conversation: (pair) => source.conversation(pair),
    flip: source.flip,
  }
}

/** How the cells of a file's rows are read. */
export const interpretRows = (rows: SourceRows, mapping: Mapping): Interpretation =>
  interpret(mapping, sampleRecords(rows, SAMPLE_ROWS))

/** @param what a row should have been */
function nothingUsable(what: string, bad: readonly BadRow[]): WhittleError {
  const [worst] = groupBadRows(bad)
  const why = worst ? `: in ${worst.count} of its ${bad.length} rows ${worst.reason}` : ''
  return new WhittleError('bad-file', `The file has no usable ${what}${why}.`)
}
