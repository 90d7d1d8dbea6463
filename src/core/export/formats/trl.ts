import type { Turn } from '../../parse/turns.ts'
import { openMessages } from '../chat-message.ts'
import { asked, instructed, type ShapedPair, type ValueKind } from '../shaped.ts'
import type { SourcePairs } from '../../source.ts'
import { type Column, type Format, type Layout, rowPerPair, valueColumns } from './layout.ts'
import { isConversational, restatedColumns } from './restated.ts'
import { type AnswerColumn, unpairedLayout, weightColumn } from './unpaired.ts'

/*
 * TRL's dataset types (huggingface.co/docs/trl/dataset_formats): prompt, chosen and rejected (preference) or
 * prompt, completion and label (unpaired preference), each a text or a list of messages. They are messages
 * where the input has messages or a conversation of more than one turn, so that no speaker's name is made up
 * inside a text; else texts.
 */

interface Say {
  readonly prompt: (shaped: ShapedPair) => unknown
  /** With the instruction for the policy. */
  readonly policyPrompt: (shaped: ShapedPair) => unknown
  readonly response: (turns: readonly Turn[]) => unknown
}

function saying(source: SourcePairs, messages: boolean): Say {
  if (messages || isConversational(source)) {
    return {
      prompt: ({ prompt }) => openMessages(asked(prompt)),
      policyPrompt: ({ prompt, instruction }) => openMessages(instructed(asked(prompt), instruction)),
      response: openMessages,
    }
  }
  const text = (turns: readonly Turn[]) => turns[0]?.content ?? ''
  return {
    prompt: ({ prompt }) => text(prompt),
    policyPrompt: ({ prompt, instruction }) =>
      instruction === null ? text(prompt) : `${instruction}\n\n${text(prompt)}`,
    response: text,
  }
}

function preference(
  source: SourcePairs,
  shown: Say,
  prompt: Say['prompt'],
  extra: readonly Column[],
): Layout {
  return rowPerPair(
    [
      ['prompt', prompt],
      ['chosen', ({ chosen }) => shown.response(chosen)],
      ['rejected', ({ rejected }) => shown.response(rejected)],
      ...extra,
    ],
    { replaces: restatedColumns(source, ['prompt', 'chosen', 'rejected']) },
  )
}

/** The prompt without the instruction, for the reference model. */
const reference = (kinds: ReadonlySet<ValueKind>, prompt: Say['prompt']): Column[] =>
  kinds.has('instruction') ? [['reference_prompt', prompt]] : []

export const trlDpo: Format = {
  id: 'trl-dpo',
  kind: 'pairs',
  name: 'TRL DPO',
  sentence:
    'prompt, chosen, rejected and the offset for the DPO loss, for train_dpo.py; TRL’s own DPOTrainer reads the pairs alone.',
  reads: ['instruction'],
  softLabels: 'weights',
  layout: (source, kinds, messages) => {
    const say = saying(source, messages)
    return preference(source, say, say.policyPrompt, [
      ['offset', ({ offset }) => offset],
      ...valueColumns(kinds),
      ...reference(kinds, say.prompt),
    ])
  },
}

export const trlReward: Format = {
  id: 'trl-reward',
  kind: 'pairs',
  name: 'TRL reward',
  sentence: 'prompt, chosen, rejected and the margin that TRL’s RewardTrainer subtracts.',
  reads: ['offset'],
  softLabels: 'weights',
  layout: (source, kinds, messages) => {
    const say = saying(source, messages)
    return preference(source, say, say.prompt, [
      ['margin', ({ offset }) => 0 - offset],
      ...valueColumns(kinds),
    ])
  },
}

export const kto: Format = {
  id: 'kto',
  kind: 'pairs',
  name: 'TRL KTO',
  sentence:
    'Unpaired: every response on a row of its own, with the label true where it was chosen; train_kto.py reads the weight.',
  reads: ['instruction'],
  softLabels: 'drawn',
  spread: true,
  layout: (source, kinds, messages) => {
    const say = saying(source, messages)
    return unpairedLayout(source, [
      ['prompt', ({ shaped }) => say.policyPrompt(shaped)],
      ['completion', ({ turns }) => say.response(turns)],
      ['label', ({ good }) => good],
      ...weightColumn(kinds),
      ...reference(kinds, say.prompt).map(([name, value]): AnswerColumn => [
        name,
        ({ shaped }) => value(shaped),
      ]),
    ])
  },
}
