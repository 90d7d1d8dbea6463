import { structureIn } from './cells.ts'
import { numeric } from './labels.ts'
import { type ValueSet, valueSet } from './label-sets.ts'
import { pathsOf, valuesAt } from './paths.ts'
import { isRecord, sampleRecords, type SourceRecord, type SourceRows } from './rows.ts'
import { TEMPLATES } from './templates.ts'
import { structuredTurns } from './turns.ts'

const SAMPLE_ROWS = 200
const SAMPLE_FOR_PATHS = 50

/** What a column's values look like. */
export type Look =
  | 'text'
  /** Text or messages. */
  | 'said'
  /** Text with the marks of a chat template, or of HH's speakers. */
  | 'marked'
  | 'hh'
  | 'turn'
  | 'turns'
  /** An object that holds messages. */
  | 'messages'
  | 'texts'
  /** A list of objects or texts. */
  | 'list'
  | 'number'
  | 'label'
  | 'record'
  | 'any'

const hh = TEMPLATES.filter(({ id }) => id.startsWith('hh'))

export const LOOKS: Readonly<Record<Look, (value: unknown) => boolean>> = {
  text: (value) => typeof value === 'string',
  said: (value) => typeof value === 'string' || structuredTurns(value) !== null,
  marked: (value) => typeof value === 'string' && TEMPLATES.some((template) => template.test(value)),
  hh: (value) => typeof value === 'string' && hh.some((template) => template.test(value)),
  turn: (value) => isRecord(structureIn(value)) && structuredTurns(value) !== null,
  turns: (value) => Array.isArray(structureIn(value)) && structuredTurns(value) !== null,
  messages: (value) => isRecord(structureIn(value)) && structuredTurns(value) !== null,
  texts: (value) => {
    const items = structureIn(value)
    return Array.isArray(items) && items.every((item) => typeof item === 'string' || item === null)
  },
  list: (value) => Array.isArray(structureIn(value)),
  number: (value) => numeric(value) !== null,
  record: (value) => isRecord(structureIn(value)),
  any: (value) => value !== undefined && value !== null,
  label: (value) =>
    typeof value === 'string' ||
    typeof value === 'number' ||
    typeof value === 'boolean' ||
    typeof value === 'bigint',
}

/** A file as detection sees it: sampled rows, and all values of a label. */
export class Table {
  readonly sample: readonly SourceRecord[]
  /** Columns, and fields inside them. */
  readonly paths: readonly string[]
  readonly #columns: ReadonlyMap<string, string>
  readonly #values = new Map<string, readonly unknown[]>()
  readonly #sets = new Map<string, ValueSet>()
  readonly #looks = new Map<string, number>()

  constructor(readonly rows: SourceRows) {
    this.sample = sampleRecords(rows, SAMPLE_ROWS)
    this.paths = pathsOf(rows.columns, this.sample.slice(0, SAMPLE_FOR_PATHS))
    this.#columns = new Map(rows.columns.toReversed().map((column) => [plainName(column), column]))
  }

  /** The column of a name, in any case and with any separators; null where there is none. */
  column(name: string): string | null {
    const exact = this.rows.columns.find((column) => column === name)
    return exact ?? this.#columns.get(plainName(name)) ?? null
  }

  /** The sampled values at a path that are there. */
  values(path: string): readonly unknown[] {
    let values = this.#values.get(path)
    if (!values) {
      values = this.sample
        .flatMap((record) => valuesAt(record, path))
        .filter((value) => value !== undefined && value !== null && value !== '')
      this.#values.set(path, values)
    }
    return values
  }

  /** Every distinct value at a path, over the whole file. */
  set(path: string): ValueSet {
    let set = this.#sets.get(path)
    if (!set) {
      const { records } = this.rows
      set = valueSet(records.flatMap((record) => (record ? valuesAt(record, path) : [])))
      this.#sets.set(path, set)
    }
    return set
  }

  /** Share of the sampled rows whose value at a path looks so. */
  share(path: string, look: Look): number {
    const key = `${look} ${path}`
    let share = this.#looks.get(key)
    if (share === undefined) {
      const fits = this.sample.filter((record) => LOOKS[look](valuesAt(record, path)[0]))
      share = this.sample.length > 0 ? fits.length / this.sample.length : 0
      this.#looks.set(key, share)
    }
    return share
  }
}

const plainName = (name: string): string =>
  name
    .trim()
    .replace(/([a-z])([A-Z])/g, '$1_$2')
    .toLowerCase()
    .replace(/[\s-]+/g, '_')
