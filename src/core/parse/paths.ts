import { jsonText } from './json-write.ts'
import { structureIn } from './cells.ts'
import { field, isRecord, type SourceRecord } from './rows.ts'

/*
 * A path names a value of a row: a column, or the way to a field inside one, a dot at each step
 * ("data.chosen", "summaries.0.text"). It goes through objects, lists (by place from 0, * for every item, or
 * *[key=value] for those of which a field says so) and cells that hold either as text. Names may hold dots
 * themselves. What an annotator discarded or did not hand in is no item of a *.
 */

/** The value at a path; undefined where there is none. With a * the first that is there. */
export const valueAt = (record: SourceRecord, path: string): unknown => valuesAt(record, path)[0]

/** Every value at a path, of which there are several only with a *. */
export function valuesAt(record: SourceRecord, path: string): unknown[] {
  return within(record, path)
}

function within(value: unknown, path: string): unknown[] {
  const holder = structureIn(value)
  if (Array.isArray(holder)) {
    const [name, rest] = cut(path)
    if (name.startsWith('*')) {
      return itemsOf(holder, name).flatMap((item) => (rest === null ? [item] : within(item, rest)))
    }
    const item = /^\d+$/.test(name) ? (holder[Number(name)] as unknown) : undefined
    return item === undefined ? [] : rest === null ? [item] : within(item, rest)
  }
  if (!isRecord(holder)) return []
  if (Object.hasOwn(holder, path)) return [holder[path]]
  for (const [name, rest] of steps(path)) {
    const found = Object.hasOwn(holder, name) ? within(holder[name], rest) : []
    if (found.length > 0) return found
  }
  return []
}

/** The items that a * of a path stands for. */
function itemsOf(list: readonly unknown[], name: string): unknown[] {
  const [, key, value] = /^\*\[([^=]+)=(.*)\]$/.exec(name) ?? []
  return list.filter((item) => {
    if (!isRecord(item)) return key === undefined
    return isHandedIn(item) && (key === undefined || String(field(item, key)) === value)
  })
}

/** Not so are Label Studio's skipped annotations and Argilla's discarded responses and drafts. */
const isHandedIn = (item: SourceRecord): boolean =>
  item.was_cancelled !== true && isSubmitted(field(item, 'status'))

const isSubmitted = (status: unknown): boolean =>
  !['discarded', 'draft', 'pending', 'missing'].includes(String(status))

/**
 * The votes at a path: every value, those left out whose status in a list beside them says that they do not
 * count (Argilla's flat export).
 */
export function votesAt(record: SourceRecord, path: string): unknown[] {
  const votes = valuesAt(record, path)
  if (!path.endsWith('.*')) return votes
  const status = structureIn(valueAt(record, `${path.slice(0, -2)}.status`))
  if (!Array.isArray(status) || status.length !== votes.length) return votes
  return votes.filter((_, i) => isSubmitted(status[i]))
}

/**
 * The record with another value at a path that it has; as it was where it has not. A cell of text stays text
 * (JSON).
 */
export function withValueAt(record: SourceRecord, path: string, value: unknown): SourceRecord {
  return replaced(record, path, value) as SourceRecord
}

function replaced(holder: unknown, path: string, value: unknown): unknown {
  const inner = structureIn(holder)
  if (typeof holder === 'string') {
    const changed = inner === undefined ? inner : replaced(inner, path, value)
    return changed === inner ? holder : jsonText(changed)
  }
  if (Array.isArray(inner)) {
    const [name, rest] = cut(path)
    const at = /^\d+$/.test(name) ? Number(name) : -1
    if (at < 0 || at >= inner.length) return holder
    const changed = rest === null ? value : replaced(inner[at], rest, value)
    return changed === inner[at] ? holder : inner.with(at, changed)
  }
  if (!isRecord(inner)) return holder
  if (Object.hasOwn(inner, path)) return { ...inner, [path]: value }
  for (const [name, rest] of steps(path)) {
    if (!Object.hasOwn(inner, name) || within(inner[name], rest).length === 0) continue
    return { ...inner, [name]: replaced(inner[name], rest, value) }
  }
  return holder
}

/** The column that a path begins with. */
export function columnOf(record: SourceRecord, path: string): string {
  if (Object.hasOwn(record, path)) return path
  return steps(path).find(([name]) => Object.hasOwn(record, name))?.[0] ?? path
}

/** The first level of nesting and the rest, at each dot. */
const steps = (path: string): (readonly [name: string, rest: string])[] =>
  [...path.matchAll(/\./g)].map(({ index }) => [path.slice(0, index), path.slice(index + 1)])

function cut(path: string): readonly [string, string | null] {
  const dot = path.indexOf('.')
  return dot < 0 ? [path, null] : [path.slice(0, dot), path.slice(dot + 1)]
}

/** The name at the end of a path, places in lists left out. */
export const nameOf = (path: string): string =>
  path
    .split('.')
    .filter((name) => !/^(\d+|\*.*)$/.test(name))
    .at(-1) ?? path

/** Levels of nesting, items of a list, and paths in all, that a person is shown. */
const MOST_DEEP = 3
const MOST_ITEMS = 2
const MOST_PATHS = 200

/**
 * The columns of some records, or the fields inside them where a column is nothing but a nest of fields;
 * messages are values.
 */
export function pathsOf(columns: readonly string[], sample: readonly SourceRecord[]): string[] {
  const paths = columns.flatMap((column) =>
    inside(
      column,
      sample.map((record) => field(record, column)),
      0,
    ),
  )
  return paths.slice(0, Math.max(MOST_PATHS, columns.length))
}

function inside(path: string, values: readonly unknown[], depth: number): string[] {
  const there = values.filter((value) => value !== undefined && value !== null && value !== '')
  const nests = there.map(structureIn).filter((value) => isNest(value))
  if (depth === MOST_DEEP || nests.length === 0 || 2 * nests.length < there.length) return [path]
  const names = new Set<string>()
  for (const nest of nests) {
    const found = Array.isArray(nest) ? nest.slice(0, MOST_ITEMS).map((_, i) => String(i)) : Object.keys(nest)
    for (const name of found) if (names.size < MOST_PATHS) names.add(name)
  }
  const whole = nests.length < there.length || nests.some((nest) => Array.isArray(nest))
  const item = (nest: object, name: string) =>
    (Array.isArray(nest) ? nest[Number(name)] : field(nest as SourceRecord, name)) as unknown
  return [
    ...(whole ? [path] : []),
    ...[...names].flatMap((name) =>
      inside(
        `${path}.${name}`,
        nests.map((nest) => item(nest, name)),
        depth + 1,
      ),
    ),
  ]
}

/**
 * An object of fields, or a list of such objects or of texts; not a message, and nothing that holds messages.
 */
function isNest(value: unknown): value is object {
  if (Array.isArray(value)) {
    return (
      value.length > 0 &&
      value.every((item) => typeof item === 'string' || (isRecord(item) && !isMessage(item)))
    )
  }
  return isRecord(value) && !isMessage(value) && !(value instanceof Uint8Array)
}

/** One message, or an object that holds a conversation. */
const isMessage = (value: SourceRecord): boolean =>
  Array.isArray(field(value, 'messages')) ||
  ['role', 'from'].some((name) => typeof field(value, name) === 'string')
