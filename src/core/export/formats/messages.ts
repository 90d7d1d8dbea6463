import type { Turn } from '../../parse/turns.ts'
import { withText } from '../chat-message.ts'
import type { ShapedPair } from '../shaped.ts'

export const SEVERAL_TURNS = 'a response goes on for several turns, and the format holds one message'

/** Why a format with one message a response cannot hold the pair. */
export function oneMessage({ chosen, rejected }: ShapedPair): string | null {
  return chosen.length === 1 && rejected.length === 1 ? null : SEVERAL_TURNS
}

/** Why a format with one question a row cannot hold the prompt. */
export function oneQuestion({ prompt }: ShapedPair): string | null {
  const turns = prompt[0]?.role === 'system' ? prompt.slice(1) : prompt
  return turns.length <= 1 && (turns[0]?.role ?? 'user') === 'user'
    ? null
    : 'the prompt is a conversation, and the format holds one question'
}

/**
 * The turn without white space around it. Axolotl looks for a response in what the template writes of it, and
 * trains on an empty one where the template trims and the response begins with white space
 * (axolotl/prompt_strategies/dpo/chat_template.py, chosen_strip_index).
 */
export const trimmed = (turn: Turn): Turn => withText(turn, (text) => text.trim())

/** Why such a trainer cannot find a response. */
export const empty = ({ chosen, rejected }: ShapedPair): string | null =>
  [chosen, rejected].some((turns) => turns.at(-1)!.content.trim() === '') ? 'a response is empty' : null

const CHAT_ROLES = ['system', 'user', 'assistant', 'tool']

/** Why a trainer that knows the usual four speakers cannot read the prompt. */
export function usualRoles({ prompt }: ShapedPair): string | null {
  return prompt.every(({ role }) => CHAT_ROLES.includes(role))
    ? null
    : 'the prompt has a speaker other than system, user, assistant or tool'
}

/** A prompt in rounds: an instruction for the whole, question and answer by turns, the last question. */
export interface Rounds {
  readonly system: string
  readonly history: readonly (readonly [question: string, answer: string])[]
  readonly question: string
}

/** @returns null where the speakers do not take turns, or the last turn is not the user's */
export function rounds(prompt: readonly Turn[]): Rounds | null {
  const system = prompt[0]?.role === 'system' ? prompt[0].content : ''
  const turns = prompt[0]?.role === 'system' ? prompt.slice(1) : prompt
  if (turns.length === 0) return { system, history: [], question: '' }
  if (turns.length % 2 === 0) return null
  const asks = ({ role }: Turn) => role === 'user' || role === 'tool'
  if (turns.some((turn, i) => (i % 2 === 0 ? !asks(turn) : turn.role !== 'assistant'))) return null
  const history: [string, string][] = []
  for (let i = 0; i + 2 < turns.length; i += 2) history.push([turns[i]!.content, turns[i + 1]!.content])
  return { system, history, question: turns.at(-1)!.content }
}
