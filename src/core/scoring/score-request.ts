import { wellFormed } from '../parse/conversation.ts'
import { isRecord } from '../parse/rows.ts'
import { templateOf, templateTurns } from '../parse/templates.ts'
import { promptText, responseText, structuredTurns, type Turn } from '../parse/turns.ts'
import type { ScoreRequest } from './score-texts.ts'

/**
 * Reads {"prompt", "completion", "reward"?}; prompt and completion are text or messages ({role, content}).
 * The texts are what the analysis makes of the same conversation, but a completion that is text is never read
 * as a transcript: what a policy writes must not decide which part of it counts.
 * @returns the request, or why there is none
 */
export function readScoreRequest(value: unknown): ScoreRequest | string {
  if (!isRecord(value)) return 'an object with "prompt" and "completion" is expected'
  const { prompt = '', completion, reward = 0 } = value
  const said = typeof completion === 'string' ? completion.trim() : messageText(completion)
  if (said === null) return '"completion" is neither text nor a list of messages'
  const before = turnsOf(prompt) ?? (Array.isArray(prompt) && prompt.length === 0 ? [] : null)
  if (before === null) return '"prompt" is neither text nor a list of messages'
  if (typeof reward !== 'number' || !Number.isFinite(reward)) return '"reward" is not a finite number'
  return { prompt: wellFormed(promptText(before)), completion: wellFormed(said), reward }
}

function messageText(value: unknown): string | null {
  const turns = structuredTurns(value)
  return turns && responseText(turns)
}

/** A prompt as turns: messages, a transcript or baked chat template, or one turn of text. */
function turnsOf(prompt: unknown): Turn[] | null {
  const messages = structuredTurns(prompt)
  if (messages || typeof prompt !== 'string') return messages
  const template = templateOf([prompt])
  return template ? templateTurns(prompt, template, 'user') : [{ role: 'user', content: prompt }]
}
