import { WhittleError } from '../failure.ts'
import { pairTable } from '../pairs.ts'
import {
  type Conversation,
  joinPrompt,
  readPrompt,
  readSide,
  wellFormed,
  withSystem,
} from './conversation.ts'
import { MAX_TEXT_LENGTH } from './limits.ts'
import { type BadRow, field, type SourceRecord, type SourceRows } from './rows.ts'
import { nothingUsable, type Parsed } from './to-pairs.ts'
import { promptText, responseText, type Turn } from './turns.ts'
import type { ResponseLayout } from './unpaired-formats.ts'

interface ReadResponse {
  readonly prompt: readonly Turn[]
  readonly response: readonly Turn[]
  readonly text: string
  readonly good: boolean
}

/**
 * Makes the rows of unpaired data, in the file's order: a good response is the chosen side, a bad one the rejected side,
 * and the other side is empty.
 * @throws WhittleError 'bad-file' when no row can be used, or all are judged alike
 */
export function toResponses(rows: SourceRows, format: ResponseLayout): Parsed {
  const bad: BadRow[] = [...rows.bad]
  const kept: { prompt: string; chosen: string; rejected: string; row: number }[] = []
  rows.records.forEach((record, i) => {
    if (!record) return
    const read = readResponse(record, format)
    if (typeof read === 'string') {
      bad.push({ row: i + 1, reason: read })
      return
    }
    const [chosen, rejected] = read.good ? [read.text, ''] : ['', read.text]
    kept.push({ prompt: wellFormed(promptText(read.prompt)), chosen, rejected, row: i + 1 })
  })
  bad.sort((a, b) => a.row - b.row)
  if (kept.length === 0) throw nothingUsable('response', bad)
  const good = kept.filter(({ rejected }) => rejected === '').length
  if (good === 0 || good === kept.length) {
    const judged = good === 0 ? 'bad' : 'good'
    throw new WhittleError(
      'bad-file',
      `Every response in the file is judged ${judged}: without the other kind there is nothing to compare it with.`,
    )
  }
  const pairs = pairTable(kept, false)
  const record = (row: number): SourceRecord => rows.records[pairs.row[row]! - 1]!
  return {
    pairs,
    bad,
    record,
    sides: [format.response.column, format.response.column],
    swapped: () => false,
    conversation: (row): Conversation => {
      const { prompt, response, good } = readResponse(record(row), format) as ReadResponse
      return { prompt, chosen: good ? response : [], rejected: good ? [] : response }
    },
  }
}

/** @returns the row's response, or the reason why there is none */
function readResponse(record: SourceRecord, format: ResponseLayout): ReadResponse | string {
  const turns = readSide(format.response.read(record), 'the response')
  if (typeof turns === 'string') return turns
  const cell = format.prompt?.(record)
  const given = format.prompt ? readPrompt(cell) : []
  if (typeof given === 'string') return given
  const response = turns.slice(-1)
  const text = wellFormed(responseText(response))
  if (text === '') return 'the response is empty'
  if (text.length > MAX_TEXT_LENGTH) return 'the response is longer than a million characters'
  const judged = format.judge(record)
  if (!judged) return 'the label is missing or says neither good nor bad'
  const before = joinPrompt(given, turns.slice(0, -1), typeof cell === 'string')
  const prompt = withSystem(field(record, 'system'), before)
  if (promptText(prompt).length > MAX_TEXT_LENGTH) return 'the prompt is longer than a million characters'
  return { prompt, response, text, good: judged === 'good' }
}
