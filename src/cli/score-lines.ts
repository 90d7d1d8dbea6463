import { createInterface } from 'node:readline'
import type { Readable, Writable } from 'node:stream'
import { readScoreRequest } from '../core/scoring/score-request.ts'
import type { ScoreRequest, ScoredText } from '../core/scoring/score-texts.ts'
import { parseJson } from '../core/parse-json.ts'
import type { Scorer } from './scorer.ts'

/** Lines and characters that are scored together: the encoder works best on many texts of similar length. */
const BATCH_LINES = 512
const BATCH_CHARACTERS = 500_000

export interface LineFailure {
  readonly error: string
}

/**
 * Scores values of JSON, each as in `readScoreRequest`; what is none gets an error in its place.
 * @param name what a sentence calls the value at a place
 */
export async function scoreValues(
  scorer: Scorer,
  values: readonly unknown[],
  name: (at: number) => string,
): Promise<(ScoredText | LineFailure)[]> {
  const read = values.map(readScoreRequest)
  const sound = read.filter((request): request is ScoreRequest => typeof request !== 'string')
  const scored = (await scorer.score(sound)).values()
  return read.map((request, at) =>
    typeof request === 'string' ? { error: `${name(at)}: ${request}.` } : (scored.next().value as ScoredText),
  )
}

/**
 * Scores JSON lines as they come, in order; blank lines are passed over.
 * @returns how many were scored, and how many had an error in their place
 */
export async function scoreLines(
  scorer: Scorer,
  input: Readable,
  output: Writable,
): Promise<{ scored: number; failed: number }> {
  const counts = { scored: 0, failed: 0 }
  let batch: { line: number; value: unknown }[] = []
  let characters = 0
  const flush = async () => {
    const results = await scoreValues(
      scorer,
      batch.map(({ value }) => value),
      (at) => `Line ${batch[at]!.line}`,
    )
    for (const result of results) counts['error' in result ? 'failed' : 'scored']++
    const text = results.map((result) => `${JSON.stringify(result)}\n`).join('')
    if (!output.write(text)) await new Promise((resolve) => output.once('drain', resolve))
    batch = []
    characters = 0
  }
  let line = 0
  for await (const text of createInterface({ input, crlfDelay: Infinity })) {
    line++
    if (text.trim() === '') continue
    batch.push({ line, value: parseJson(text) })
    characters += text.length
    if (batch.length >= BATCH_LINES || characters >= BATCH_CHARACTERS) await flush()
  }
  await flush()
  return counts
}
