import { structureIn } from '../../parse/cells.ts'
import { field, type SourceRecord } from '../../parse/rows.ts'
import { asked, instructed, type ShapedPair, type ValueKind } from '../shaped.ts'
import { openMessage, openMessages } from '../chat-message.ts'
import { type Column, type Format, rowPerPair, valueColumns } from './layout.ts'
import { oneMessage, usualRoles } from './messages.ts'
import { restatedColumns } from './restated.ts'

const policyPrompt = ({ prompt, instruction }: ShapedPair) =>
  openMessages(instructed(asked(prompt), instruction))
const plainPrompt = ({ prompt }: ShapedPair) => openMessages(asked(prompt))

const extra = (kinds: ReadonlySet<ValueKind>): Column[] => [
  ...valueColumns(kinds),
  ...(kinds.has('instruction') ? ([['reference_prompt', plainPrompt]] as const) : []),
]

/**
 * OpenRLHF's preference data, always messages, for --apply_chat_template with --prompt_key prompt; `margin`
 * is read with --margin_loss (openrlhf/datasets/reward_dataset.py, preprocess_data). One file serves the
 * reward model, which must see the plain prompt, and DPO, which takes --prompt_key policy_prompt where there
 * are instructions.
 */
export const openrlhf: Format = {
  id: 'openrlhf',
  kind: 'pairs',
  name: 'OpenRLHF',
  sentence:
    'Messages for train_rm (with --margin_loss) and train_dpo, both with --apply_chat_template --prompt_key prompt.',
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
 * Axolotl's `type: chat_template.default` with `rl: dpo`: the conversation in `messages`, one message each in
 * `chosen` and `rejected`; its speakers are system, user, assistant and tool (docs.axolotl.ai, RLHF,
 * chat_template.default).
 */
export const axolotl: Format = {
  id: 'axolotl',
  kind: 'pairs',
  name: 'Axolotl',
  sentence: 'For rl: dpo with the dataset type chat_template.default: messages, chosen and rejected.',
  reads: ['instruction'],
  layout: (source, kinds) =>
    rowPerPair(
      [
        ['messages', policyPrompt],
        ['chosen', ({ chosen }) => openMessage(chosen[0]!)],
        ['rejected', ({ rejected }) => openMessage(rejected[0]!)],
        ...extra(kinds),
      ],
      { replaces: restatedColumns(source, ['prompt', 'chosen', 'rejected']) },
      (shaped) => oneMessage(shaped) ?? usualRoles(shaped),
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
