import { readContext, readResponse } from './context.ts'
import {
  type Conversation,
  emptyReason,
  NO_VOTE,
  type ReadPair,
  readPair,
  wellFormed,
  type Winner,
} from './conversation.ts'
import { type Interpretation, readingPath } from './interpret.ts'
import { labelText, majority, matcher, scoreValue, winnerBy } from './labels.ts'
import { MAX_TEXT_LENGTH } from './limits.ts'
import type { PairMapping, ResponseMapping } from './mapping.ts'
import { joinPrompt } from './conversation.ts'
import { valueAt, votesAt } from './paths.ts'
import { quoted, type SourceRecord } from './rows.ts'
import { promptText, responseText, type Turn } from './turns.ts'

/** Where a row's two responses are, which of them is preferred, and by how much. */
export interface Sides {
  readonly a: unknown
  readonly b: unknown
  /** Paths of the cells of the two. */
  readonly cells: readonly [string, string]
  readonly winner: Winner
  /** Score of a less that of b, in the direction that is better; null where there are no scores. */
  readonly margin: number | null
  /** The turns before the responses, where the row's prompt is not the same for all of its pairs. */
  readonly prompt?: readonly Turn[]
}

/** A pair as it is read, and where it was. */
export interface ExtractedPair extends ReadPair {
  readonly cells: readonly [string, string]
  /** Score of the chosen response less that of the rejected one; null where there are no scores. */
  readonly margin: number | null
}

type DirectMapping = Extract<PairMapping, { kind: 'columns' | 'labelled' | 'scored' }>

/** The two responses of a row that has them in columns of their own. */
export function directSides(mapping: DirectMapping): (record: SourceRecord) => Sides {
  const [pathA, pathB] =
    mapping.kind === 'columns' ? [mapping.chosen, mapping.rejected] : [mapping.a, mapping.b]
  const winnerOf = winner(mapping)
  const margin = marginOf(mapping)
  return (record) => ({
    a: valueAt(record, pathA),
    b: valueAt(record, pathB),
    cells: [pathA, pathB],
    winner: winnerOf(record),
    margin: margin(record),
  })
}

function winner(mapping: DirectMapping): (record: SourceRecord) => Winner {
  switch (mapping.kind) {
    case 'columns':
      return () => 'a'
    case 'scored': {
      const margin = marginOf(mapping)
      return (record) => {
        const difference = margin(record)
        return difference === null ? 'unknown' : difference === 0 ? 'tie' : difference > 0 ? 'a' : 'b'
      }
    }
    case 'labelled': {
      const by = winnerBy(mapping)
      const { names } = mapping
      const paths = typeof mapping.label === 'string' ? [mapping.label] : mapping.label
      return (record) => {
        const named = names?.map((path) => labelText(valueAt(record, path)))
        const votes = paths
          .flatMap((path) => votesAt(record, path))
          .map((value): Winner => {
            const label = labelText(value)
            const place = named && named[0] !== named[1] && label !== '' ? named.indexOf(label) : -1
            return place < 0 ? by(label) : place === 0 ? 'a' : 'b'
          })
        return majority(votes)
      }
    }
  }
}

function marginOf(mapping: DirectMapping): (record: SourceRecord) => number | null {
  const paths = mapping.kind === 'scored' ? ([mapping.aScore, mapping.bScore] as const) : mapping.scores
  if (!paths) return () => null
  const sign = mapping.kind === 'scored' && mapping.better === 'lower' ? -1 : 1
  return (record) => {
    const [a, b] = paths.map((path) => scoreAt(record, path))
    return a === null || b === null || a === undefined || b === undefined ? null : sign * (a - b)
  }
}

/** The score at a path; of several annotators their mean. */
function scoreAt(record: SourceRecord, path: string): number | null {
  const scores = votesAt(record, path).flatMap((value) => scoreValue(value) ?? [])
  return scores.length > 0 ? scores.reduce((sum, score) => sum + score, 0) / scores.length : null
}

/** Reads a row's sides as a pair. @returns the reason where they are none */
export function extractPair(
  record: SourceRecord,
  sides: Sides,
  mapping: PairMapping,
  how: Interpretation,
): ExtractedPair | string {
  const names = sideNames(mapping)
  const path = (i: 0 | 1) => readingPath(mapping, sides.cells[i], i)
  const context = { record, mapping, how }
  const a = readResponse(sides.a, { path: path(0), name: names[0] }, context)
  if (typeof a === 'string') return a
  const b = readResponse(sides.b, { path: path(1), name: names[1] }, context)
  if (typeof b === 'string') return b
  const prompt = sides.prompt ?? readContext(record, mapping, how)
  if (typeof prompt === 'string') return prompt
  const read = readPair({
    prompt,
    given: (mapping.prompt !== null && !how.rounds) || sides.prompt !== undefined,
    a,
    b,
    plain: typeof sides.a === 'string' && a.length === 1 && !a[0]!.message,
    transcript: how.template !== null,
    names,
    winner: sides.winner,
  })
  if (typeof read === 'string') return read
  const { margin } = sides
  return { ...read, cells: sides.cells, margin: margin === null ? null : read.swapped ? 0 - margin : margin }
}

function sideNames(mapping: PairMapping): readonly [string, string] {
  switch (mapping.kind) {
    case 'columns':
    case 'branches':
      return ['the chosen response', 'the rejected response']
    case 'labelled':
    case 'scored':
      return [`the response in ${quoted(mapping.a)}`, `the response in ${quoted(mapping.b)}`]
    default:
      return ['the better answer', 'the worse answer']
  }
}

/** A single response, read. */
export interface ExtractedResponse {
  readonly conversation: Conversation
  readonly prompt: string
  readonly text: string
  readonly good: boolean
}

/** Reads the one response of a row and its judgement. @returns the reason where there is none */
export function responseReader(
  mapping: ResponseMapping,
  how: Interpretation,
): (record: SourceRecord) => ExtractedResponse | string {
  const [isGood, isBad] = [matcher(mapping.good), matcher(mapping.bad)]
  const name = 'the response'
  return (record) => {
    const turns = readResponse(
      valueAt(record, mapping.response),
      { path: mapping.response, name },
      { record, mapping, how },
    )
    if (typeof turns === 'string') return turns
    const given = readContext(record, mapping, how)
    if (typeof given === 'string') return given
    const start = turns.findLastIndex((turn) => turn.role !== 'assistant' && turn.role !== 'tool') + 1
    const response = turns.slice(start)
    const text = wellFormed(responseText(response))
    if (text === '') return emptyReason(name, response)
    if (text.length > MAX_TEXT_LENGTH) return `${name} is longer than a million characters`
    const label = labelText(valueAt(record, mapping.label))
    const good =
      isGood(label) === 'value'
        ? true
        : isBad(label) === 'value'
          ? false
          : isGood(label)
            ? true
            : isBad(label)
              ? false
              : null
    if (good === null)
      return label === '' ? 'the label is missing' : 'the label says neither good nor bad (no vote)'
    const prompt = joinPrompt(given, turns.slice(0, start))
    const conversation = { prompt, chosen: good ? response : [], rejected: good ? [] : response }
    return { conversation, prompt: wellFormed(promptText(prompt)), text, good }
  }
}

export { NO_VOTE }
