import { structureIn } from '../parse/cells.ts'
import type { Mapping } from '../parse/mapping.ts'
import { columnOf, pathsOf, valueAt } from '../parse/paths.ts'
import { isRecord, type SourceRecord } from '../parse/rows.ts'
import { type ResponseTwins, responseTwins } from '../parse/side-twins.ts'
import type { Parsed } from '../parse/to-pairs.ts'
import { type DataColumn, MARGIN } from './column-values.ts'

/** Where a column's values come from. */
export interface ColumnSource extends Pick<DataColumn, 'name' | 'paths' | 'of' | 'outcome'> {
  /** The value in a pair's row; of a response, that of the chosen (0) or the rejected one (1). */
  readonly read: (record: SourceRecord, pair: number, side: 0 | 1) => unknown
}

/** Rows of some pairs. */
export type PairRows = readonly { readonly pair: number; readonly record: SourceRecord }[]

const MOST_COLUMNS = 300

/** The further columns of a file, in its order, those of responses first. @param columns of the file */
export function columnSources(parsed: Parsed, columns: readonly string[], sample: PairRows): ColumnSource[] {
  const { mapping } = parsed
  const records = sample.map(({ record }) => record)
  // A row that is made for the pair has columns of its own.
  const made = isMade(mapping)
  const own = made ? [...new Set(records.flatMap((record) => Object.keys(record)))] : columns
  const texts = new Set(textPaths(parsed))
  const paths = pathsOf(own, records).filter((path) => !texts.has(path) && !isBelow(path, texts))
  const answers = mapping.kind === 'ranked' && !made ? mapping : null
  const twins = parsed.pairs.paired && !answers ? responseTwins(paths, parsed.cells(0)) : []
  const paired = new Set(twins.flatMap(({ names }) => names))
  // Lists and objects that hold the responses say only the same again.
  const holders = new Set([...texts].map((path) => columnOf(records[0]!, path)))
  const single = paths.filter((path) => !paired.has(path) && !holders.has(path) && !/\.\d+(\.|$)/.test(path))
  const outcomes = new Set(outcomePaths(mapping))
  const sources = [
    ...(answers ? answerSources(parsed, answers, sample) : []),
    ...twins.map((some) => twinSource(parsed, some, outcomes)),
    ...single.map((path): ColumnSource => {
      return { name: path, paths: [path], of: 'pair', outcome: outcomes.has(path), read: reader(path) }
    }),
  ]
  return distinctNames(sources.slice(0, MOST_COLUMNS))
}

/** Whether the row of a pair is none of the file's. */
const isMade = (mapping: Mapping): boolean =>
  mapping.kind === 'rows' ||
  (mapping.kind === 'ranked' && (mapping.rule === 'neighbours' || mapping.rule === 'all'))

/** Paths of what is read as the prompt and the responses. */
function textPaths({ mapping, cells }: Parsed): string[] {
  const { prompt, history, input, prefill } = mapping
  const answers = mapping.kind === 'ranked' ? mapping.answers : null
  return [prompt, history, input, prefill, answers, ...cells(0)].filter((path) => typeof path === 'string')
}

const isBelow = (path: string, holders: ReadonlySet<string>): boolean =>
  [...path.matchAll(/\./g)].some(({ index }) => holders.has(path.slice(0, index)))

/** Paths of what says which response is better. */
function outcomePaths(mapping: Mapping): string[] {
  const label = 'label' in mapping ? [mapping.label].flat() : []
  const score = 'score' in mapping ? [mapping.score] : []
  const scores = mapping.kind === 'scored' ? [mapping.aScore, mapping.bScore] : []
  const all = [...label, ...score, ...scores, ...(('scores' in mapping && mapping.scores) || [])]
  return all.filter((path) => typeof path === 'string')
}

const reader =
  (path: string): ColumnSource['read'] =>
  (record) =>
    Object.hasOwn(record, path) ? record[path] : path.includes('.') ? valueAt(record, path) : undefined

/** A column of either response; where the row's second response is the chosen one, so is its value. */
function twinSource(
  { swapped }: Parsed,
  { base, names }: ResponseTwins,
  outcomes: ReadonlySet<string>,
): ColumnSource {
  const [first, second] = [reader(names[0]), reader(names[1])]
  const read: ColumnSource['read'] = (record, pair, side) =>
    (swapped(pair) === (side === 0) ? second : first)(record, pair, side)
  return { name: base, paths: names, of: 'response', outcome: names.some((path) => outcomes.has(path)), read }
}

/** What each answer of a list says beside its response; of a list of texts, its score. */
function answerSources(
  { cells }: Parsed,
  { answers, response, score }: Extract<Mapping, { kind: 'ranked' }>,
  sample: PairRows,
): ColumnSource[] {
  const place = (pair: number, side: 0 | 1) =>
    cells(pair)
      [side].slice(answers.length + 1)
      .split('.')[0]!
  const source = (name: string, pathOf: (at: string) => string): ColumnSource => ({
    name,
    paths: [pathOf('*')],
    of: 'response',
    outcome: name === score,
    read: (record, pair, side) => valueAt(record, pathOf(place(pair, side))),
  })
  if (response === null) return [source(score, (at) => `${score}.${at}`)]
  const lists = sample.map(({ record }) => structureIn(valueAt(record, answers)))
  const items = lists.flatMap((list) => (Array.isArray(list) ? (list as unknown[]) : []))
  const names = new Set(items.flatMap((item) => (isRecord(item) ? Object.keys(item) : [])))
  names.delete(response)
  return [...names].map((name) => source(name, (at) => `${answers}.${at}.${name}`))
}

/** A name that is taken gets its paths beside it. */
function distinctNames(sources: readonly ColumnSource[]): ColumnSource[] {
  const taken = new Set([MARGIN])
  return sources.map((source) => {
    const name = taken.has(source.name) ? `${source.name} (${source.paths.join(', ')})` : source.name
    taken.add(name)
    return { ...source, name }
  })
}
