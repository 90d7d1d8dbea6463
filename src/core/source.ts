import type { PairTable } from './pairs.ts'
import type { Conversation } from './parse/conversation.ts'
import type { FileKind, FileSchema, SourceRecord } from './parse/rows.ts'
import type { Tie } from './parse/to-pairs.ts'

export type { Conversation }

/** A layout of curated data. */
export type DataFormat =
  | 'input'
  | 'trl-dpo'
  | 'trl-reward'
  | 'kto'
  | 'openrlhf'
  | 'axolotl'
  | 'llamafactory-alpaca'
  | 'llamafactory-sharegpt'
  | 'openai'

/** What the export needs of a parsed file. */
export interface SourcePairs {
  readonly pairs: PairTable
  readonly fileKind: FileKind
  /** The file's own types of columns, where it has any. */
  readonly schema?: FileSchema | undefined
  /** Rows that are ties and stay in the data as it came, ascending. */
  readonly ties?: readonly Tie[]
  /** Columns that hold a row's two responses. */
  readonly sides: readonly [string, string]
  /** Paths of the cells of a pair's two responses, in the order of `sides`. */
  cells(pair: number): readonly [string, string]
  /** Whether a pair's chosen response is the second of the two. */
  swapped(pair: number): boolean
  /** The row of the file behind a pair. */
  record(pair: number): SourceRecord
  conversation(pair: number): Conversation
  /**
   * The pair's row with the other response preferred, by what says which is: scores, ranks or a name change
   * places and the texts stay. Absent where the texts change places, and with them what is said of either.
   */
  readonly flip?: ((pair: number, record: SourceRecord) => SourceRecord) | undefined
}

/** A half-open range of UTF-16 code units in a text. */
export type CharRange = readonly [start: number, end: number]

/**
 * What the shaping does to each pair. All values refer to the pair as it stands in the pair table: exports
 * rewrite first and swap last, and a swap exchanges chosen and rejected and negates the offset.
 */
export interface PairValues {
  /** Whether there is nothing decided to write: layouts then have no columns for it. */
  readonly undecided?: boolean
  /** Σ_c λ_c Δz_c; the margin is its negative. */
  readonly offsets: Float64Array
  /** 1 where the pair is left out. */
  readonly dropped: Uint8Array
  /** Weight of the pair's loss; 1 each where absent. */
  readonly weights?: Float64Array | undefined
  /**
   * Probability that the chosen response is the better one, of pairs to train in both orders; NaN for the
   * others.
   */
  readonly softLabels?: Float64Array | null | undefined
  /** 1 where chosen and rejected are swapped. */
  readonly flipped?: Uint8Array | undefined
  /** Applies the pair's rewrites to the text of one turn of either response. */
  readonly rewrite?: ((pair: number, text: string) => string) | undefined
  /** Ranges of PairTable.chosen and .rejected to leave out of the loss; null for none. */
  readonly masks?: ((pair: number) => Masks | null) | undefined
  /** Instruction that goes before the prompt, for the policy only; null for none. */
  readonly instruction?: ((pair: number) => string | null) | undefined
}

export interface Masks {
  readonly chosen: readonly CharRange[]
  readonly rejected: readonly CharRange[]
}

/** A row to write: columns and values, in order. */
export type Row = readonly (readonly [column: string, value: unknown])[]
