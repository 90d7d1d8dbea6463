import { chosenSpan, rejectedSpan } from '../pairs.ts'
import { type DataColumn, isMissing, MISSING } from './column-values.ts'

/** What a column's values are asked to be. A column of responses fits where either response does. */
export type Condition =
  /** One of these, as text; '' is a missing value. */
  | { readonly column: string; readonly values: readonly string[] }
  /** Numbers from `least` to `most`, both included; dates in milliseconds since 1970. */
  | { readonly column: string; readonly least: number; readonly most: number }

/** Whether a value, by its index, fits. */
type Test = (index: number) => boolean

/**
 * Whether a pair fits all conditions; null where there are none. Those of unknown columns, and those that do
 * not fit the column's kind, let nothing through.
 */
export function fitting(
  columns: readonly DataColumn[],
  conditions: readonly Condition[],
): ((pair: number) => boolean) | null {
  if (conditions.length === 0) return null
  const tests = conditions.map((condition) => {
    const column = columns.find(({ name }) => name === condition.column)
    if (!column) return () => false
    const test = testOf(column, condition)
    if (column.of === 'pair') return test
    return (pair: number) => test(chosenSpan(pair)) || test(rejectedSpan(pair))
  })
  return (pair) => tests.every((test) => test(pair))
}

function testOf({ values, missing }: DataColumn, condition: Condition): Test {
  if ('values' in condition) {
    const wanted = new Set(condition.values)
    switch (values.kind) {
      case 'categories': {
        const codes = new Set(values.categories.flatMap((text, code) => (wanted.has(text) ? [code] : [])))
        if (wanted.has('')) codes.add(MISSING)
        return (index) => codes.has(values.codes[index]!)
      }
      case 'numbers': {
        const numbers = new Set([...wanted].filter((text) => text !== '').map(Number))
        return (index) => {
          const number = values.numbers[index]!
          return Number.isNaN(number) ? wanted.has('') : numbers.has(number)
        }
      }
      case 'other':
        // Texts are searched; only whether they are there can be asked.
        return (index) => wanted.has('') && missing > 0 && isMissing(values.at(index))
    }
  }
  if (values.kind !== 'numbers') return () => false
  const { numbers } = values
  const { least, most } = condition
  return (index) => numbers[index]! >= least && numbers[index]! <= most
}
