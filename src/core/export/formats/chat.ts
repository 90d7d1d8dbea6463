import { structureIn } from '../../parse/cells.ts'
import { field, type SourceRecord } from '../../parse/rows.ts'
import { asked, instructed, type ShapedPair, type ValueKind } from '../shaped.ts'
import { openMessages } from '../chat-message.ts'
import { type Column, type Format, rowPerPair, valueColumns } from './layout.ts'
import { empty, oneMessage, trimmed, usualRoles } from './messages.ts'
import { restatedColumns } from './restated.ts'

const policyPrompt = ({ prompt, instruction }: ShapedPair) =>
  openMessages(instructed(asked(prompt), instruction))
const plainPrompt = ({ prompt }: ShapedPair) => openMessages(asked(prompt))

const extra = (kinds: ReadonlySet<ValueKind>): Column[] => [
  ...valueColumns(kinds),
  ...(kinds.has('instruction') ? ([['reference_prompt', plainPrompt]] as const) : []),
]

/**
 * OpenRLHF's preference data, always messages, for --data.apply_chat_template with --data.prompt_key prompt;
 * its reward trainer reads `margin` with --model.margin_loss_enable, its DPO has no place for it
 * (openrlhf/datasets/reward_dataset.py, preprocess_data; 0.11.2). One file serves the reward model, which
 * must
 * see the plain prompt, and DPO, which takes --data.prompt_key policy_prompt where there are instructions.
 */
export const openrlhf: Format = {
  id: 'openrlhf',
  kind: 'pairs',
  name: 'OpenRLHF',
  sentence:
    'Messages, for train_rm and train_dpo with --data.apply_chat_template --data.prompt_key prompt. train_rm reads the margin with --model.margin_loss_enable; train_dpo does not read it.',
  reads: ['offset', 'instruction'],
  layout: (source, kinds) =>
    rowPerPair(
      [
        ['prompt', plainPrompt],
        ['chosen', ({ chosen }) => openMessages(chosen)],
        ['rejected', ({ rejected }) => openMessages(rejected)],
        ['margin', ({ offset }) => 0 - offset],
        ...valueColumns(kinds),
        ...(kinds.has('instruction') ? ([['policy_prompt', policyPrompt]] as const) : []),
      ],
      { replaces: restatedColumns(source, ['prompt', 'chosen', 'rejected']) },
    ),
}

/**
 * ms-swift's `messages` and `rejected_messages`, whole conversations; its reward trainer reads `margin`
 * (swift/template/base.py, swift/rlhf_trainers/reward_trainer.py; 4.6.0).
 */
export const msSwift: Format = {
  id: 'ms-swift',
  kind: 'pairs',
  name: 'ms-swift',
  sentence:
    'messages and rejected_messages, for swift rlhf with --rlhf_type dpo or rm; rm reads the margin, dpo does not.',
  reads: ['offset', 'instruction'],
  layout: (source, kinds) =>
    rowPerPair(
      [
        ['messages', (shaped) => [...policyPrompt(shaped), ...openMessages(shaped.chosen)]],
        ['rejected_messages', (shaped) => [...policyPrompt(shaped), ...openMessages(shaped.rejected)]],
        ['margin', ({ offset }) => 0 - offset],
        ...extra(kinds),
      ],
      {
        replaces: restatedColumns(source, ['prompt', 'chosen', 'rejected']),
        // What its preprocessors take for a part of the conversation, or for another task.
        reserved: ['system', 'query', 'response', 'history', 'conversations', 'rejected_response', 'label'],
      },
    ),
}

/** NeMo-RL's PreferenceDataset: the prompt, and completions of which the lower rank is the better one. */
export const nemoRl: Format = {
  id: 'nemo-rl',
  kind: 'pairs',
  name: 'NeMo-RL',
  sentence: 'context and two ranked completions, for the PreferenceDataset of run_dpo.py and run_rm.py.',
  reads: ['instruction'],
  layout: (source, kinds) =>
    rowPerPair(
      [
        ['context', policyPrompt],
        [
          'completions',
          ({ chosen, rejected }) =>
            [chosen, rejected].map((turns, rank) => ({ rank, completion: openMessages(turns) })),
        ],
        ...extra(kinds),
      ],
      { replaces: restatedColumns(source, ['prompt', 'chosen', 'rejected']) },
    ),
}

/**
 * Whole conversations in `chosen` and `rejected`: open-instruct and Axolotl's chat_template.argilla_chat take
 * the last message as the response, torchtune's preference_dataset and TRL what the two begin with as the
 * prompt. Responses are trimmed, for argilla_chat.
 */
export const conversations: Format = {
  id: 'conversations',
  kind: 'pairs',
  name: 'Whole conversations',
  sentence:
    'chosen and rejected, each with the prompt: for open-instruct, torchtune, Axolotl’s chat_template.argilla_chat and TRL.',
  reads: ['instruction'],
  layout: (source, kinds) =>
    rowPerPair(
      [
        ['chosen', (shaped) => [...policyPrompt(shaped), ...openMessages(shaped.chosen.map(trimmed))]],
        ['rejected', (shaped) => [...policyPrompt(shaped), ...openMessages(shaped.rejected.map(trimmed))]],
        ...extra(kinds),
      ],
      { replaces: restatedColumns(source, ['prompt', 'chosen', 'rejected']), reserved: ['prompt'] },
      (shaped) => oneMessage(shaped) ?? empty(shaped),
    ),
}

/** Tools stand beside the messages in OpenAI's input. */
function tools(record: SourceRecord): SourceRecord {
  const listed = structureIn(field(record, 'tools'))
  return Array.isArray(listed) && listed.length > 0 ? { tools: listed } : {}
}

/**
 * OpenAI's preference fine-tuning: input.messages, preferred_output and non_preferred_output of one assistant
 * message (platform documentation, direct preference optimization). It takes JSONL without further columns.
 */
export const openai: Format = {
  id: 'openai',
  kind: 'pairs',
  name: 'OpenAI preference',
  sentence: 'For preference fine-tuning at OpenAI and services that read its files; no other columns.',
  reads: ['instruction'],
  layout: (source) =>
    rowPerPair(
      [
        ['input', (shaped) => ({ messages: policyPrompt(shaped), ...tools(source.record(shaped.pair)) })],
        ['preferred_output', ({ chosen }) => openMessages(chosen)],
        ['non_preferred_output', ({ rejected }) => openMessages(rejected)],
      ],
      { where: 'alone' },
      (shaped) => oneMessage(shaped) ?? usualRoles(shaped),
    ),
}
