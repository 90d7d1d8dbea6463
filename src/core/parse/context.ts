import { MAX_TEXT_LENGTH } from './limits.ts'
import { structureIn } from './cells.ts'
import type { Interpretation } from './interpret.ts'
import { afterPrompt, textList } from './interpret.ts'
import { numeric } from './labels.ts'
import type { Mapping } from './mapping.ts'
import { valueAt } from './paths.ts'
import type { SourceRecord } from './rows.ts'
import { promptText, type Turn } from './turns.ts'

/**
 * The turns before the responses, from the cells that hold them.
 * @returns the reason where the prompt cannot be read
 */
export function readContext(record: SourceRecord, mapping: Mapping, how: Interpretation): Turn[] | string {
  const asked = readPrompt(record, mapping, how)
  if (typeof asked === 'string') return asked
  const turns = [...roundsBefore(at(record, mapping.history)), ...asked]
  const system = at(record, mapping.system)
  if (typeof system === 'string' && system.trim() !== '' && turns[0]?.role !== 'system') {
    turns.unshift({ role: 'system', content: system })
  }
  const prefill = at(record, mapping.prefill)
  if (typeof prefill === 'string' && prefill.trim() !== '')
    turns.push({ role: 'assistant', content: prefill })
  return promptText(turns).length > MAX_TEXT_LENGTH ? 'the prompt is longer than a million characters' : turns
}

const at = (record: SourceRecord, path: string | null | undefined): unknown =>
  path === null || path === undefined ? undefined : valueAt(record, path)

function readPrompt(record: SourceRecord, mapping: Mapping, how: Interpretation): Turn[] | string {
  if (mapping.prompt === null || how.rounds) return []
  const value = valueAt(record, mapping.prompt)
  if (value === undefined || value === null) return 'the prompt is missing'
  const turns = how.turns(mapping.prompt, value, 'user')
  if (!turns) return 'the prompt is not text'
  const input = at(record, mapping.input)
  const [only, more] = turns
  if (only && !more && typeof input === 'string' && input.trim() !== '') {
    return [{ role: only.role, content: only.content === '' ? input : `${only.content}\n${input}` }]
  }
  return only && !more && !only.calls && only.content.trim() === '' && !only.message ? [] : turns
}

/** Alpaca's earlier rounds: [question, answer] each. */
function roundsBefore(value: unknown): Turn[] {
  const history = structureIn(value)
  if (!Array.isArray(history)) return []
  return history.flatMap((round: unknown) => {
    const [question, answer] = Array.isArray(round) ? (round as unknown[]) : []
    return typeof question === 'string' && typeof answer === 'string'
      ? [
          { role: 'user', content: question },
          { role: 'assistant', content: answer },
        ]
      : []
  })
}

/** A response's cell as turns. @returns the reason where it cannot be read */
export function readResponse(
  value: unknown,
  { path, name }: { readonly path: string; readonly name: string },
  context: { readonly record: SourceRecord; readonly mapping: Mapping; readonly how: Interpretation },
): Turn[] | string {
  const { record, mapping, how } = context
  if (value === undefined || value === null) return `${name} is missing`
  if (how.rounds)
    return (
      interleaved(textList(at(record, mapping.prompt)), textList(value)) ?? `${name} is not a list of texts`
    )
  const prompt = at(record, mapping.prompt)
  const repeated =
    how.repeatsPrompt && typeof value === 'string' && typeof prompt === 'string'
      ? afterPrompt(prompt, value)
      : null
  const turns = how.turns(path, repeated ?? value, 'assistant')
  if (!turns)
    return Array.isArray(structureIn(value)) ? `${name} is a list, not one text` : `${name} is not text`
  const judged = judgedRounds(turns, numeric(at(record, mapping.turn)))
  if (judged.at(-1)?.role === 'assistant') return judged
  return judged.length === 0 ? `${name} is empty` : `${name} does not end with a turn of the assistant`
}

/** The user's and the model's turns from two lists of texts. */
function interleaved(asked: (string | null)[] | null, said: (string | null)[] | null): Turn[] | null {
  if (!asked || !said) return null
  return asked.flatMap((content, i) => [
    { role: 'user', content: content ?? '' },
    { role: 'assistant', content: said[i] ?? '' },
  ])
}

/** The first rounds of a conversation; all of it where it is not said how many were judged. */
function judgedRounds(turns: readonly Turn[], rounds: number | null): Turn[] {
  if (rounds === null || rounds < 1) return [...turns]
  let seen = 0
  const end = turns.findIndex((turn) => turn.role === 'user' && ++seen > rounds)
  return end < 0 ? [...turns] : turns.slice(0, end)
}
