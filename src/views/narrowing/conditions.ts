import type { Condition } from '../../protocol/data.ts'
import { fixed } from '../shared/format.ts'

/** What a column's value is called where it is missing. */
export const MISSING_WORD = 'missing'

const shown = (value: string): string => (value === '' ? MISSING_WORD : value)

/** A number as it is shown: dates as days. */
export function numberWord(value: number, isDate: boolean): string {
  if (isDate) return new Date(value).toISOString().slice(0, 10)
  return Number.isInteger(value) ? fixed(value, 0) : String(Number(value.toPrecision(3))).replace('-', '−')
}

/** "topic: travel or garden", "length: 3 to 8". @param isDate whether the column holds dates */
export function conditionWords(condition: Condition, isDate: boolean): string {
  if ('values' in condition) return `${condition.column}: ${condition.values.map(shown).join(' or ')}`
  if (condition.least === -Number.MAX_VALUE && condition.most === -Number.MIN_VALUE) {
    return `${condition.column}: below 0`
  }
  const [least, most] = [condition.least, condition.most].map((value) => numberWord(value, isDate))
  return least === most ? `${condition.column}: ${least}` : `${condition.column}: ${least} to ${most}`
}

/** The values that are asked of a column. */
export const valuesAsked = (conditions: readonly Condition[], column: string): readonly string[] =>
  conditions.flatMap((condition) =>
    condition.column === column && 'values' in condition ? condition.values : [],
  )

/** The conditions with a value asked of a column, or no longer where it was. */
export function withValue(
  conditions: readonly Condition[],
  column: string,
  value: string,
): readonly Condition[] {
  const asked = valuesAsked(conditions, column)
  const values = asked.includes(value) ? asked.filter((other) => other !== value) : [...asked, value]
  const others = conditions.filter((condition) => condition.column !== column)
  return values.length > 0 ? [...others, { column, values }] : others
}

/** The conditions with a range asked of a column; null takes it away. */
export function withRange(
  conditions: readonly Condition[],
  column: string,
  range: readonly [least: number, most: number] | null,
): readonly Condition[] {
  const others = conditions.filter((condition) => condition.column !== column)
  return range ? [...others, { column, least: range[0], most: range[1] }] : others
}
