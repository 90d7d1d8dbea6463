import type { ColumnType } from '../parse/columns.ts'
import { type Bin, bins } from '../stats/histogram.ts'
import { type DataColumn, MISSING, valueText } from './column-values.ts'

/** How often a value is there. */
export interface ValueCount {
  readonly value: string
  readonly count: number
  /** Of a column of responses: on how many of the chosen ones. */
  readonly chosen: number | null
}

/** What a column's values are like, over all pairs or responses. */
export type Distribution =
  /** The most frequent values first; numbers in their order. @see more for what is left out */
  | { readonly kind: 'values'; readonly values: readonly ValueCount[]; readonly more: number }
  | {
      readonly kind: 'histogram'
      readonly bins: readonly Bin[]
      readonly mean: number
      /** Of a column of responses: the mean over the chosen, and over the rejected ones. */
      readonly sides: readonly [chosen: number, rejected: number] | null
    }
  /** Texts, lists and objects: some of them, cut. */
  | { readonly kind: 'samples'; readonly samples: readonly string[] }

/** A further column as the page shows it. */
export interface ColumnSummary {
  readonly name: string
  readonly paths: readonly string[]
  readonly type: ColumnType
  readonly of: DataColumn['of']
  readonly outcome: boolean
  /** Values, missing ones included. */
  readonly count: number
  readonly missing: number
  readonly distribution: Distribution
}

const MOST_VALUES = 60
/** Whole numbers of so few distinct values are counted one by one. */
const MOST_NUMBERS = 12
const BINS = 24
const SAMPLES = 3
const SAMPLE_CHARACTERS = 80

/** @param pairs how many there are */
export function summarise(column: DataColumn, pairs: number): ColumnSummary {
  const { name, paths, type, of, outcome, missing } = column
  const count = of === 'pair' ? pairs : 2 * pairs
  return { name, paths, type, of, outcome, count, missing, distribution: distributionOf(column, count) }
}

function distributionOf(column: DataColumn, count: number): Distribution {
  const { values } = column
  switch (values.kind) {
    case 'categories':
      return categoryCounts(column, values)
    case 'numbers':
      return numberCounts(column, values.numbers) ?? histogram(column, values.numbers)
    case 'other':
      return { kind: 'samples', samples: samplesOf(column, count) }
  }
}

function categoryCounts(
  { of }: DataColumn,
  { codes, categories }: Extract<DataColumn['values'], { kind: 'categories' }>,
): Distribution {
  const counts = new Uint32Array(categories.length)
  const chosen = new Uint32Array(categories.length)
  codes.forEach((code, index) => {
    if (code === MISSING) return
    counts[code]!++
    if (index % 2 === 0) chosen[code]!++
  })
  const shown = categories.slice(0, MOST_VALUES)
  return {
    kind: 'values',
    values: shown.map((value, code) => ({
      value,
      count: counts[code]!,
      chosen: of === 'response' ? chosen[code]! : null,
    })),
    more: categories.length - shown.length,
  }
}

/** Null where there are many distinct numbers, or fractions. */
function numberCounts({ of, type }: DataColumn, numbers: Float64Array): Distribution | null {
  if (type === 'date') return null
  const counts = new Map<number, [all: number, chosen: number]>()
  for (let index = 0; index < numbers.length; index++) {
    const number = numbers[index]!
    if (Number.isNaN(number)) continue
    const known = counts.get(number)
    if (!known && (counts.size === MOST_NUMBERS || !Number.isInteger(2 * number))) return null
    const [all, chosen] = known ?? [0, 0]
    counts.set(number, [all + 1, chosen + (index % 2 === 0 ? 1 : 0)])
  }
  const ordered = [...counts].sort(([x], [y]) => x - y)
  return {
    kind: 'values',
    values: ordered.map(([number, [all, chosen]]) => ({
      value: String(number),
      count: all,
      chosen: of === 'response' ? chosen : null,
    })),
    more: 0,
  }
}

function histogram({ of }: DataColumn, numbers: Float64Array): Distribution {
  const there = (keep: (index: number) => boolean) =>
    numbers.filter((number, index) => !Number.isNaN(number) && keep(index))
  const mean = (some: Float64Array) => some.reduce((sum, number) => sum + number, 0) / some.length
  const all = there(() => true)
  return {
    kind: 'histogram',
    bins: bins(all, BINS),
    mean: mean(all),
    sides:
      of === 'response'
        ? [mean(there((index) => index % 2 === 0)), mean(there((index) => index % 2 === 1))]
        : null,
  }
}

function samplesOf(column: DataColumn, count: number): string[] {
  const samples = new Set<string>()
  for (let index = 0; index < count && samples.size < SAMPLES; index++) {
    const text = valueText(column, index)
    if (text !== '') samples.add(text.slice(0, SAMPLE_CHARACTERS))
    // A column that is nearly empty is not read to its end.
    if (index > 1000) break
  }
  return [...samples]
}
