import type { Winner } from './conversation.ts'
import { field, type SourceRecord, valueAt } from './rows.ts'

/** Which of a row's two responses is preferred. */
export type Judge = (record: SourceRecord) => Winner

/** A label as text: numbers alike however they are written, names in lower case. */
export function labelText(value: unknown): string {
  if (typeof value === 'number' || typeof value === 'boolean') return String(value)
  if (typeof value !== 'string') return ''
  const text = value.trim().toLowerCase()
  return text !== '' && Number.isFinite(Number(text)) ? String(Number(text)) : text
}

/** By the value of the label at a path. */
export function named(path: string, values: Readonly<Record<'a' | 'b' | 'tie', readonly string[]>>): Judge {
  return (record) => {
    const label = labelText(valueAt(record, path))
    if (values.a.includes(label)) return 'a'
    if (values.b.includes(label)) return 'b'
    return values.tie.includes(label) ? 'tie' : 'unknown'
  }
}

/** By a score of the second response over the first: negative where the first is better (HelpSteer2, HelpSteer3). */
export function signed(column: string): Judge {
  return (record) => {
    const score = numeric(field(record, column))
    if (score === null) return 'unknown'
    return score === 0 ? 'tie' : score < 0 ? 'a' : 'b'
  }
}

/** By AlpacaEval's preference: from 1 (the first) to 2 (the second); 1.5 and 0 are ties. */
export function between1And2(column: string): Judge {
  return (record) => {
    const value = numeric(field(record, column))
    if (value === 0 || value === 1.5) return 'tie'
    if (value === null || value < 1 || value > 2) return 'unknown'
    return value < 1.5 ? 'a' : 'b'
  }
}

/** By most votes of 1, 2 or 0 for a tie; no single most frequent vote is a tie (PandaLM). */
export function majority(columns: readonly string[]): Judge {
  return (record) => {
    const votes = [0, 0, 0]
    for (const column of columns) {
      const vote = numeric(field(record, column))
      if (vote === 0 || vote === 1 || vote === 2) votes[vote]!++
    }
    const most = Math.max(...votes)
    if (most === 0) return 'unknown'
    if (votes.filter((count) => count === most).length > 1 || votes[0] === most) return 'tie'
    return votes[1] === most ? 'a' : 'b'
  }
}

/** By one column for each outcome, 1 in the one that holds (LMArena 55k). */
export function oneHot(a: string, b: string, tie: string): Judge {
  const holds = (record: SourceRecord, column: string) =>
    ['1', 'true'].includes(labelText(field(record, column)))
  return (record) =>
    holds(record, a) ? 'a' : holds(record, b) ? 'b' : holds(record, tie) ? 'tie' : 'unknown'
}

function numeric(value: unknown): number | null {
  const text = labelText(value)
  const number = Number(text)
  return text === '' || !Number.isFinite(number) ? null : number
}

const GOOD = [
  'true',
  '1',
  'good',
  'up',
  'thumbs up',
  'thumbs_up',
  '👍',
  'like',
  'liked',
  'yes',
  'positive',
  'desirable',
]
const BAD = [
  ...[
    'false',
    '0',
    '-1',
    'bad',
    'down',
    'thumbs down',
    'thumbs_down',
    '👎',
    'dislike',
    'disliked',
    'no',
    'negative',
  ],
  'undesirable',
]

/** What a label says of the one response of its row; null where it says neither. */
export function judgement(value: unknown): 'good' | 'bad' | null {
  const label = labelText(value)
  return GOOD.includes(label) ? 'good' : BAD.includes(label) ? 'bad' : null
}
