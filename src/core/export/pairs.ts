import { type DataKind, dataKind } from '../data-kind.ts'
import { isWellFormed } from '../parse/conversation.ts'
import { type BadRow, type FileKind, isRecord, listed, quoted, type SourceRecord } from '../parse/rows.ts'
import { lostNotes } from './lost.ts'
import { formatOf } from './formats/formats.ts'
import type { Format, Layout } from './formats/layout.ts'
import { amongTies, tieNotes, tieRow } from './ties.ts'
import { undecided } from './unchanged.ts'
import { type Order, ordersOf, softLabelNote, type SoftLabelRows } from './orders.ts'
import { type ShapedPair, shapedPair, spoiled, type ValueKind, valueKinds } from './shaped.ts'
import { doubtful, exchanged, sideTwins, type Twins } from '../parse/side-twins.ts'
import { spreadOrder } from './spread.ts'
import type { DataFormat, PairValues, Row, SourcePairs } from '../source.ts'
import { MIME, writeRows } from './writers.ts'

export interface DataExport {
  readonly extension: FileKind
  readonly mime: string
  /** What is counted. */
  readonly unit: DataKind
  /** Pairs of the file; pairs in the export; pairs that a decision left out. */
  readonly total: number
  readonly kept: number
  readonly dropped: number
  /** Of those kept: with a response rewritten; with the sides exchanged; there in both orders. */
  readonly rewritten: number
  readonly flipped: number
  readonly both: number
  /** Pairs that cannot be written so, by source row, and why. */
  readonly refused: readonly BadRow[]
  /** Whether anything that the format's trainer reads differs from the file as it came. */
  readonly changed: boolean
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
  /** Whether plain texts are written as messages, in formats that can hold either. */
  readonly messages?: boolean
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
  options: ExportOptions = {},
): DataExport {
  const { pairs } = source
  const format = formatOf(id, dataKind(pairs))
  const { softLabels: how = 'copies' } = format
  const kinds = valueKinds(values, how)
  const decided = format.layout(source, kinds, options.messages ?? false)
  const layout = values.undecided ? undecided(decided) : decided
  const orders = ordersOf(values, how)
  const { wanted, kept, refused, rewritten } = sorted(source, values, layout)
  const flips = kept.filter((pair) => orders(pair).some(({ flipped }) => flipped)).length
  const flipped = kept.filter((pair) => orders(pair).every((order) => order.flipped)).length
  const written = { source, values, format, layout, orders, kept }
  const { columns, rows, exchange } = rowWriter(written, flips > 0)
  const unread = unreadKinds(format, values, kinds)
  return {
    extension: container,
    mime: MIME[container],
    unit: dataKind(pairs),
    total: pairs.length,
    kept: kept.length,
    dropped: pairs.length - wanted,
    rewritten,
    flipped,
    both: flips - flipped,
    refused,
    changed:
      wanted < pairs.length ||
      rewritten > 0 ||
      flips > 0 ||
      presentKinds(values, kinds).length > unread.length,
    notes: [
      ...(id === 'input' ? [] : unread).map(
        (kind) => `A trainer that reads ${format.name} does not act on ${UNREAD[kind]}.`,
      ),
      ...(kinds.has('instruction') && format.reads.includes('instruction') ? [inoculationNote(format)] : []),
      ...softLabelNotes(written, how),
      ...tieNotes(tiesOf(source, format)),
      ...lostNotes(source, format, layout, kept),
      ...exchange,
      ...surrogateNotes(kept.map((pair) => source.record(pair))),
      ...(options.spreadsheet && (container === 'csv' || container === 'tsv') ? [APOSTROPHES] : []),
    ],
    bytes: () =>
      writeRows(container, columns, rows, {
        schema: source.schema,
        spreadsheet: options.spreadsheet ?? false,
      }),
    companions: (dataFile) => format.companions?.(dataFile) ?? [],
  }
}

/** What is written, and how. */
interface Written {
  readonly source: SourcePairs
  readonly values: PairValues
  readonly format: Format
  readonly layout: Layout
  readonly orders: (pair: number) => readonly Order[]
  /** The pairs in the export, in the order of the file. */
  readonly kept: readonly number[]
}

/** The pairs that no decision left out, by whether the layout can hold them. */
function sorted(source: SourcePairs, values: PairValues, layout: Layout) {
  const wanted = Array.from(source.pairs.row.keys()).filter((pair) => !values.dropped[pair])
  const kept: number[] = []
  const refused: BadRow[] = []
  let rewritten = 0
  for (const pair of wanted) {
    const shaped = shapedPair(source, values, pair)
    const rows = (values.rewrite && spoiled(shaped)) ?? layout.rows(shaped)
    if (typeof rows === 'string') {
      refused.push({ row: source.pairs.row[pair]!, reason: rows })
      continue
    }
    kept.push(pair)
    if (shaped.rewritten) rewritten++
  }
  return { wanted: wanted.length, kept, refused, rewritten }
}

/** Ties, which the input's own layout holds as they came. */
const tiesOf = ({ ties = [] }: SourcePairs, { id }: Format) => (id === 'input' ? ties : [])

/** The columns of the export, and its rows, made anew each time. */
function rowWriter(written: Written, flips: boolean) {
  const { source, values, format, layout, orders, kept } = written
  const original = layout.where === 'alone' ? new Set<string>() : columnsOf(source)
  const names = originalNames(original, layout)
  const sides = flips ? exchangeable(source, format.id) : null
  const twins = sides ? sideTwins(original, sides) : []
  const rowsOf = (pair: number, order: Order): Row[] =>
    outputRows(layout, shapedPair(source, values, pair, order), source.record(pair), names, twins)
  const inFileOrder = () =>
    amongTies(kept, tiesOf(source, format), (pair) => source.pairs.row[pair]!, {
      pair: (pair) => orders(pair).flatMap((order) => rowsOf(pair, order)),
      tie: (tie) => tieRow(tie, names, layout.columns),
    })
  function* spread(): Generator<Row> {
    const places = kept.flatMap((pair) =>
      orders(pair).flatMap((order) => rowsOf(pair, order).map((_, at) => ({ pair, order, at }))),
    )
    for (const i of spreadOrder(places.map(({ pair }) => source.pairs.prompt[pair]!))) {
      const { pair, order, at } = places[i]!
      yield rowsOf(pair, order)[at]!
    }
  }
  const flipped = kept.filter((pair) => orders(pair).some((order) => order.flipped)).length
  return {
    columns: inOrder(layout, [...names.values()], layout.columns),
    rows: format.spread ? spread : inFileOrder,
    exchange: sides ? exchangeNotes(original, sides, twins, flipped) : [],
  }
}

const APOSTROPHES =
  'Text that a spreadsheet would run as a formula has an apostrophe before it: such texts are not what they were.'

const UNREAD = {
  offset: 'offsets: the reward trainers of TRL, OpenRLHF and ms-swift do, and train_dpo.py',
  weight: 'weights: train_dpo.py, train_reward.py and train_kto.py do',
  mask: 'masks: train_dpo.py does',
  instruction: 'inoculation prompts: they are for the policy only',
} as const

const READABLE = ['offset', 'weight', 'mask', 'instruction'] as const
type Readable = (typeof READABLE)[number]

/** What the decisions say of pairs beside their texts. */
const presentKinds = ({ offsets }: PairValues, kinds: ReadonlySet<ValueKind>): Readable[] =>
  READABLE.filter((kind) => (kind === 'offset' ? offsets.some((offset) => offset !== 0) : kinds.has(kind)))

/** Of that, what the format's trainer does not act on; the input's own layout is no trainer's. */
const unreadKinds = ({ reads }: Format, values: PairValues, kinds: ReadonlySet<ValueKind>): Readable[] =>
  presentKinds(values, kinds).filter((kind) => !reads.includes(kind))

const inoculationNote = ({ id, name }: Format): string =>
  id === 'trl-dpo'
    ? 'Only train_dpo.py keeps the instruction from the reference: TRL’s own DPOTrainer shows it to both.'
    : `The instruction is in the prompt: a trainer that reads ${name} shows it to the reference, or to the reward model, as well as to the policy. Only train_dpo.py shows it to the policy alone.`

/** Of pairs that are trained in both orders. */
function softLabelNotes({ values, orders, kept }: Written, how: SoftLabelRows): string[] {
  const { softLabels } = values
  if (!softLabels) return []
  const rows = kept.reduce((total, pair) => total + orders(pair).length, 0)
  return [softLabelNote(how, kept.filter((pair) => !Number.isNaN(softLabels[pair]!)).length, rows)]
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
  const taken = new Set([...layout.columns, ...(layout.reserved ?? [])])
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
