import { WhittleError } from '../failure.ts'
import { TIE } from './conversation.ts'
import { extractPair, NO_VOTE, responseReader } from './extract-pair.ts'
import { interpret } from './interpret.ts'
import type { Layout, Proposal } from './layout.ts'
import { PAIR_LAYOUTS } from './pair-layouts.ts'
import { RESPONSE_LAYOUTS } from './response-layouts.ts'
import type { Mapping } from './mapping.ts'
import { argilla } from './argilla.ts'
import { NO_OTHER_ANSWER } from './branches.ts'
import { completed } from './complete.ts'
import { labelStudio } from './label-studio.ts'
import { listed, quoted, type SourceRecord, type SourceRows } from './rows.ts'
import { MOST_VALUES } from './label-sets.ts'
import { nameTwins } from './side-twins.ts'
import { type RowMapping, sidesBy } from './sides.ts'
import { suggestions } from './suggest.ts'
import { Table } from './table.ts'

/** From this certainty on a file is opened without asking. */
export const CERTAIN = 0.75

export interface Detection {
  readonly id: string
  /** As shown to the person. */
  readonly name: string
  readonly mapping: Mapping
  /** 0 to 1: how far layout and label can be trusted × share of the sampled rows that fit. */
  readonly certainty: number
  /** One sentence or two. */
  readonly because: string
}

/**
 * Finds how the rows are to be read: of all known layouts and all ways that names and values suggest, the one
 * that fits best.
 * @throws WhittleError 'bad-file' when nothing in it could be a response with a better one or a label beside
 * it
 */
export function detect(rows: SourceRows): Detection {
  const table = new Table(rows)
  const known = [...PAIR_LAYOUTS, ...RESPONSE_LAYOUTS].flatMap((layout) => proposed(layout, table) ?? [])
  // Of a known layout in which no row is a pair, the rows' own reasons are told.
  const best =
    bestOf([...labelStudio(table), ...argilla(table), ...known, ...suggestions(table)], table) ?? known[0]
  if (!best) {
    throw new WhittleError(
      'bad-file',
      'The file has no two columns of text that could be a chosen and a rejected response, nor one with a label of good or ' +
        `bad beside it; it has ${listed(rows.columns.slice(0, 8).map(quoted))}.`,
    )
  }
  const mapping = completed(best.mapping, table)
  const { id, name, certainty } = best
  return { id, name, mapping, certainty, because: because(best, rows) }
}

function because({ because: why, certainty }: Proposal, { columns, notes }: SourceRows): string {
  if (certainty >= CERTAIN) return why
  const names = listed([
    ...columns.slice(0, 8).map(quoted),
    ...(columns.length > 8 ? [`${columns.length - 8} more`] : []),
  ])
  return [`It is not certain how the columns ${names} are to be read.`, why, ...notes].join(' ')
}

/** A known layout's way to read the file; null where its columns are not there. */
function proposed(layout: Layout, table: Table): Proposal | null {
  const names = Object.keys(layout.columns)
  const columns = new Map(names.map((name) => [name, table.column(name)]))
  const missing = [...columns.values()].includes(null)
  if (missing || names.some((name) => table.share(columns.get(name)!, layout.columns[name]!) < 0.5))
    return null
  const read = layout.read((name) => columns.get(name) ?? table.column(name)!, table)
  if (!read) return null
  if ('kind' in read && read.kind === 'columns' && namesOnly(read, table)) return null
  const { id, name, certainty } = layout
  if (!('mapping' in read)) return { id, name, mapping: read, certainty, because: '' }
  return {
    id,
    name,
    mapping: read.mapping,
    certainty: certainty * read.certainty,
    because: read.because,
  }
}

/**
 * Whether the cells of a chosen and a rejected response are a few names, and the texts are in two other
 * columns.
 */
function namesOnly({ chosen, rejected }: Extract<Mapping, { kind: 'columns' }>, table: Table): boolean {
  const few = [chosen, rejected].every((path) => {
    const { size } = table.set(path)
    return size > 0 && size <= MOST_VALUES && 2 * size <= table.rows.records.length
  })
  if (!few) return false
  const words = (path: string) =>
    table.values(path).filter((value) => typeof value === 'string' && /\S\s+\S/.test(value)).length
  return nameTwins(table.paths).some(
    ({ names, better }) => !better && names.every((path) => words(path) > words(chosen)),
  )
}

/** The proposal by which most of the sampled rows can be read, certainty counting as much. */
function bestOf(proposals: readonly Proposal[], table: Table): Proposal | null {
  let best: Proposal | null = null
  for (const proposal of proposals.toSorted((x, y) => y.certainty - x.certainty)) {
    if (best && proposal.certainty <= best.certainty) continue
    const [fit, usable] = fitOf(completed(proposal.mapping, table), table.sample)
    const certainty = proposal.certainty * fit
    if (certainty === 0 || (best && certainty <= best.certainty)) continue
    const { length } = table.sample
    const why =
      proposal.because ||
      `The columns are those of ${proposal.name}, and ${usable} of the ${length} rows looked at can be read so.`
    best = { ...proposal, certainty, because: why }
  }
  return best
}

/** Reasons for which a row is read right and still makes no pair. */
const READ = new Set([
  TIE,
  NO_OTHER_ANSWER,
  'the two responses are identical',
  'the label says neither good nor bad (no vote)',
])

/** Share of rows that a mapping can read, and how many it makes something of. */
function fitOf(mapping: Mapping, sample: readonly SourceRecord[]): [fit: number, usable: number] {
  const how = interpret(mapping, sample)
  // Rows of one prompt are found over the whole file: that there are such is why they were proposed.
  if (mapping.kind === 'rows') return [1, sample.length]
  const read = mapping.kind === 'judged' ? responseReader(mapping, how) : pairReader(mapping, how)
  let [fits, usable] = [0, 0]
  for (const record of sample) {
    const result = read(record)
    if (typeof result !== 'string') usable++
    if (typeof result !== 'string' || READ.has(result)) fits++
    else if (result === NO_VOTE) fits += 0.5
  }
  return [sample.length > 0 ? fits / sample.length : 0, usable]
}

function pairReader(mapping: RowMapping, how: ReturnType<typeof interpret>) {
  const sidesOf = sidesBy(mapping)
  return (record: SourceRecord) => {
    const sides = sidesOf(record)
    return typeof sides === 'string' ? sides : extractPair(record, sides[0]!, mapping, how)
  }
}
