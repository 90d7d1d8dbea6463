import { jsonText } from '../../parse/json-write.ts'
import type { SourceRecord } from '../../parse/rows.ts'
import { readCall } from '../../parse/tool-calls.ts'
import { promptText, type Turn } from '../../parse/turns.ts'
import { openMessage } from '../chat-message.ts'
import { asked, instructed, type ShapedPair } from '../shaped.ts'
import { type Column, type Format, rowPerPair, valueColumns } from './layout.ts'
import { oneMessage, rounds, SEVERAL_TURNS } from './messages.ts'
import { restatedColumns } from './restated.ts'
import { answers, unpairedLayout, weightColumn } from './unpaired.ts'

/*
 * LLaMA-Factory's preference data (its data/README.md) in both layouts, with the dataset_info.json that names
 * the file and its columns. The user and the assistant must take turns, and the user has the last word of the
 * prompt; rows that differ it skips (data/converter.py), so they are left out here, and said.
 */

const policyRounds = ({ prompt, instruction }: ShapedPair) => rounds(instructed(prompt, instruction))!

const refusePrompt = ({ prompt }: ShapedPair): string | null =>
  rounds(prompt) === null
    ? 'the user and the assistant do not take turns in the prompt, as LLaMA-Factory wants'
    : null

const refuse = (shaped: ShapedPair): string | null => refusePrompt(shaped) ?? oneMessage(shaped)

/** Alpaca's layout has texts only: a turn that is nothing but a call would be empty. */
function refuseCalls(shaped: ShapedPair): string | null {
  const silent = [...shaped.prompt, ...shaped.chosen, ...shaped.rejected].some(
    ({ content, calls }) => calls !== undefined && content.trim() === '',
  )
  return silent ? 'a turn is a call of a tool, which the format cannot hold' : refuse(shaped)
}

const only = (turns: readonly Turn[]) => turns[0]!.content

/** dataset_info.json, in which the data has the name of its file, for `dataset: NAME`. */
const info = (dataFile: string, description: object) => [
  {
    name: 'dataset_info.json',
    text: `${JSON.stringify({ [datasetName(dataFile)]: { file_name: dataFile, ...description } }, null, 2)}\n`,
  },
]

/** `my pairs.llamafactory-kto.jsonl` → `my_pairs_llamafactory-kto`: a list of names is cut at commas. */
const datasetName = (dataFile: string) =>
  dataFile.replace(/\.[a-z]+$/, '').replace(/[^\p{L}\p{N}\p{M}-]+/gu, '_')

const plain: Column = ['reference_prompt', ({ prompt }) => promptText(asked(prompt))]

export const llamafactoryAlpaca: Format = {
  id: 'llamafactory-alpaca',
  textOnly: true,
  kind: 'pairs',
  name: 'LLaMA-Factory, Alpaca',
  sentence: 'instruction, input, system, history, chosen and rejected, with dataset_info.json.',
  reads: ['instruction'],
  layout: (source, kinds) =>
    rowPerPair(
      [
        ['instruction', (shaped) => policyRounds(shaped).question],
        ['input', () => ''],
        ['system', (shaped) => policyRounds(shaped).system],
        ['history', (shaped) => policyRounds(shaped).history],
        ['chosen', ({ chosen }) => only(chosen)],
        ['rejected', ({ rejected }) => only(rejected)],
        ...valueColumns(kinds),
        ...(kinds.has('instruction') ? [plain] : []),
      ],
      { replaces: restatedColumns(source, ['prompt', 'chosen', 'rejected']) },
      refuseCalls,
    ),
  companions: (dataFile) =>
    info(dataFile, {
      ranking: true,
      columns: {
        prompt: 'instruction',
        query: 'input',
        system: 'system',
        history: 'history',
        chosen: 'chosen',
        rejected: 'rejected',
      },
    }),
}

const TAGS = {
  role_tag: 'from',
  content_tag: 'value',
  user_tag: 'human',
  assistant_tag: 'gpt',
  system_tag: 'system',
  observation_tag: 'observation',
  function_tag: 'function_call',
}

const SPEAKERS: Readonly<Record<string, string>> = { user: 'human', assistant: 'gpt', tool: 'observation' }

/**
 * {from, value}: a message of that shape as it came, with what it holds besides; calls are JSON in a turn of
 * their own kind.
 */
function message(turn: Turn): SourceRecord {
  const { role, content, calls, message: own } = turn
  if (own && Object.hasOwn(own, 'from') && Object.hasOwn(own, 'value')) return own
  if (calls === undefined && own) {
    const { role: _, content: __, ...besides } = openMessage(turn)
    return { from: SPEAKERS[role] ?? role, value: content, ...besides }
  }
  if (calls === undefined || content.trim() !== '') return { from: SPEAKERS[role] ?? role, value: content }
  const made = openMessage(turn).tool_calls
  const list = (Array.isArray(made) ? made : []).flatMap((call) => readCall(call) ?? [])
  return { from: 'function_call', value: jsonText(list.length === 1 ? list[0] : list) }
}

export const llamafactorySharegpt: Format = {
  id: 'llamafactory-sharegpt',
  kind: 'pairs',
  name: 'LLaMA-Factory, ShareGPT',
  sentence: 'conversations, chosen and rejected as {from, value} messages, with dataset_info.json.',
  reads: ['instruction'],
  layout: (source, kinds) =>
    rowPerPair(
      [
        ['conversations', ({ prompt, instruction }) => instructed(asked(prompt), instruction).map(message)],
        ['chosen', ({ chosen }) => message(chosen[0]!)],
        ['rejected', ({ rejected }) => message(rejected[0]!)],
        ...valueColumns(kinds),
        ...(kinds.has('instruction') ? [plain] : []),
      ],
      { replaces: restatedColumns(source, ['prompt', 'chosen', 'rejected']) },
      refuse,
    ),
  companions: (dataFile) =>
    info(dataFile, {
      ranking: true,
      formatting: 'sharegpt',
      columns: { messages: 'conversations', chosen: 'chosen', rejected: 'rejected' },
      tags: TAGS,
    }),
}

/** Conversations that end with the answer, and the tag that says whether it is a good one. */
const ktoOf = (kind: Format['kind']): Format => ({
  id: 'llamafactory-kto',
  kind,
  name: 'LLaMA-Factory, KTO',
  sentence: 'conversations with the answer and a label, for stage: kto, with dataset_info.json.',
  reads: kind === 'pairs' ? ['instruction'] : [],
  softLabels: 'drawn',
  spread: true,
  layout: (source, kinds) =>
    unpairedLayout(
      source,
      [
        [
          'conversations',
          ({ turns, shaped: { prompt, instruction } }) =>
            [...instructed(asked(prompt), instruction), ...turns].map(message),
        ],
        ['label', ({ good }) => good],
        ...weightColumn(kinds),
      ],
      {},
      (shaped) =>
        refusePrompt(shaped) ??
        (answers(shaped).some(({ turns }) => turns.length > 1) ? SEVERAL_TURNS : null),
    ),
  companions: (dataFile) =>
    info(dataFile, {
      formatting: 'sharegpt',
      columns: { messages: 'conversations', kto_tag: 'label' },
      tags: TAGS,
    }),
})

export const llamafactoryKto = ktoOf('pairs')
export const llamafactoryResponseKto = ktoOf('responses')
