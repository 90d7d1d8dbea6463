import { jsonText } from './json-write.ts'
import { pairRecord, type RankedMapping } from './answers.ts'
import { type Conversation, TIE } from './conversation.ts'
import { type ExtractedPair, extractPair, type Sides } from './extract-pair.ts'
import { bestAndWorst, type RowsMapping, rowsByPrompt } from './groups.ts'
import { labelText } from './labels.ts'
import type { Interpretation } from './interpret.ts'
import type { PairMapping } from './mapping.ts'
import { columnOf, valueAt, withValueAt } from './paths.ts'
import { type BadRow, field, isRecord, type SourceRecord, type SourceRows } from './rows.ts'
import { givesSeveral, type RowMapping, sidesBy } from './sides.ts'
import type { PairSource, SourcePair } from './to-pairs.ts'
import { openMessage } from './turns.ts'

/** The pairs of rows by a mapping of any kind but single responses. */
export function pairSource(rows: SourceRows, mapping: PairMapping, how: Interpretation): PairSource {
  if (mapping.kind === 'rows') return groupedSource(rows, mapping, how)
  return givesSeveral(mapping) ? severalSource(rows, mapping, how) : rowSource(rows, mapping, how)
}

/** One pair a row. */
function rowSource(rows: SourceRows, mapping: RowMapping, how: Interpretation): PairSource {
  const bad: BadRow[] = []
  const found: SourcePair[] = []
  const ties: number[] = []
  const sidesOf = sidesBy(mapping)
  const extract = (record: SourceRecord): ExtractedPair | string => {
    const sides = sidesOf(record)
    return typeof sides === 'string' ? sides : extractPair(record, sides[0]!, mapping, how)
  }
  rows.records.forEach((record, i) => {
    if (!record) return
    const read = extract(record)
    if (typeof read !== 'string') found.push(kept(read, i + 1))
    else {
      bad.push({ row: i + 1, reason: read })
      if (read === TIE && mapping.tied !== 'drop') ties.push(i + 1)
    }
  })
  const record = (pair: number) => rows.records[found[pair]!.row - 1]!
  return {
    paired: true,
    sides: sideColumns(mapping, found.length > 0 ? record(0) : {}),
    found,
    bad,
    ties,
    record,
    conversation: (pair) => (extract(record(pair)) as ExtractedPair).conversation,
    flip: flipBy(mapping, (pair) => found[pair]!.cells),
  }
}

/**
 * How a row comes to prefer its other response where scores, ranks or a name say which it prefers: these
 * change places, and each text keeps what is said of it.
 */
function flipBy(
  mapping: PairMapping,
  cells: (pair: number) => readonly [string, string],
): ((pair: number, record: SourceRecord) => SourceRecord) | undefined {
  const exchange = (record: SourceRecord, [a, b]: readonly [string, string]) =>
    withValueAt(withValueAt(record, a, valueAt(record, b)), b, valueAt(record, a))
  if (mapping.kind === 'scored') return (_, record) => exchange(record, [mapping.aScore, mapping.bScore])
  if (mapping.kind === 'ranked') {
    return (pair, record) =>
      exchange(record, cells(pair).map((cell) => scoreOf(mapping, cell)) as [string, string])
  }
  if (mapping.kind !== 'labelled' || !mapping.names || typeof mapping.label !== 'string') return undefined
  const { names, label } = mapping
  return (_, record) => {
    const said = labelText(valueAt(record, label))
    const other = names.find((path) => labelText(valueAt(record, path)) !== said)
    return other === undefined ? record : withValueAt(record, label, valueAt(record, other))
  }
}

/** The path of an answer's score, by that of its response. */
function scoreOf({ answers, response, score }: RankedMapping, cell: string): string {
  const at = cell.slice(answers.length + 1).split('.')[0]!
  return response === null ? `${score}.${at}` : `${answers}.${at}.${score}`
}

/** The texts alone: turns are read again when they are asked for. */
const kept = (
  { prompt, chosen, rejected, swapped, cells, margin }: ExtractedPair,
  row: number,
): SourcePair => ({
  prompt,
  chosen,
  rejected,
  swapped,
  cells,
  margin,
  row,
})

function sideColumns(mapping: RowMapping, record: SourceRecord): readonly [string, string] {
  switch (mapping.kind) {
    case 'columns':
      return [columnOf(record, mapping.chosen), columnOf(record, mapping.rejected)]
    case 'labelled':
    case 'scored':
      return [columnOf(record, mapping.a), columnOf(record, mapping.b)]
    case 'ranked':
      return [columnOf(record, mapping.answers), columnOf(record, mapping.answers)]
    case 'ordered': {
      const [a, b] = typeof mapping.answers === 'string' ? [mapping.answers] : mapping.answers
      return [columnOf(record, a!), columnOf(record, b ?? a!)]
    }
    case 'branches':
      return [columnOf(record, mapping.conversation), columnOf(record, mapping.conversation)]
  }
}

const OWN = ['chosen', 'rejected'] as const

/** Several pairs a row: they are numbered by themselves. */
function severalSource(rows: SourceRows, mapping: RowMapping, how: Interpretation): PairSource {
  const bad: BadRow[] = []
  const found: SourcePair[] = []
  const places: { readonly row: number; readonly sides: Sides }[] = []
  const sidesOf = sidesBy(mapping)
  rows.records.forEach((record, i) => {
    if (!record) return
    const several = sidesOf(record)
    const reasons = new Set<string>()
    const before = found.length
    for (const sides of typeof several === 'string' ? [] : several) {
      const read = extractPair(record, sides, mapping, how)
      if (typeof read === 'string') reasons.add(read)
      else {
        places.push({ row: i, sides })
        found.push({ ...kept(read, places.length), cells: OWN })
      }
    }
    if (found.length > before) return
    bad.push({ row: i + 1, reason: typeof several === 'string' ? several : [...reasons][0]! })
  })
  const source = (pair: number) => rows.records[places[pair]!.row]!
  return {
    paired: true,
    sides: OWN,
    found,
    bad,
    ties: [],
    record: (pair) => recordOf(source(pair), places[pair]!.sides, mapping),
    conversation: (pair) =>
      (extractPair(source(pair), places[pair]!.sides, mapping, how) as ExtractedPair).conversation,
  }
}

/** The row of one of several pairs of a row: without the columns of all answers, with its two. */
function recordOf(record: SourceRecord, sides: Sides, mapping: RowMapping): SourceRecord {
  const all = answerColumns(mapping).map((path) => (columnOf(record, path) === path ? path : null))
  const shared = Object.fromEntries(Object.entries(record).filter(([name]) => !all.includes(name)))
  const [a, b] = sides.cells.map((cell) => answerBeside(record, cell, mapping)) as [
    SourceRecord,
    SourceRecord,
  ]
  const prompt = sides.prompt ? { prompt: sides.prompt.map(openMessage) } : {}
  return pairRecord({ ...shared, ...prompt }, [sides.a, sides.b], [a, b])
}

/** The paths at which all answers of a row are. */
function answerColumns(mapping: RowMapping): readonly string[] {
  switch (mapping.kind) {
    case 'ranked':
      return [mapping.answers]
    case 'ordered':
      return typeof mapping.answers === 'string' ? [mapping.answers] : mapping.answers
    case 'branches':
      return [mapping.conversation]
    case 'columns':
      return [mapping.chosen, mapping.rejected]
    default:
      return []
  }
}

/** What an answer says beside its response. */
function answerBeside(record: SourceRecord, cell: string, mapping: RowMapping): SourceRecord {
  if (mapping.kind === 'branches') {
    const message = valueAt(record, cell)
    const said = ['role', 'content']
    return isRecord(message)
      ? Object.fromEntries(Object.entries(message).filter(([name]) => !said.includes(name)))
      : {}
  }
  const response = mapping.kind === 'ranked' || mapping.kind === 'ordered' ? mapping.response : null
  if (response === undefined || response === null) return {}
  const answer = valueAt(record, cell.slice(0, -response.length - 1))
  if (!isRecord(answer)) return {}
  return Object.fromEntries(Object.entries(answer).filter(([name]) => name !== response))
}

/** One pair of several rows that answer the same prompt. */
function groupedSource(rows: SourceRows, mapping: RowsMapping, how: Interpretation): PairSource {
  const bad: BadRow[] = []
  const found: SourcePair[] = []
  const places: { readonly best: number; readonly worst: number; readonly sides: Sides }[] = []
  for (const group of rowsByPrompt(rows.records, mapping.prompt)) {
    const ends = bestAndWorst(rows.records, group, mapping)
    if (typeof ends === 'string') {
      bad.push(...group.map((at) => ({ row: at + 1, reason: ends })))
      continue
    }
    const { best, worst, margin } = ends
    const response = (at: number) => valueAt(rows.records[at]!, mapping.response)
    const cells = [mapping.response, mapping.response] as const
    const sides: Sides = { a: response(best), b: response(worst), cells, winner: 'a', margin }
    const read = extractPair(rows.records[best]!, sides, mapping, how)
    for (const at of group) {
      if (typeof read === 'string') bad.push({ row: at + 1, reason: read })
      else if (at !== best && at !== worst) {
        bad.push({ row: at + 1, reason: 'the answer is neither the best nor the worst to its prompt' })
      }
    }
    if (typeof read === 'string') continue
    places.push({ best, worst, sides })
    found.push({ ...kept(read, best + 1), cells: OWN })
  }
  const missing = rows.records.flatMap((record, i) =>
    record && (valueAt(record, mapping.prompt) ?? null) === null
      ? [{ row: i + 1, reason: 'the prompt is missing' }]
      : [],
  )
  const conversation = (pair: number): Conversation => {
    const { best, sides } = places[pair]!
    return (extractPair(rows.records[best]!, sides, mapping, how) as ExtractedPair).conversation
  }
  return {
    paired: true,
    sides: OWN,
    found,
    bad: [...bad, ...missing],
    ties: [],
    conversation,
    record: (pair) => mergedRecord(rows, places[pair]!, mapping),
  }
}

/** The two rows of a pair as one: what they agree on, and the rest by side. */
function mergedRecord(
  rows: SourceRows,
  { best, worst, sides }: { readonly best: number; readonly worst: number; readonly sides: Sides },
  mapping: RowsMapping,
): SourceRecord {
  const [good, bad] = [rows.records[best]!, rows.records[worst]!]
  const same = (name: string) => jsonText(field(good, name)) === jsonText(field(bad, name))
  const names = [...new Set([...Object.keys(good), ...Object.keys(bad)])]
  const taken = columnOf(good, mapping.response)
  const shared = names.filter((name) => name !== taken && same(name) && name !== mapping.score)
  const apart = names.filter((name) => name !== taken && !shared.includes(name))
  const pick = (record: SourceRecord, wanted: readonly string[]) =>
    Object.fromEntries(
      wanted.filter((name) => Object.hasOwn(record, name)).map((name) => [name, record[name]]),
    )
  return pairRecord(pick(good, shared), [sides.a, sides.b], [pick(good, apart), pick(bad, apart)])
}
