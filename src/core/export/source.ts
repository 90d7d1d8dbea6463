import type { PairTable } from '../pairs.ts'
import type { FileKind, SourceRecord } from '../parse/rows.ts'
import type { Turn } from '../parse/turns.ts'

/** DESIGN 7 "Out". */
export type DataFormat = 'input' | 'trl-dpo' | 'trl-reward'

/** What the export needs of a parsed file. */
export interface SourcePairs {
  readonly pairs: PairTable
  readonly fileKind: FileKind
  /** The row of the file behind a pair. */
  record(pair: number): SourceRecord
  conversation(pair: number): Conversation
}

export interface Conversation {
  readonly prompt: readonly Turn[]
  readonly chosen: readonly Turn[]
  readonly rejected: readonly Turn[]
}

/** What the shaping says of each pair. */
export interface PairValues {
  readonly offsets: Float64Array
  /** 1 where the pair is left out. */
  readonly dropped: Uint8Array
}

/** A row to write: columns and values, in order. */
export type Row = readonly (readonly [column: string, value: unknown])[]

/** The columns that an export adds to the original ones. */
export interface AddedColumns {
  readonly where: 'before' | 'after'
  /** Original columns to leave out, since the added ones say all that they say. */
  readonly replaces: ReadonlySet<string>
  readonly columns: readonly string[]
  /** Parallel to `columns`. */
  values(pair: number): readonly unknown[]
}
