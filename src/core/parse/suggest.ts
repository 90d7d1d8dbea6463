import { jsonText } from './json-write.ts'
import { WhittleError } from '../failure.ts'
import { judgement, labelText } from './labels.ts'
import { LOOKS } from './looks.ts'
import type { Mapping } from './mapping.ts'
import {
  listed,
  pathsOf,
  quoted,
  sampleRecords,
  type SourceRecord,
  type SourceRows,
  valueAt,
} from './rows.ts'

const PROMPT =
  /^(prompt|user|human|instruction|question|query|input|context|conversations?|messages|history|post)$/i
const CHOSEN = /chosen|^preferred|accepted|better|^win|positive/i
const REJECTED = /reject|dispreferred|non_?preferred|worse|^los|negative/i
const LABEL = /label|winner|preference|preferred|choice|better|vote|verdict/i
/** Ends of names that tell two responses apart, and the label's likely values for either. */
const ENDS: readonly (readonly [string, string])[] = [
  ['a', 'b'],
  ['1', '2'],
  ['0', '1'],
]

const RESPONSE = /completion|response|output|answer|reply|generat|message|text|content/i
const JUDGED =
  /label|tag$|thumb|feedback|vote|rating|star|score|like|good|quality|desirab|judg|verdict|grade|helpful|accept|reward/i
/** A column of more values than this is no label. */
const MOST_LABELS = 11

/** The name at the end of a path. */
const nameOf = (path: string): string => path.slice(path.lastIndexOf('.') + 1)

/**
 * The likeliest mapping by the columns' names and values, for the person to correct.
 * @throws WhittleError 'bad-file' when nothing in it could be a response with a better one or a label beside it
 */
export function suggestMapping(rows: SourceRows): Mapping {
  const sample = sampleRecords(rows, 50)
  const paths = pathsOf(rows.columns, sample)
  const texts = paths.filter((column) => holds(sample, column, isTextual))
  const prompt = texts.find((column) => PROMPT.test(nameOf(column))) ?? null
  const rest = texts.filter((column) => column !== prompt)
  const rejected = rest.find((column) => REJECTED.test(nameOf(column)))
  const chosen = rest.find((column) => column !== rejected && CHOSEN.test(nameOf(column)))
  if (chosen !== undefined && rejected !== undefined) return { kind: 'columns', prompt, chosen, rejected }
  const found = labelled(paths, rest, prompt, sample) ?? judged(paths, rest, prompt, sample)
  if (found) return found
  if (texts.length < 2) {
    throw new WhittleError(
      'bad-file',
      'The file has no two columns of text that could be a chosen and a rejected response, nor one with a label of good or ' +
        `bad beside it; it has ${listed(rows.columns.slice(0, 8).map(quoted))}.`,
    )
  }
  return byLength(texts, prompt, sample)
}

/** One column of responses, and one of few values that says how good they are. */
function judged(
  paths: readonly string[],
  texts: readonly string[],
  prompt: string | null,
  sample: readonly SourceRecord[],
): Mapping | null {
  const valuesAt = (path: string) =>
    [...new Set(sample.map((record) => labelText(valueAt(record, path))))].filter(Boolean)
  const label = paths.find((path) => {
    const { length } = valuesAt(path)
    return path !== prompt && JUDGED.test(nameOf(path)) && length >= 2 && length <= MOST_LABELS
  })
  if (label === undefined) return null
  const others = texts.filter((path) => path !== label)
  const response = others.find((path) => RESPONSE.test(nameOf(path))) ?? longestFirst(others, sample)[0]
  if (response === undefined) return null
  return { kind: 'judged', prompt, response, label, ...goodAndBad(valuesAt(label)) }
}

/** The usual words by what they say; numbers by the half of the scale that they are in; of others the first is good. */
function goodAndBad(values: readonly string[]): { good: string[]; bad: string[] } {
  const said = (what: 'good' | 'bad') => values.filter((value) => judgement(value) === what)
  const numbers = values.map(Number)
  if (values.length > 2 && numbers.every(Number.isFinite)) {
    const middle = (Math.min(...numbers) + Math.max(...numbers)) / 2
    const sorted = values.toSorted((a, b) => Number(a) - Number(b))
    return {
      good: sorted.filter((value) => Number(value) > middle),
      bad: sorted.filter((value) => Number(value) < middle),
    }
  }
  if (said('good').length > 0 && said('bad').length > 0) return { good: said('good'), bad: said('bad') }
  const [first, ...rest] = values.toSorted()
  return { good: [first!], bad: rest }
}

/** Two columns whose names differ in their ends only, and a column that says which is better. */
function labelled(
  paths: readonly string[],
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
    const label = paths.find(
      (column) => column !== a && column !== b && column !== prompt && LABEL.test(nameOf(column)),
    )
    if (label === undefined) return null
    const values = [...new Set(sample.map((record) => labelText(valueAt(record, label))))]
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
  const candidates = texts.length > 2 ? texts.filter((column) => column !== prompt) : texts
  const longest = longestFirst(candidates, sample).slice(0, 2)
  const [chosen, rejected] = candidates.filter((column) => longest.includes(column)) as [string, string]
  return { kind: 'columns', prompt: texts.length > 2 ? prompt : null, chosen, rejected }
}

function longestFirst(paths: readonly string[], sample: readonly SourceRecord[]): string[] {
  const size = (path: string) =>
    sample.reduce((sum, record) => sum + (jsonText(valueAt(record, path)) ?? '').length, 0)
  return paths.toSorted((x, y) => size(y) - size(x))
}

const isTextual = (value: unknown): boolean =>
  (typeof value === 'string' && !LOOKS.number(value)) ||
  LOOKS.turns(value) ||
  LOOKS.turn(value) ||
  LOOKS.messages(value)

/** Whether most of the sampled values that are there pass. */
function holds(sample: readonly SourceRecord[], column: string, test: (value: unknown) => boolean): boolean {
  const values = sample
    .map((record) => valueAt(record, column))
    .filter((value) => value !== undefined && value !== null)
  return values.length > 0 && values.filter(test).length > values.length / 2
}
