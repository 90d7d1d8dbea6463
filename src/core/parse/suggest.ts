import { WhittleError } from '../failure.ts'
import { labelText } from './labels.ts'
import { LOOKS } from './looks.ts'
import type { Mapping } from './mapping.ts'
import { field, listed, quoted, sampleRecords, type SourceRecord, type SourceRows } from './rows.ts'

const PROMPT = /^(prompt|instruction|question|query|input|context|conversations?|messages|history|post)$/i
const CHOSEN = /chosen|^preferred|accepted|better|^win|positive/i
const REJECTED = /reject|dispreferred|non_?preferred|worse|^los|negative/i
const LABEL = /label|winner|preference|preferred|choice|better|vote|verdict/i
/** Ends of names that tell two responses apart, and the label's likely values for either. */
const ENDS: readonly (readonly [string, string])[] = [
  ['a', 'b'],
  ['1', '2'],
  ['0', '1'],
]

/**
 * The likeliest mapping by the columns' names and values, for the person to correct.
 * @throws WhittleError 'bad-file' when there are no two columns that could be responses
 */
export function suggestMapping(rows: SourceRows): Mapping {
  const sample = sampleRecords(rows, 50)
  const texts = rows.columns.filter((column) => holds(sample, column, isTextual))
  if (texts.length < 2) {
    throw new WhittleError(
      'bad-file',
      `The file has no two columns of text that could be a chosen and a rejected response; it has ${listed(rows.columns.slice(0, 8).map(quoted))}.`,
    )
  }
  const prompt = texts.find((column) => PROMPT.test(column)) ?? null
  const rest = texts.filter((column) => column !== prompt)
  const rejected = rest.find((column) => REJECTED.test(column))
  const chosen = rest.find((column) => column !== rejected && CHOSEN.test(column))
  if (chosen !== undefined && rejected !== undefined) return { kind: 'columns', prompt, chosen, rejected }
  return labelled(rows.columns, rest, prompt, sample) ?? byLength(texts, prompt, sample)
}

/** Two columns whose names differ in their ends only, and a column that says which is better. */
function labelled(
  columns: readonly string[],
  texts: readonly string[],
  prompt: string | null,
  sample: readonly SourceRecord[],
): Mapping | null {
  for (const [endA, endB] of ENDS) {
    const a = texts.find(
      (column) => column.toLowerCase().endsWith(endA) && twin(texts, column, endB) !== undefined,
    )
    if (a === undefined) continue
    const b = twin(texts, a, endB)!
    const label = columns.find(
      (column) => column !== a && column !== b && column !== prompt && LABEL.test(column),
    )
    if (label === undefined) return null
    const values = [...new Set(sample.map((record) => labelText(field(record, label))))]
      .filter(Boolean)
      .sort()
    const ending = (end: string) => values.find((value) => value.endsWith(end))
    return {
      kind: 'labelled',
      prompt,
      a,
      b,
      label,
      aWins: ending(endA) ?? values[0] ?? '',
      bWins: ending(endB) ?? values[1] ?? '',
    }
  }
  return null
}

function twin(texts: readonly string[], column: string, end: string): string | undefined {
  const wanted = (column.slice(0, -1) + end).toLowerCase()
  return texts.find((other) => other !== column && other.toLowerCase() === wanted)
}

/** With nothing to go by, the two longest columns are the responses, in the order of the file. */
function byLength(texts: readonly string[], prompt: string | null, sample: readonly SourceRecord[]): Mapping {
  const size = (column: string) =>
    sample.reduce((sum, record) => sum + (JSON.stringify(field(record, column)) ?? '').length, 0)
  const candidates = texts.length > 2 ? texts.filter((column) => column !== prompt) : texts
  const longest = candidates.toSorted((x, y) => size(y) - size(x)).slice(0, 2)
  const [chosen, rejected] = candidates.filter((column) => longest.includes(column)) as [string, string]
  return { kind: 'columns', prompt: texts.length > 2 ? prompt : null, chosen, rejected }
}

const isTextual = (value: unknown): boolean =>
  (typeof value === 'string' && !LOOKS.number(value)) ||
  LOOKS.turns(value) ||
  LOOKS.turn(value) ||
  LOOKS.messages(value)

/** Whether most of the sampled values that are there pass. */
function holds(sample: readonly SourceRecord[], column: string, test: (value: unknown) => boolean): boolean {
  const values = sample
    .map((record) => field(record, column))
    .filter((value) => value !== undefined && value !== null)
  return values.length > 0 && values.filter(test).length > values.length / 2
}
