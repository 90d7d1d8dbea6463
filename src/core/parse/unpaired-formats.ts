import { cell, type Format, instruction, type Side } from './formats.ts'
import type { Look } from './looks.ts'
import { field, type SourceRecord } from './rows.ts'

/** A layout of unpaired data: one response a row, and a label that says whether it is good or bad. */
export interface UnpairedFormat extends Pick<Format, 'name' | 'columns' | 'certainty' | 'prompt'> {
  readonly response: Side
  /** Column of the label. */
  readonly label: string
}

function unpaired(
  name: string,
  response: string,
  look: Look,
  label: string,
  prompt: ((record: SourceRecord) => unknown) | null,
  required: Readonly<Record<string, Look>> = {},
  certainty = 0.97,
): UnpairedFormat {
  return {
    name: `${name}, unpaired`,
    columns: { ...required, [response]: look, [label]: 'judgement' },
    certainty,
    prompt,
    response: { column: response, read: (record) => field(record, response) },
    label,
  }
}

const PROMPTS = ['prompt', 'question', 'instruction', 'input']
const RESPONSES = ['completion', 'response', 'output', 'answer', 'reply']
const LABELS = [
  'label',
  'kto_tag',
  'thumbs',
  'thumb',
  'feedback',
  'vote',
  'rating',
  'liked',
  'good',
  'desirable',
]

/** Columns of other tools, in any combination. */
const thumbs = RESPONSES.flatMap((response) =>
  LABELS.flatMap((label) => [
    ...PROMPTS.map((prompt) =>
      unpaired('Single responses', response, 'said', label, cell(prompt), { [prompt]: 'said' }, 0.9),
    ),
    unpaired('Single responses without prompts', response, 'said', label, null, {}, 0.8),
  ]),
)

/** Most specific first, as in FORMATS. */
export const UNPAIRED: readonly UnpairedFormat[] = [
  unpaired('TRL KTO', 'completion', 'text', 'label', cell('prompt'), { prompt: 'said' }),
  unpaired('TRL KTO, messages', 'completion', 'turns', 'label', cell('prompt'), { prompt: 'said' }, 0.98),
  unpaired('LLaMA-Factory KTO', 'messages', 'turns', 'label', null),
  unpaired('LLaMA-Factory KTO', 'messages', 'turns', 'kto_tag', null),
  unpaired('LLaMA-Factory KTO', 'conversations', 'turns', 'kto_tag', null),
  unpaired('LLaMA-Factory KTO', 'conversations', 'turns', 'label', null),
  unpaired('LLaMA-Factory KTO, Alpaca layout', 'output', 'text', 'kto_tag', instruction, {
    instruction: 'text',
  }),
  ...thumbs,
]
