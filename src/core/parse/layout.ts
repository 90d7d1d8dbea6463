import { readSides, type ValueSet } from './label-sets.ts'
import { matcher } from './labels.ts'
import type { Mapping } from './mapping.ts'
import { quoted } from './rows.ts'
import type { Look, Table } from './table.ts'

/** A way to read a file, with how far it can be trusted before the rows are looked at. */
export interface Proposal {
  readonly id: string
  /** As shown to the person. */
  readonly name: string
  readonly mapping: Mapping
  /** 0 to 1. */
  readonly certainty: number
  /** What the suggestion rests on beyond the columns, a sentence; empty for nothing. */
  readonly because: string
}

/** Questions that ask which response is better, told apart from "which is longer?" by their names. */
const ASKS_BETTER = /prefer|better|best|overall|quality|rank|winner|choice/i

/**
 * Of several questions that people answered about the same texts, none is certainly the one that is meant:
 * the likeliest is suggested, and asked about.
 */
export function oneOfSeveral(found: readonly Proposal[]): Proposal[] {
  if (found.length < 2) return [...found]
  return found.map((proposal) => {
    const { mapping } = proposal
    const answer = 'label' in mapping ? mapping.label : 'order' in mapping ? mapping.order : null
    const at = answer ?? ('aScore' in mapping ? mapping.aScore : '')
    const question = `The answers to ${found.length} questions could say which response is better: ${quoted(String(at))} is taken.`
    return { ...proposal, certainty: ASKS_BETTER.test(String(at)) ? 0.74 : 0.7, because: question }
  })
}

/** A known layout of preference data: how to know it and how to read it. */
export interface Layout {
  readonly id: string
  readonly name: string
  /** Columns that must be there and what their values look like. Names match in any case. */
  readonly columns: Readonly<Record<string, Look>>
  /** How sure these columns make us, 0 to 1, when every value fits. */
  readonly certainty: number
  /** The mapping by the columns' names in the file; null where the values say that it is another layout. */
  read(at: (name: string) => string, table: Table): Mapping | Judged | null
}

/** A mapping whose label is only so sure. */
export interface Judged {
  readonly mapping: Mapping
  readonly certainty: number
  readonly because: string
}

export type Read = Layout['read']

export const layout = (
  id: string,
  name: string,
  columns: Layout['columns'],
  certainty: number,
  read: Read,
): Layout => ({
  id,
  name,
  columns,
  certainty,
  read,
})

export const columns =
  (prompt: string | null, chosen = 'chosen', rejected = 'rejected', more: Partial<Mapping> = {}): Read =>
  (at) =>
    ({
      kind: 'columns',
      prompt: prompt === null ? null : at(prompt),
      chosen: at(chosen),
      rejected: at(rejected),
      ...more,
    }) as Mapping

/** Alpaca's prompt: earlier rounds, the instruction, and its input below. */
export const alpaca =
  (chosen: string, rejected: string): Read =>
  (at, table) => ({
    kind: 'columns',
    prompt: at('instruction'),
    input: table.column('input'),
    history: table.column('history'),
    chosen: at(chosen),
    rejected: at(rejected),
  })

export interface LabelValues {
  readonly aWins: readonly string[]
  readonly bWins: readonly string[]
  readonly ties: readonly string[]
}

/** Two responses and a label whose values are known; not where the label has others. */
export const labelled =
  (
    prompt: string | null,
    [a, b]: readonly [string, string],
    label: string | readonly string[],
    values: LabelValues,
  ): Read =>
  (at, table) => {
    const labels = typeof label === 'string' ? [at(label)] : label.map(at)
    if (!labels.every((path) => known(table.set(path), values))) return null
    return {
      kind: 'labelled',
      prompt: prompt === null ? null : at(prompt),
      a: at(a),
      b: at(b),
      label: typeof label === 'string' ? at(label) : labels,
      aWins: [...values.aWins],
      bWins: [...values.bWins],
      ties: [...values.ties],
    }
  }

/** Labels that are not known at all may be slips; more of them are another layout. */
const MOST_UNKNOWN = 0.05

function known(set: ValueSet, { aWins, bWins, ties }: LabelValues): boolean {
  const matches = matcher([...aWins, ...bWins, ...ties])
  let [all, unknown] = [0, 0]
  for (const [value, count] of set) {
    all += count
    if (matches(value) === null) unknown += count
  }
  return unknown <= MOST_UNKNOWN * all
}

/** Two responses and a label that names them; one that does not is another layout. */
export const named =
  (prompt: string | null, [a, b]: readonly [string, string], label: string, turn?: string): Read =>
  (at, table) => {
    const read = readSides(table.set(at(label)), { a: at(a), b: at(b), ends: ['a', 'b'] }, at(label))
    if (!read || read.certainty < 0.9) return null
    const { aWins, bWins, ties } = read
    return {
      kind: 'labelled',
      prompt: prompt === null ? null : at(prompt),
      a: at(a),
      b: at(b),
      label: at(label),
      aWins: [...aWins],
      bWins: [...bWins],
      ties: [...ties],
      ...(turn === undefined ? {} : { turn: table.column(turn) }),
    }
  }

export const ranked =
  (
    prompt: string,
    answers: string,
    response: string | null,
    score: string,
    better: 'higher' | 'lower',
  ): Read =>
  (at, table) => {
    const list = at(answers)
    const inside = (name: string) => `${list}.0.${name}`
    const there =
      response === null ? true : [response, score].every((name) => table.values(inside(name)).length > 0)
    if (!there) return null
    return {
      kind: 'ranked',
      prompt: at(prompt),
      answers: list,
      response,
      score: response === null ? at(score) : score,
      better,
      rule: 'best-worst',
    }
  }
