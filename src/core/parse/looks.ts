import { judgement, labelText } from './labels.ts'
import { field, isRecord } from './rows.ts'
import { isHhTranscript, readTurns } from './turns.ts'

/** What the values of a column look like. */
export type Look =
  | 'text'
  /** Text or messages. */
  | 'said'
  | 'transcript'
  | 'turn'
  | 'turns'
  /** An object that holds messages. */
  | 'messages'
  /** A list of texts. */
  | 'texts'
  | 'number'
  | 'flag'
  | 'label'
  /** Good or bad, in any of the usual words. */
  | 'judgement'

const list = (value: unknown): value is unknown[] => Array.isArray(value)
const jsonList = (value: unknown): unknown =>
  typeof value === 'string' && value.startsWith('[') ? parsed(value) : value

export const LOOKS: Readonly<Record<Look, (value: unknown) => boolean>> = {
  text: (value) => typeof value === 'string',
  said: (value) => readTurns(value, 'user') !== null,
  transcript: (value) => typeof value === 'string' && isHhTranscript(value),
  turn: (value) => isRecord(value) && readTurns(value, 'user') !== null,
  turns: (value) => list(jsonList(value)) && readTurns(jsonList(value), 'user') !== null,
  messages: (value) => isRecord(value) && list(field(value, 'messages')) && readTurns(value, 'user') !== null,
  texts: (value) => {
    const items = jsonList(value)
    return list(items) && items.every((item) => typeof item === 'string' || item === null)
  },
  number: (value) => labelText(value) !== '' && Number.isFinite(Number(labelText(value))),
  flag: (value) => ['true', 'false', '0', '1'].includes(labelText(value)),
  label: (value) => labelText(value) !== '',
  judgement: (value) => judgement(value) !== null,
}

/** A list written as JSON in a cell of CSV, or the value itself. */
export { jsonList }

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
