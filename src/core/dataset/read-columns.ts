import { chosenSpan, rejectedSpan } from '../pairs.ts'
import { type ColumnType, typeOf } from '../parse/columns.ts'
import { jsonText } from '../parse/json-write.ts'
import { labelText, numeric } from '../parse/labels.ts'
import type { SourceRecord } from '../parse/rows.ts'
import type { Parsed } from '../parse/to-pairs.ts'
import { type ColumnSource, columnSources, type PairRows } from './column-sources.ts'
import { type ColumnValues, type DataColumn, isMissing, MARGIN, MISSING } from './column-values.ts'

const SAMPLE_PAIRS = 500
/** More distinct values than this, or longer ones, are texts. */
const MOST_CATEGORIES = 1000
const LONGEST_CATEGORY = 120
/** Share of other values ("n/a") in a column of numbers; they count as missing. */
const MOST_UNREADABLE = 0.05

/**
 * Every further column of a file, by pair: all that is not read as prompt or responses, nests of fields
 * looked into. Two columns that say the same of either response ("model_a", "model_b") are one column of
 * responses. Where scores were read, their margins are the first column. Numbers take 8 bytes a value,
 * categories 2; all else stays in the source rows.
 * @param columns of the file, in its order
 */
export function readColumns(parsed: Parsed, columns: readonly string[]): DataColumn[] {
  const { pairs, margins, record } = parsed
  const sample = samplePairs(parsed)
  const builders = columnSources(parsed, columns, sample).map((source) => {
    return new ColumnBuilder(source, typeOf(sampledValues(source, sample)), pairs.length)
  })
  for (let pair = 0; pair < pairs.length; pair++) {
    const row = record(pair)
    for (const builder of builders) builder.add(row, pair)
  }
  const found = builders.map((builder) => builder.build(record))
  return margins ? [marginColumn(margins), ...found] : found
}

const marginColumn = (margins: Float64Array): DataColumn => ({
  name: MARGIN,
  paths: [],
  type: 'number',
  of: 'pair',
  outcome: true,
  missing: margins.reduce((count, margin) => count + (Number.isNaN(margin) ? 1 : 0), 0),
  values: { kind: 'numbers', numbers: margins },
})

/** Some pairs, spread evenly. */
function samplePairs({ pairs, record }: Parsed): PairRows {
  const step = Math.max(1, Math.ceil(pairs.length / SAMPLE_PAIRS))
  return Array.from({ length: Math.ceil(pairs.length / step) }, (_, i) => {
    return { pair: i * step, record: record(i * step) }
  })
}

const sampledValues = ({ of, read }: ColumnSource, sample: PairRows): unknown[] =>
  sample.flatMap(({ record, pair }) =>
    of === 'pair' ? [read(record, pair, 0)] : [read(record, pair, 0), read(record, pair, 1)],
  )

/** Takes in a column's values, pair by pair. */
class ColumnBuilder {
  readonly #length: number
  readonly #numbers: Float64Array | null
  /** null once there are too many different values. */
  #codes: Uint16Array | null
  readonly #codeOf = new Map<string, number>()
  readonly #counts: number[] = []
  #missing = 0
  #unreadable = 0

  constructor(
    private readonly source: ColumnSource,
    private readonly type: ColumnType,
    pairs: number,
  ) {
    this.#length = source.of === 'pair' ? pairs : 2 * pairs
    const isNumber = type === 'integer' || type === 'number' || type === 'date'
    this.#numbers = isNumber ? new Float64Array(this.#length).fill(NaN) : null
    const isText = type === 'category' || type === 'text' || type === 'boolean'
    this.#codes = isText ? new Uint16Array(this.#length).fill(MISSING) : null
  }

  add(record: SourceRecord, pair: number): void {
    const { of, read } = this.source
    if (of === 'pair') this.#put(pair, read(record, pair, 0))
    else {
      this.#put(chosenSpan(pair), read(record, pair, 0))
      this.#put(rejectedSpan(pair), read(record, pair, 1))
    }
  }

  build(record: (pair: number) => SourceRecord): DataColumn {
    const { name, paths, of, outcome } = this.source
    const values = this.#values(record)
    const missing = this.#missing + (values.kind === 'numbers' ? this.#unreadable : 0)
    return { name, paths, type: this.#typeAs(values.kind), of, outcome, missing, values }
  }

  #put(index: number, value: unknown): void {
    if (isMissing(value)) this.#missing++
    else if (this.#numbers) {
      const number = this.type === 'date' ? dateOf(value) : numeric(value)
      if (number === null || Number.isNaN(number)) this.#unreadable++
      else this.#numbers[index] = number
    } else if (this.#codes) {
      const text =
        this.type === 'boolean' ? labelText(value) : typeof value === 'string' ? value : jsonText(value)
      const code = this.#codeFor(text)
      if (code === null) this.#codes = null
      else this.#codes[index] = code
    }
  }

  #codeFor(text: string): number | null {
    let code = this.#codeOf.get(text)
    if (code === undefined) {
      code = this.#codeOf.size
      if (code === MOST_CATEGORIES || text.length > LONGEST_CATEGORY) return null
      this.#codeOf.set(text, code)
      this.#counts.push(0)
    }
    this.#counts[code]!++
    return code
  }

  /** What the column is, all values seen: the sample may have looked otherwise. */
  #typeAs(kind: ColumnValues['kind']): ColumnType {
    if (kind === 'categories') return this.type === 'boolean' ? 'boolean' : 'category'
    const couldBe = this.#numbers ?? this.type === 'category'
    return kind === 'other' && couldBe ? 'text' : this.type
  }

  #values(record: (pair: number) => SourceRecord): ColumnValues {
    const there = this.#length - this.#missing
    if (this.#numbers && this.#unreadable <= MOST_UNREADABLE * there) {
      return { kind: 'numbers', numbers: this.#numbers }
    }
    if (this.#codes && 2 * this.#codeOf.size <= there) return this.#byFrequency(this.#codes)
    const { of, read } = this.source
    const at = (index: number) => {
      const pair = of === 'pair' ? index : index >> 1
      return read(record(pair), pair, of === 'pair' || index % 2 === 0 ? 0 : 1)
    }
    return { kind: 'other', at }
  }

  #byFrequency(codes: Uint16Array): ColumnValues {
    const texts = [...this.#codeOf.keys()]
    const order = texts.map((_, code) => code).sort((x, y) => this.#counts[y]! - this.#counts[x]!)
    const place = new Uint16Array(texts.length)
    order.forEach((code, at) => (place[code] = at))
    const placed = codes.map((code) => (code === MISSING ? MISSING : place[code]!))
    return { kind: 'categories', codes: placed, categories: order.map((code) => texts[code]!) }
  }
}

const dateOf = (value: unknown): number =>
  value instanceof Date ? value.getTime() : typeof value === 'string' ? Date.parse(value.trim()) : NaN
