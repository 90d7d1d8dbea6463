import { readdirSync, readFileSync } from 'node:fs'
import { WhittleError } from '../../../src/core/failure.ts'
import { type Inspection, inspect } from '../../../src/core/dataset/inspect.ts'

/*
 * Files in layouts that people really have, made from bug reports and dataset cards, and what is right for
 * each (tests/fixtures/cases/expected.json). Where that is a phrase, the check is written out here.
 */

const folder = new URL('../../fixtures/cases/', import.meta.url)

export interface Expected {
  readonly format?: string
  readonly pairs?: number | string
  readonly bad?: number | null
  readonly first?: { readonly prompt: string; readonly chosen: string; readonly rejected: string }
  readonly verdict: 'OK' | 'FAULT' | 'GAP'
  readonly export_must_contain?: string
}

export const EXPECTED = JSON.parse(readFileSync(new URL('expected.json', folder), 'utf8')) as Readonly<
  Record<string, Expected>
>

export const CASES = readdirSync(folder).filter((name) => name !== 'expected.json')

export const caseBytes = (name: string): Uint8Array => readFileSync(new URL(name, folder))

/** How a case is read: an inspection, or the sentence with which it is refused. */
export async function readCase(name: string): Promise<Inspection | string> {
  try {
    return await inspect(name, caseBytes(name))
  } catch (error) {
    if (error instanceof WhittleError && error.code === 'bad-file') return error.message
    throw error
  }
}

type Check = (read: Inspection) => string | null
const count = (read: Inspection) => read.pairs ?? read.responses ?? 0
const equal = (what: string, got: unknown, wanted: unknown) =>
  JSON.stringify(got) === JSON.stringify(wanted)
    ? null
    : `${what} is ${JSON.stringify(got)}, not ${JSON.stringify(wanted)}`
const pairs =
  (...wanted: number[]): Check =>
  (read) =>
    wanted.includes(count(read)) ? null : `there are ${count(read)} pairs, not ${wanted.join(' or ')}`
const suggests =
  (wanted: Record<string, unknown>): Check =>
  ({ ask }) => {
    if (!ask) return 'it does not ask'
    const suggestion = ask.suggestion as unknown as Record<string, unknown>
    const wrong = Object.entries(wanted).map(([key, value]) => equal(key, suggestion[key], value))
    return wrong.find((one) => one !== null) ?? null
  }

/** Cases whose `pairs` is a phrase and that must open. */
const PHRASES: Readonly<Record<string, Check>> = {
  'a08_system_only_on_chosen.jsonl': pairs(16),
  'a24_list_of_strings.jsonl': pairs(16, 32),
  'b04_stack_exchange_preferences.jsonl': pairs(16),
  'b05_nectar.jsonl': (read) => (count(read) >= 16 ? null : 'there are fewer pairs than rows'),
  'b06_ultrafeedback_raw.jsonl': pairs(16),
  'b10_output12_label01.jsonl': pairs(16),
  'b17_helpsteer1_rows.jsonl': pairs(16, 32),
  'b25_rating_1_and_5.jsonl': suggests({ kind: 'judged', good: ['5'], bad: ['1'] }),
  'b27_answer01_label12.jsonl': suggests({ kind: 'labelled', aWins: ['1'], bWins: ['2'] }),
  'b34_rating_0_to_3.jsonl': suggests({ kind: 'judged', good: ['2', '3'], bad: ['0', '1'] }),
  'c35_no_header.csv': ({ ask }) =>
    ask && /first (row|line)/i.test(ask.because) ? null : 'it does not ask because of the first row',
}

/** Cases that may be refused, and what the sentence must say then. */
const REFUSALS: Readonly<Record<string, RegExp>> = {
  'c01_nan_every_row.jsonl': /NaN/,
  'c08_train_test.json': /train/,
  'c10_trailing_commas.jsonl': /trailing comma/i,
  'c15_utf16_nobom.jsonl': /UTF-16/,
  'c23_train.zip': /zip/i,
  'c24_train.tar': /tar/i,
  'c26_data-00000-of-00001.arrow': /Arrow/,
  'c27_file.arrow': /Arrow/,
  'c28_sheet.xlsx': /Excel|xlsx/i,
  'c34_double_encoded.jsonl': /JSON/,
  'd01_one_byte_hang.parquet': /Parquet/,
}

/** Prompts that expected.json describes. */
const PROMPTS: Readonly<Record<string, (prompt: string) => boolean>> = {
  'a08_system_only_on_chosen.jsonl': (prompt) => prompt.includes('How do I keep basil alive'),
  'a16_multi_turn_shared.jsonl': (prompt) =>
    prompt.split('\n\n').length === 5 &&
    prompt.endsWith('How do I keep basil alive on a windowsill in winter?'),
  'a32_hh_system_preamble.jsonl': (prompt) =>
    prompt.includes('The following is a talk') && prompt.endsWith('winter?') && !prompt.includes('Human:'),
  'b03_summarize_feedback.jsonl': (prompt) => prompt.startsWith('I moved flats last spring'),
}

function checkFirst(name: string, { first }: Inspection, wanted: NonNullable<Expected['first']>) {
  const [got] = first
  if (!got || !('chosen' in got)) return 'the first row is no pair'
  const describes = PROMPTS[name]
  if (describes ? !describes(got.prompt) : got.prompt !== wanted.prompt) {
    return `the prompt is ${JSON.stringify(got.prompt)}, not ${JSON.stringify(wanted.prompt)}`
  }
  if (name.startsWith('a01')) {
    if (!/get_weather.*Oslo/.test(got.chosen)) return `the tool call reads ${JSON.stringify(got.chosen)}`
  } else if (got.chosen.trim() !== wanted.chosen) {
    return `chosen is ${JSON.stringify(got.chosen)}, not ${JSON.stringify(wanted.chosen)}`
  }
  return equal('rejected', got.rejected.trim(), wanted.rejected)
}

/** What is wrong with the reading of a case; null where nothing is. */
export function wrong(name: string, read: Inspection | string): string | null {
  const wanted = EXPECTED[name]!
  if (typeof read === 'string') {
    return REFUSALS[name]?.test(read) ? null : `it is refused: ${read}`
  }
  if (name.startsWith('d01')) return null
  if (wanted.verdict === 'OK' && read.ask) return `it asks: ${read.ask.because}`
  const bad = read.badRows.reduce((sum, group) => sum + group.count, 0)
  const problems = [
    wanted.format === undefined ? null : equal('the format', read.format.name, wanted.format),
    typeof wanted.pairs === 'number' ? pairs(wanted.pairs)(read) : (PHRASES[name]?.(read) ?? null),
    typeof wanted.bad === 'number' ? equal('the count of bad rows', bad, wanted.bad) : null,
    wanted.first ? checkFirst(name, read, wanted.first) : null,
  ]
  return problems.find((problem) => problem !== null) ?? null
}
