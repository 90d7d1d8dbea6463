import { openMessage, openMessages } from '../chat-message.ts'
import { asked, instructed, type ShapedPair } from '../shaped.ts'
import type { Turn } from '../../parse/turns.ts'
import { type Column, type Format, rowPerPair, valueColumns } from './layout.ts'
import { empty, oneMessage, oneQuestion, SEVERAL_TURNS, trimmed, usualRoles } from './messages.ts'
import { restatedColumns } from './restated.ts'
import { answers, unpairedLayout, weightColumn } from './unpaired.ts'

/*
 * Axolotl's layouts (axolotl/prompt_strategies; 0.19.0), each with the part of its configuration that
 * reads it.
 * A template that trims what it writes hides the beginning of a response from Axolotl where that is white
 * space, and it then trains on an empty one (dpo/chat_template.py, chosen_strip_index): responses are
 * trimmed.
 */

const policyPrompt = ({ prompt, instruction }: ShapedPair) => instructed(asked(prompt), instruction)
const onlyText = (turns: readonly Turn[]) => trimmed(turns[0]!).content

const refuse = (shaped: ShapedPair): string | null =>
  oneMessage(shaped) ?? usualRoles(shaped) ?? empty(shaped)

const reference: Column = ['reference_prompt', ({ prompt }) => openMessages(asked(prompt))]

/** The part of a configuration that names the data. */
const config = (dataFile: string, type: string, before: readonly string[], after: readonly string[] = []) => [
  {
    name: 'axolotl.yaml',
    text: [
      '# What Axolotl needs to read this file. Add base_model and the options of your training.',
      ...before,
      'datasets:',
      `  - path: ${JSON.stringify(dataFile)}`,
      `    ds_type: ${dataFile.endsWith('.parquet') ? 'parquet' : 'json'}`,
      '    split: train',
      `    type: ${type}`,
      ...after,
      '',
    ].join('\n'),
  },
]

/** `rl: dpo` with chat_template.default: the conversation in `messages`, one message each in the others. */
export const axolotl: Format = {
  id: 'axolotl',
  kind: 'pairs',
  name: 'Axolotl',
  sentence:
    'messages, chosen and rejected for rl: dpo with the type chat_template.default, and axolotl.yaml.',
  reads: ['instruction'],
  textOnly: true,
  layout: (source, kinds) =>
    rowPerPair(
      [
        ['messages', (shaped) => openMessages(policyPrompt(shaped))],
        ['chosen', ({ chosen }) => openMessage(trimmed(chosen[0]!))],
        ['rejected', ({ rejected }) => openMessage(trimmed(rejected[0]!))],
        ...valueColumns(kinds),
        ...(kinds.has('instruction') ? [reference] : []),
      ],
      { replaces: restatedColumns(source, ['prompt', 'chosen', 'rejected']), reserved: ['prompt'] },
      refuse,
    ),
  companions: (dataFile) =>
    config(dataFile, 'chat_template.default', ['rl: dpo', 'chat_template: tokenizer_default']),
}

/** `reward_model: true` with bradley_terry.chat_template: texts, one question and its two answers. */
export const axolotlReward: Format = {
  id: 'axolotl-reward',
  kind: 'pairs',
  name: 'Axolotl, reward model',
  sentence: 'system, input, chosen and rejected for bradley_terry.chat_template, and axolotl.yaml.',
  reads: [],
  textOnly: true,
  layout: (source, kinds) =>
    rowPerPair(
      [
        ['system', ({ prompt }) => (prompt[0]?.role === 'system' ? prompt[0].content : '')],
        ['input', ({ prompt }) => asked(prompt).at(-1)!.content],
        ['chosen', ({ chosen }) => onlyText(chosen)],
        ['rejected', ({ rejected }) => onlyText(rejected)],
        ...valueColumns(kinds),
      ],
      { replaces: restatedColumns(source, ['prompt', 'chosen', 'rejected']), reserved: ['messages'] },
      (shaped) => oneQuestion(shaped) ?? refuse(shaped),
    ),
  companions: (dataFile) =>
    config(dataFile, 'bradley_terry.chat_template', [
      'reward_model: true',
      'model_type: AutoModelForSequenceClassification',
      'num_labels: 1',
      'chat_template: tokenizer_default',
    ]),
}

/** `rl: kto` with argilla_chat: whole conversations and a label, in the template of ChatML or Llama 3. */
const ktoOf = (kind: Format['kind']): Format => ({
  id: 'axolotl-kto',
  kind,
  name: 'Axolotl, KTO',
  sentence:
    'completion, a whole conversation, and label for rl: kto with chatml.argilla_chat, and axolotl.yaml.',
  reads: kind === 'pairs' ? ['instruction'] : [],
  softLabels: 'drawn',
  spread: true,
  textOnly: true,
  layout: (source, kinds) =>
    unpairedLayout(
      source,
      [
        ['completion', ({ turns, shaped }) => openMessages([...policyPrompt(shaped), ...turns])],
        ['label', ({ good }) => good],
        ...weightColumn(kinds),
      ],
      { reserved: ['prompt'] },
      (shaped) => (answers(shaped).some(({ turns }) => turns.length > 1) ? SEVERAL_TURNS : null),
    ),
  companions: (dataFile) =>
    config(
      dataFile,
      'chatml.argilla_chat',
      ['rl: kto'],
      ['    # For Llama 3: llama3.argilla_chat.', 'remove_unused_columns: false'],
    ),
})

export const axolotlKto = ktoOf('pairs')
export const axolotlResponseKto = ktoOf('responses')
