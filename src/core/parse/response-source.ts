import { WhittleError } from '../failure.ts'
import { type ExtractedResponse, responseReader } from './extract-pair.ts'
import type { Interpretation } from './interpret.ts'
import type { ResponseMapping } from './mapping.ts'
import { columnOf } from './paths.ts'
import type { BadRow, SourceRecord, SourceRows } from './rows.ts'
import type { PairSource, SourcePair } from './to-pairs.ts'

/**
 * The rows of unpaired data: a good response is the chosen side, a bad one the rejected side, and the other
 * side is empty.
 * @throws WhittleError 'bad-file' when all are judged alike
 */
export function responseSource(rows: SourceRows, mapping: ResponseMapping, how: Interpretation): PairSource {
  const bad: BadRow[] = []
  const found: SourcePair[] = []
  const read = responseReader(mapping, how)
  const cells = [mapping.response, mapping.response] as const
  rows.records.forEach((record, i) => {
    if (!record) return
    const response = read(record)
    if (typeof response === 'string') {
      bad.push({ row: i + 1, reason: response })
      return
    }
    const { prompt, text, good } = response
    const [chosen, rejected] = good ? [text, ''] : ['', text]
    found.push({ prompt, chosen, rejected, row: i + 1, swapped: false, cells, margin: null })
  })
  const good = found.filter(({ rejected }) => rejected === '').length
  if (found.length > 0 && (good === 0 || good === found.length)) {
    throw new WhittleError(
      'bad-file',
      `Every response in the file is judged ${good === 0 ? 'bad' : 'good'}: without the other kind there is nothing to compare it with.`,
    )
  }
  const record = (pair: number): SourceRecord => rows.records[found[pair]!.row - 1]!
  const column = found.length > 0 ? columnOf(record(0), mapping.response) : mapping.response
  return {
    paired: false,
    sides: [column, column],
    found,
    bad,
    ties: [],
    record,
    conversation: (pair) => (read(record(pair)) as ExtractedResponse).conversation,
  }
}
