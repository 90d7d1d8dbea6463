import { contradicted, type DataColumn, valueText } from '../dataset/column-values.ts'
import { type ColumnSummary, summarise } from '../dataset/column-summary.ts'
import { searchPattern } from '../dataset/search.ts'
import { chosenSpan, rejectedSpan } from '../pairs.ts'
import { jsonText } from '../parse/json-write.ts'
import { turnText } from '../parse/turns.ts'
import { wordCount } from '../stats/length.ts'
import type { Verdict } from '../verdict.ts'
import { markedResponse, type MarkedText } from './marks.ts'
import { CHANGES, type Change, pairChanges } from './row-query.ts'
import type { Workspace } from './workspace.ts'

/** A pair as one line of a table: its texts cut. */
export interface RowLine {
  readonly pair: number
  /** Source row, from 1. */
  readonly row: number
  /** Its last question, or what was searched for. */
  readonly prompt: string
  /** '' where the row has one response, judged bad. */
  readonly chosen: string
  readonly rejected: string
  readonly words: readonly [prompt: number, chosen: number, rejected: number]
  readonly changes: readonly Change[]
  /** Of the columns asked for, in their order: one value, or the chosen and the rejected response's. */
  readonly values: readonly (readonly string[])[]
}

/** One turn of a prompt. */
export interface PromptTurn {
  readonly role: string
  readonly text: string
}

/** A pair to read. */
export interface RowPage {
  readonly pair: number
  readonly row: number
  /** Turns of the prompt; one, of the user, where it is plain text. */
  readonly prompt: readonly PromptTurn[]
  /** Null where the row has one response, judged bad. */
  readonly chosen: MarkedText | null
  readonly rejected: MarkedText | null
  readonly changes: readonly Change[]
  /** Every further column's value, those that are missing left out. */
  readonly columns: readonly {
    readonly name: string
    readonly of: DataColumn['of']
    readonly values: readonly string[]
  }[]
}

/** What the data panel shows of the further columns. */
export interface ColumnsPage {
  readonly columns: readonly ColumnSummary[]
  /** Pairs whose rejected response has the higher score. */
  readonly contradicted: number
}

/** Characters of a text in a line. */
const LINE_CHARACTERS = 240
/** Characters of a column's value. */
const VALUE_CHARACTERS = 2000

export function columnsPage({ dataset, pairs }: Workspace): ColumnsPage {
  return {
    columns: dataset.columns().map((column) => summarise(column, pairs.length)),
    contradicted: contradicted(dataset).length,
  }
}

/** What lines show. */
export interface LineSettings {
  /** Names of the columns shown; unknown ones are empty. */
  readonly columns: readonly string[]
  /** Texts are cut so that it is seen; '' for none. */
  readonly search: string
}

export function rowLines(
  workspace: Workspace,
  asked: Uint32Array,
  { columns: names, search }: LineSettings,
  verdicts: readonly Verdict[],
): RowLine[] {
  const { pairs, dataset } = workspace
  const known = names.length > 0 ? dataset.columns() : []
  const columns = names.map((name) => known.find((column) => column.name === name))
  const changes = changesOf(workspace, verdicts)
  const pattern = search.trim() === '' ? null : searchPattern(search)
  return Array.from(asked, (pair): RowLine => {
    const [prompt, chosen, rejected] = [pairs.prompt[pair]!, pairs.chosen[pair]!, pairs.rejected[pair]!]
    const asked = pattern?.test(prompt) ? prompt : lastQuestion(workspace, pair)
    return {
      pair,
      row: pairs.row[pair]!,
      prompt: cut(asked, pattern),
      chosen: cut(chosen, pattern),
      rejected: cut(rejected, pattern),
      words: [wordCount(prompt), wordCount(chosen), wordCount(rejected)],
      changes: changes(pair),
      values: columns.map((column) => (column ? valuesOf(column, pair, LINE_CHARACTERS) : [''])),
    }
  })
}

/** Characters before what was searched for. */
const LEAD = 40

/** What a conversation says last before the response. */
function lastQuestion({ dataset, pairs }: Workspace, pair: number): string {
  const turns = dataset.conversation(pair).prompt
  const last = turns.findLast(({ role }) => role === 'user') ?? turns.at(-1)
  return last ? turnText(last) : pairs.prompt[pair]!
}

/** A text cut to a line, from shortly before what was searched for. */
function cut(text: string, pattern: RegExp | null): string {
  const found = pattern ? text.search(pattern) : -1
  const start = found < LINE_CHARACTERS / 2 ? 0 : found - LEAD
  return `${start > 0 ? '… ' : ''}${text.slice(start, start + LINE_CHARACTERS)}`
}

/** One pair to read. @param concept shaded where it fires; null for none */
export function rowPage(
  workspace: Workspace,
  pair: number,
  concept: string | null,
  verdicts: readonly Verdict[],
): RowPage {
  const { pairs, dataset } = workspace
  const marked = (side: 'chosen' | 'rejected') => {
    const text = pairs[side][pair]!
    return text === '' ? null : markedText(workspace, pair, side, concept)
  }
  const turns = dataset.conversation(pair).prompt
  return {
    pair,
    row: pairs.row[pair]!,
    prompt: turns.map((turn) => ({ role: turn.role, text: turnText(turn) })),
    chosen: marked('chosen'),
    rejected: marked('rejected'),
    changes: changesOf(workspace, verdicts)(pair),
    columns: dataset
      .columns()
      .map((column) => ({
        name: column.name,
        of: column.of,
        values: valuesOf(column, pair, VALUE_CHARACTERS),
      }))
      .filter(({ values }) => values.some((value) => value !== '')),
  }
}

function markedText(
  workspace: Workspace,
  pair: number,
  side: 'chosen' | 'rejected',
  id: string | null,
): MarkedText {
  const at = id === null ? -1 : workspace.basis.index.indexOf(pair)
  if (id === null || at < 0) {
    return { text: workspace.pairs[side][pair]!, marks: [], present: 0, units: null, max: 0 }
  }
  const span = side === 'chosen' ? chosenSpan(at) : rejectedSpan(at)
  return markedResponse(workspace.basis, workspace.concept(id), workspace.dictionary, span, 0)
}

const valuesOf = (column: DataColumn, pair: number, most: number): string[] =>
  (column.of === 'pair' ? [pair] : [chosenSpan(pair), rejectedSpan(pair)]).map((index) => {
    const text = valueText(column, index)
    return text.length > most ? `${text.slice(0, most)}…` : text
  })

function changesOf(workspace: Workspace, verdicts: readonly Verdict[]): (pair: number) => Change[] {
  if (verdicts.length === 0) return () => []
  const changes = pairChanges(workspace, verdicts)
  return (pair) => CHANGES.filter((_, bit) => (changes[pair]! & (1 << bit)) !== 0)
}

/** A row of the file that is no pair. */
export interface BadRecord {
  readonly row: number
  /** Its fields, cut; empty where the row could not be read. */
  readonly fields: readonly (readonly [name: string, value: string])[]
}

const MOST_BAD = 20

/** The first rows that are left out for a reason, as they are in the file. */
export function badRecords({ dataset }: Workspace, reason: string): BadRecord[] {
  const rows = dataset.bad.filter((bad) => bad.reason === reason).slice(0, MOST_BAD)
  return rows.map(({ row }) => ({
    row,
    fields: Object.entries(dataset.sourceRow(row) ?? {}).map(([name, value]) => {
      const text = typeof value === 'string' ? value : (jsonText(value) ?? '')
      return [name, text.length > LINE_CHARACTERS ? `${text.slice(0, LINE_CHARACTERS)}…` : text] as const
    }),
  }))
}
