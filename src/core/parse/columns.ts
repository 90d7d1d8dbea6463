import { structureIn } from './cells.ts'
import { numeric, labelText } from './labels.ts'
import type { Mapping } from './mapping.ts'
import { columnOf } from './paths.ts'
import { field, isRecord, sampleRecords, type SourceRows } from './rows.ts'
import { structuredTurns } from './turns.ts'

export type ColumnType =
  | 'text'
  /** Text of few distinct values. */
  | 'category'
  | 'integer'
  | 'number'
  | 'boolean'
  | 'date'
  | 'messages'
  | 'list'
  | 'object'
  | 'binary'
  | 'empty'

/**
 * A column of the file: what its values are, and what the mapping takes it for; null for a further column.
 */
export interface ColumnInfo {
  readonly name: string
  readonly type: ColumnType
  readonly role: string | null
}

const SAMPLE_ROWS = 500
const MOST_CATEGORIES = 50

/** The columns of a file, in its order. */
export function columnsOf(rows: SourceRows, mapping: Mapping): ColumnInfo[] {
  const sample = sampleRecords(rows, SAMPLE_ROWS)
  const roles = rolesOf(mapping)
  return rows.columns.map((name) => ({
    name,
    type: typeOf(sample.map((record) => field(record, name))),
    role:
      roles.find(
        ([, path]) => path === name || sample.some((record) => columnOf(record, path) === name),
      )?.[0] ?? null,
  }))
}

const NO_PATHS: ReadonlySet<string> = new Set([
  ...['kind', 'better', 'rule', 'lists', 'tied'],
  ...['aWins', 'bWins', 'ties', 'good', 'bad'],
])

/** Whether a path of a mapping is of a field inside each answer, and of no column. */
function isInside(mapping: Mapping, key: string): boolean {
  switch (mapping.kind) {
    case 'ranked':
      return key === 'response' || (key === 'score' && mapping.response !== null)
    case 'ordered':
      return key === 'response' || key === 'key'
    case 'branches':
      return key === 'chosen' || key === 'score'
    default:
      return false
  }
}

/** What each path of a mapping is for. */
function rolesOf(mapping: Mapping): (readonly [role: string, path: string])[] {
  const roles: Record<string, string> = {
    aScore: 'score of a',
    bScore: 'score of b',
    names: 'names',
    scores: 'score',
  }
  return Object.entries(mapping).flatMap(([key, value]) => {
    if (NO_PATHS.has(key) || isInside(mapping, key)) return []
    const paths = (Array.isArray(value) ? value : [value]).filter((path) => typeof path === 'string')
    return paths.map((path) => [roles[key] ?? key, path] as const)
  })
}

/** The type of a column's values, those that are missing left out. */
export function typeOf(values: readonly unknown[]): ColumnType {
  const there = values.filter((value) => value !== undefined && value !== null && value !== '')
  if (there.length === 0) return 'empty'
  const all = (test: (value: unknown) => boolean) => there.every(test)
  if (all((value) => value instanceof Uint8Array)) return 'binary'
  if (all((value) => typeof value === 'boolean' || /^(true|false)$/i.test(labelText(value)))) return 'boolean'
  if (all((value) => typeof value === 'bigint' || Number.isInteger(numeric(value)))) return 'integer'
  if (all((value) => numeric(value) !== null)) return 'number'
  if (all((value) => value instanceof Date || (typeof value === 'string' && isDate(value)))) return 'date'
  const mostly = (test: (value: unknown) => boolean) => 2 * there.filter(test).length > there.length
  if (mostly((value) => structuredTurns(value) !== null)) return 'messages'
  if (mostly((value) => Array.isArray(structureIn(value)))) return 'list'
  if (mostly((value) => isRecord(structureIn(value)))) return 'object'
  const distinct = new Set(there.map(String)).size
  return distinct <= MOST_CATEGORIES && 2 * distinct <= there.length ? 'category' : 'text'
}

const isDate = (text: string): boolean => /^\d{4}-\d{2}-\d{2}([T ]\d{2}:\d{2}.*)?$/.test(text.trim())
