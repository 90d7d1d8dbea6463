import { cell, type Format, instruction, type Side } from './formats.ts'
import { judgement, labelText } from './labels.ts'
import type { Look } from './looks.ts'
import type { ResponseMapping } from './mapping.ts'
import { field, type SourceRecord, valueAt } from './rows.ts'

/** Where single responses are in a row: the prompt (null where it is part of the response), the response, its label. */
export interface ResponseLayout extends Pick<Format, 'prompt'> {
  readonly response: Side
  /** What the label says; null where it says neither. */
  judge(record: SourceRecord): 'good' | 'bad' | null
}

/** A layout of unpaired data: one response a row, and a label that says whether it is good or bad. */
export interface UnpairedFormat extends ResponseLayout, Pick<Format, 'name' | 'columns' | 'certainty'> {}

/** The layout that a person chose. */
export function mappedResponses({ prompt, response, label, good, bad }: ResponseMapping): ResponseLayout {
  const at = (path: string) => (record: SourceRecord) => valueAt(record, path)
  const [goodTexts, badTexts] = [good.map(labelText), bad.map(labelText)]
  return {
    prompt: prompt === null ? null : at(prompt),
    response: { column: response, read: at(response) },
    judge: (record) => {
      const text = labelText(valueAt(record, label))
      return goodTexts.includes(text) ? 'good' : badTexts.includes(text) ? 'bad' : null
    },
  }
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
    judge: (record) => judgement(field(record, label)),
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
