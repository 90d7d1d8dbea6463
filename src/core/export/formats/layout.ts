import type { DataKind } from '../../data-kind.ts'
import type { SourceRecord } from '../../parse/rows.ts'
import type { SoftLabelRows } from '../orders.ts'
import type { ShapedPair, ValueKind } from '../shaped.ts'
import type { DataFormat, SourcePairs } from '../../source.ts'

/** How a format lays out its rows. */
export interface Layout {
  /** Where its columns stand, seen from the original ones; 'alone' where it allows no others. */
  readonly where: 'before' | 'after' | 'alone'
  /** Original columns to leave out, since the format's own say all that they say. */
  readonly replaces: ReadonlySet<string>
  /** Names that the trainer would read otherwise: an original column of such a name gets another one. */
  readonly reserved?: readonly string[]
  readonly columns: readonly string[]
  /**
   * The rows of a pair, each parallel to `columns`; or why the format cannot hold the pair, as a sentence
   * fragment.
   */
  rows(shaped: ShapedPair): readonly (readonly unknown[])[] | string
  /** The pair's original columns; as they were in the file where absent. */
  original?(shaped: ShapedPair): SourceRecord
}

export interface Format {
  readonly id: DataFormat
  /** What a row of the data that it holds is. */
  readonly kind: DataKind
  readonly name: string
  /** What it is for and what it looks like. */
  readonly sentence: string
  /** What the trainer itself acts on, beside the pairs. */
  readonly reads: readonly ('offset' | ValueKind)[]
  /** How it holds pairs that are trained in both orders; as copies when left out. */
  readonly softLabels?: SoftLabelRows
  /**
   * Whether its turns are speaker and text only, so that calls, reasoning and parts of messages are lost;
   * false where absent.
   */
  readonly textOnly?: boolean
  /** Whether rows of one prompt must stand apart: see `spreadOrder`; false where absent. */
  readonly spread?: boolean
  /** @param messages whether plain texts are written as messages, where the format can hold either */
  readonly layout: (source: SourcePairs, kinds: ReadonlySet<ValueKind>, messages: boolean) => Layout
  /** Small files that the trainer wants beside the data, by the name of the data's file. */
  companions?(dataFile: string): readonly { readonly name: string; readonly text: string }[]
}

/** Columns and their values, with those left out that have no say. */
export type Column = readonly [name: string, value: (shaped: ShapedPair) => unknown]

/** A layout of one row a pair. */
export function rowPerPair(
  columns: readonly Column[],
  {
    where = 'before',
    replaces = new Set(),
    reserved = [],
  }: Partial<Pick<Layout, 'where' | 'replaces' | 'reserved'>> = {},
  refuse: (shaped: ShapedPair) => string | null = () => null,
): Layout {
  return {
    where,
    replaces,
    reserved,
    columns: columns.map(([name]) => name),
    rows: (shaped) => refuse(shaped) ?? [columns.map(([, value]) => value(shaped))],
  }
}

/** Weights and masks, where there are any. */
export function valueColumns(kinds: ReadonlySet<ValueKind>, prefix = ''): Column[] {
  const columns: Column[] = []
  if (kinds.has('weight')) columns.push([`${prefix}weight`, ({ weight }) => weight])
  if (kinds.has('mask')) {
    columns.push([`${prefix}mask_chosen`, ({ masks }) => masks.chosen])
    columns.push([`${prefix}mask_rejected`, ({ masks }) => masks.rejected])
  }
  return columns
}
