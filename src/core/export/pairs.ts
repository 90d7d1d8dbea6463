import { type DataKind, dataKind } from '../data-kind.ts'
import { isWellFormed } from '../parse/conversation.ts'
import { type BadRow, type FileKind, isRecord, listed, quoted, type SourceRecord } from '../parse/rows.ts'
import { lostNotes } from './lost.ts'
import { formatOf } from './formats/formats.ts'
import type { Format, Layout } from './formats/layout.ts'
import { amongTies, tieNotes, tieRow } from './ties.ts'
import { undecided } from './unchanged.ts'
import { ordersOf, softLabelNote } from './orders.ts'
import { type ShapedPair, shapedPair, spoiled, type ValueKind, valueKinds } from './shaped.ts'
import { doubtful, exchanged, sideTwins, type Twins } from '../parse/side-twins.ts'
import type { DataFormat, PairValues, Row, SourcePairs } from '../source.ts'
import { MIME, writeRows } from './writers.ts'

export interface DataExport {
  readonly extension: FileKind
  readonly mime: string
  /** What is counted. */
  readonly unit: DataKind
  /** Pairs in it; pairs that a decision left out; pairs that cannot be written so, by source row, and why. */
  readonly kept: number
  readonly dropped: number
  readonly refused: readonly BadRow[]
  /** What the format's trainer will not act on, each a sentence. */
  readonly notes: readonly string[]
  /** The file, written anew each time. */
  bytes(): Uint8Array<ArrayBuffer>
  /** Small files that the trainer wants beside it. */
  companions(dataFile: string): readonly { readonly name: string; readonly text: string }[]
}

export interface ExportOptions {
  /** Whether text in CSV or TSV that a spreadsheet would run as a formula gets an apostrophe before it. */
  readonly spreadsheet?: boolean
}

/**
 * Writes the curated data: pairs rewritten, flipped and left out as decided, offsets in full precision, and
 * every original column that the format allows. An original column whose name is taken is kept as
 * original_NAME.
 * @param container kind of file; the input's own for `input`, else JSONL, where not given
 * @throws WhittleError for single responses in a format that holds pairs
 */
export function exportPairs(
  source: SourcePairs,
  values: PairValues,
  id: DataFormat,
  container: FileKind = id === 'input' ? source.fileKind : 'jsonl',
  { spreadsheet = false }: ExportOptions = {},
): DataExport {
  const { pairs } = source
  const kind = dataKind(pairs)
  const format = formatOf(id, kind)
  const { softLabels: how = 'copies' } = format
  const kinds = valueKinds(values, how)
  const decided = format.layout(source, kinds)
  const layout = values.undecided ? undecided(decided) : decided
  const ties = id === 'input' ? (source.ties ?? []) : []
  const orders = ordersOf(values, how)
  const wanted = Array.from(pairs.row.keys()).filter((pair) => !values.dropped[pair])
  const refused = new Map<number, string>()
  for (const pair of wanted) {
    const shaped = shapedPair(source, values, pair)
    const rows = (values.rewrite && spoiled(shaped)) ?? layout.rows(shaped)
    if (typeof rows === 'string') refused.set(pair, rows)
  }
  const kept = wanted.filter((pair) => !refused.has(pair))
  const original = layout.where === 'alone' ? new Set<string>() : columnsOf(source)
  const names = originalNames(original, layout)
  const isSoft = (pair: number) => !Number.isNaN(values.softLabels?.[pair] ?? NaN)
  const flips = kept.filter((pair) => orders(pair).some(({ flipped }) => flipped)).length
  const sides = exchangeable(source, format.id)
  const twins = flips > 0 && sides ? sideTwins(original, sides) : []
  const columns = inOrder(layout, [...names.values()], layout.columns)
  const pairRows = (pair: number) =>
    orders(pair).flatMap((order) =>
      outputRows(layout, shapedPair(source, values, pair, order), source.record(pair), names, twins),
    )
  const rows = () =>
    amongTies(kept, ties, (pair) => pairs.row[pair]!, {
      pair: pairRows,
      tie: (tie) => tieRow(tie, names, layout.columns),
    })
  return {
    extension: container,
    mime: MIME[container],
    unit: kind,
    kept: kept.length,
    dropped: pairs.length - wanted.length,
    refused: Array.from(refused, ([pair, reason]) => ({ row: pairs.row[pair]!, reason })),
    notes: [
      ...notes(format, values, kinds),
      ...(values.softLabels
        ? [
            softLabelNote(
              how,
              kept.filter(isSoft).length,
              sum(kept, (pair) => orders(pair).length),
            ),
          ]
        : []),
      ...tieNotes(ties),
      ...lostNotes(source, format, layout, kept),
      ...(flips > 0 && sides ? exchangeNotes(original, sides, twins, flips) : []),
      ...surrogateNotes(kept.map((pair) => source.record(pair))),
      ...(spreadsheet && (container === 'csv' || container === 'tsv') ? [APOSTROPHES] : []),
    ],
    bytes: () => writeRows(container, columns, rows, { schema: source.schema, spreadsheet }),
    companions: (dataFile) => format.companions?.(dataFile) ?? [],
  }
}

const APOSTROPHES =
  'Text that a spreadsheet would run as a formula has an apostrophe before it: such texts are not what they were.'

const UNREAD = {
  offset: 'offsets: only TRL’s and OpenRLHF’s reward trainers and train_dpo.py do',
  weight: 'weights: train_dpo.py and train_reward.py do',
  mask: 'masks: train_dpo.py does',
  instruction: 'inoculation prompts: they are for the policy only',
} as const

const sum = (pairs: readonly number[], count: (pair: number) => number): number =>
  pairs.reduce((total, pair) => total + count(pair), 0)

function notes({ id, name, reads }: Format, values: PairValues, kinds: ReadonlySet<ValueKind>): string[] {
  if (id === 'input') return []
  const unread = (['offset', 'weight', 'mask', 'instruction'] as const).filter((kind) => {
    const present = kind === 'offset' ? values.offsets.some((offset) => offset !== 0) : kinds.has(kind)
    return present && !reads.includes(kind)
  })
  return unread.map((kind) => `A trainer that reads ${name} does not act on ${UNREAD[kind]}.`)
}

const inOrder = <T>({ where }: Layout, original: readonly T[], own: readonly T[]): T[] =>
  where === 'after' ? [...original, ...own] : [...own, ...original]

/**
 * The columns of the responses whose companions change places with them: in the input's own layout whatever
 * they are; in others only where they say chosen and rejected, since two responses with a label beside them
 * stay together as they came.
 */
function exchangeable({ sides, pairs, flip }: SourcePairs, id: DataFormat): readonly [string, string] | null {
  if (dataKind(pairs) === 'responses') return null
  if (id === 'input') return flip ? null : sides
  return sides[0] === 'chosen' && sides[1] === 'rejected' ? sides : null
}

/** What was and what was not exchanged beside the responses. */
function exchangeNotes(
  columns: ReadonlySet<string>,
  sides: readonly [string, string],
  twins: readonly Twins[],
  flips: number,
): string[] {
  const where = `In the ${flips} pair${flips === 1 ? '' : 's'} whose sides are swapped`
  const left = doubtful(columns, sides, twins)
  return [
    ...(twins.length > 0
      ? [`${where}, ${listed(twins.flat().map(quoted))} are swapped with the responses.`]
      : []),
    ...(left.length > 0
      ? [
          `${where}, ${listed(left.map(quoted))} may speak of the other response: what is there stays as it came.`,
        ]
      : []),
  ]
}

/** Half characters, which JSON can say and UTF-8 cannot, are written as U+FFFD. */
function surrogateNotes(records: readonly SourceRecord[]): string[] {
  const count = records.filter((record) => !isSound(record)).length
  if (count === 0) return []
  return [
    `${count} row${count === 1 ? ' has' : 's have'} halves of characters (lone surrogates), written as U+FFFD.`,
  ]
}

function isSound(value: unknown): boolean {
  if (typeof value === 'string') return isWellFormed(value)
  if (Array.isArray(value)) return value.every(isSound)
  return !isRecord(value) || Object.values(value).every(isSound)
}

function columnsOf({ pairs, record, ties = [] }: SourcePairs): Set<string> {
  const columns = new Set<string>()
  for (let pair = 0; pair < pairs.length; pair++)
    for (const column of Object.keys(record(pair))) columns.add(column)
  for (const tie of ties) for (const column of Object.keys(tie.record)) columns.add(column)
  return columns
}

/** What each original column is called in the export, the same in every row; columns left out are absent. */
function originalNames(original: ReadonlySet<string>, layout: Layout): Map<string, string> {
  const columns = new Set([...original].filter((column) => !layout.replaces.has(column)))
  const taken = new Set(layout.columns)
  return new Map(
    [...columns].map((column) => {
      let name = column
      while (taken.has(name) || (name !== column && columns.has(name))) name = `original_${name}`
      return [column, name]
    }),
  )
}

/** @param came the pair's row as it came @param names what each original column is called */
function outputRows(
  layout: Layout,
  shaped: ShapedPair,
  came: SourceRecord,
  names: ReadonlyMap<string, string>,
  twins: readonly Twins[],
): Row[] {
  const record = exchanged(layout.original?.(shaped) ?? came, shaped.flipped ? twins : [])
  const original: Row = Object.entries(record).flatMap(([column, value]) => {
    const name = names.get(column)
    return name === undefined ? [] : [[name, value] as const]
  })
  const rows = layout.rows(shaped) as readonly (readonly unknown[])[]
  return rows.map((row) =>
    inOrder(
      layout,
      original,
      layout.columns.map((column, c) => [column, row[c]] as const),
    ),
  )
}
