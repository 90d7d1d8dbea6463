import { type Answer, answerSides } from './answers.ts'
import { structureIn } from './cells.ts'
import type { Sides } from './extract-pair.ts'
import { labelText, numeric } from './labels.ts'
import type { PairMapping } from './mapping.ts'
import { valueAt, votesAt } from './paths.ts'
import { field, isRecord, type SourceRecord } from './rows.ts'

export type OrderedMapping = Extract<PairMapping, { kind: 'ordered' }>

/** The pairs that answers in a stated order give. @returns the reason where there is none */
export function orderedSides(record: SourceRecord, mapping: OrderedMapping): readonly Sides[] | string {
  const orders = votesAt(record, mapping.order).flatMap((vote) => ranksIn(vote) ?? [])
  if (orders.length === 0) return 'there is no order of the answers'
  const answers = answersOf(record, mapping).flatMap(({ names, cell, response }): Answer[] => {
    const ranks = orders.flatMap((ranksOf) => {
      const name = names.find((one) => ranksOf.has(one))
      return name === undefined ? [] : [ranksOf.get(name)!]
    })
    if (ranks.length === 0 || response === undefined || response === null) return []
    return [{ cell, response, score: -ranks.reduce((sum, rank) => sum + rank, 0) / ranks.length }]
  })
  return answers.length < 2 ? 'the order names fewer than two answers' : answerSides(answers, mapping.rule)
}

interface Named {
  /** What an order may call it. */
  readonly names: readonly string[]
  readonly cell: string
  readonly response: unknown
}

function answersOf(record: SourceRecord, { answers, response, key }: OrderedMapping): Named[] {
  if (typeof answers !== 'string') {
    return answers.map((cell) => ({ names: columnNames(cell), cell, response: valueAt(record, cell) }))
  }
  const list = structureIn(valueAt(record, answers))
  if (!Array.isArray(list)) return []
  return list.map((answer: unknown, at) => {
    const inside = isRecord(answer) ? answer : {}
    const name = key === undefined || key === null ? at : valueAt(inside, key)
    const place = `${answers}.${at}`
    return response === undefined || response === null
      ? { names: [labelText(name)], cell: place, response: answer }
      : { names: [labelText(name)], cell: `${place}.${response}`, response: valueAt(inside, response) }
  })
}

/** A column's name, and the number or letter that it ends in: "reply-2" and "2". */
export function columnNames(path: string): readonly string[] {
  const name = path.slice(path.lastIndexOf('.') + 1).toLowerCase()
  const end = /(\d+|(?<![a-z])[a-z])$/.exec(name)?.[0]
  return end === undefined || end === name ? [name] : [name, end]
}

/**
 * The ranks that one order gives, by name, 1 being the best: names in a list, {rank, value} each, or both as
 * lists.
 * @returns null where the value is no order
 */
export function ranksIn(value: unknown): ReadonlyMap<string, number> | null {
  const inner = structureIn(value)
  if (isRecord(inner)) {
    const [names, ranks] = [structureIn(field(inner, 'value')), structureIn(field(inner, 'rank'))]
    if (Array.isArray(names) && Array.isArray(ranks) && names.length === ranks.length) {
      return ranksIn(names.map((name: unknown, i) => ({ value: name, rank: ranks[i] as unknown })))
    }
    const lists = Object.values(inner).filter((list) => Array.isArray(list) && list.length > 0)
    return lists.length === 1 ? ranksIn(lists[0]) : null
  }
  if (!Array.isArray(inner) || inner.length < 2) return null
  const entries = inner.map((item: unknown, i): [string, number | null] =>
    isRecord(item) ? [labelText(item.value), numeric(item.rank)] : [labelText(item), i + 1],
  )
  const named = new Map(
    entries.flatMap(([name, rank]) => (name === '' || rank === null ? [] : [[name, rank]])),
  )
  return named.size === inner.length ? named : null
}
