import { CHANGES, CONCEPT_PLACES } from '../core/workspace/row-query.ts'
import type { Condition } from '../protocol/data.ts'
import type { RowSettings, ViewSettings } from './state.ts'

/** Longer addresses are cut by what carries them. */
const MOST_CONDITIONS = 50

/**
 * Writes what narrows and sets the table of rows: `where` is ["column", "value", …] or ["column", least,
 * most] as JSON, once a condition.
 */
export function writeRows({ conditions, rows, pair }: ViewSettings, parameters: URLSearchParams): void {
  for (const condition of conditions) parameters.append('where', conditionText(condition))
  const { search, concept, change, sort, columns } = rows
  if (search) parameters.set('find', search)
  if (concept) parameters.set('with', `${concept.place} ${concept.id}`)
  if (change) parameters.set('change', change)
  if (sort) parameters.set('order', (sort.descending ? '-' : '+') + sort.by)
  if (columns) parameters.set('columns', JSON.stringify(columns))
  if (pair !== null) parameters.set('pair', String(pair))
}

const conditionText = (condition: Condition): string =>
  JSON.stringify(
    'values' in condition
      ? [condition.column, ...condition.values]
      : [condition.column, condition.least, condition.most],
  )

export const readConditions = (parameters: URLSearchParams): readonly Condition[] =>
  parameters
    .getAll('where')
    .slice(0, MOST_CONDITIONS)
    .flatMap((text) => readCondition(listOf(text)))

function readCondition(list: readonly unknown[]): Condition[] {
  const [column, ...rest] = list
  if (typeof column !== 'string' || rest.length === 0) return []
  if (rest.every((value) => typeof value === 'string')) return [{ column, values: rest }]
  const [least, most] = rest
  return rest.length === 2 && typeof least === 'number' && typeof most === 'number'
    ? [{ column, least, most }]
    : []
}

function listOf(text: string | null): readonly unknown[] {
  try {
    const value: unknown = JSON.parse(text ?? '')
    return Array.isArray(value) ? value : []
  } catch {
    return []
  }
}

export function readRowSettings(parameters: URLSearchParams): RowSettings {
  const held = /^(\w+) (.+)$/s.exec(parameters.get('with') ?? '')
  const place = CONCEPT_PLACES.find((one) => one === held?.[1])
  const order = parameters.get('order')
  const columns = parameters.get('columns')
  const change = parameters.get('change')
  return {
    search: parameters.get('find') ?? '',
    concept: held && place ? { id: held[2]!, place } : null,
    change: [...CHANGES, 'any' as const, 'none' as const].find((one) => one === change) ?? null,
    sort: order && order.length > 1 ? { by: order.slice(1), descending: order.startsWith('-') } : null,
    columns: columns === null ? null : listOf(columns).filter((name) => typeof name === 'string'),
  }
}
