import { between1And2, type Judge, majority, named, oneHot, signed } from './labels.ts'
import { jsonList, type Look } from './looks.ts'
import { field, type SourceRecord } from './rows.ts'

/** A layout of preference data: how to know it and where its parts are. */
export interface Format {
  readonly id: string
  /** As shown to the person. */
  readonly name: string
  /** Columns that must be there and what their values look like. */
  readonly columns: Readonly<Record<string, Look>>
  /** How sure these columns make us, 0 to 1, when every value fits. */
  readonly certainty: number
  /** The prompt's cell; null where the prompt is part of the responses. */
  readonly prompt: ((record: SourceRecord) => unknown) | null
  /** The cells of the two responses: chosen and rejected where `judge` is null. */
  readonly sides: readonly [Side, Side]
  readonly judge: Judge | null
}

export interface Side {
  readonly column: string
  read(record: SourceRecord): unknown
}

const side = (column: string): Side => ({ column, read: (record) => field(record, column) })
const CHOSEN: readonly [Side, Side] = [side('chosen'), side('rejected')]
export const cell = (column: string) => (record: SourceRecord) => field(record, column)

/** Alpaca's prompt: earlier rounds of question and answer, then the instruction with its input on the next line. */
export function instruction(record: SourceRecord): unknown {
  const task = field(record, 'instruction')
  const input = field(record, 'input')
  if (typeof task !== 'string') return task
  const query = typeof input === 'string' && input.trim() !== '' ? `${task}\n${input}` : task
  const history = field(record, 'history')
  if (!Array.isArray(history) || history.length === 0) return query
  const rounds = history.flatMap((round: unknown) => {
    const [question, answer] = Array.isArray(round) ? (round as unknown[]) : []
    return [
      { role: 'user', content: question },
      { role: 'assistant', content: answer },
    ]
  })
  return [...rounds, { role: 'user', content: query }]
}

/** LMArena 55k holds the user's and the model's turns as two lists of texts. */
const interleaved = (column: string): Side => ({
  column,
  read: (record) => {
    const asked = jsonList(field(record, 'prompt'))
    const said = jsonList(field(record, column))
    if (!Array.isArray(asked) || !Array.isArray(said)) return said
    return asked.flatMap((content: unknown, i) => [
      { role: 'user', content },
      { role: 'assistant', content: said[i] as unknown },
    ])
  },
})

const ARENA_TIES = ['tie', 'tie (bothbad)', 'both_bad', 'bothbad']

/** Most specific first: of formats that fit equally well the first is taken. */
export const FORMATS: readonly Format[] = [
  {
    id: 'openai',
    name: 'OpenAI preference',
    columns: { input: 'messages', preferred_output: 'turns', non_preferred_output: 'turns' },
    certainty: 1,
    prompt: cell('input'),
    sides: [side('preferred_output'), side('non_preferred_output')],
    judge: null,
  },
  {
    id: 'lmarena',
    name: 'LMArena, two conversations and a winner',
    columns: { conversation_a: 'turns', conversation_b: 'turns', winner: 'label' },
    certainty: 1,
    prompt: null,
    sides: [side('conversation_a'), side('conversation_b')],
    judge: named('winner', { a: ['model_a'], b: ['model_b'], tie: ARENA_TIES }),
  },
  {
    id: 'lmarena-55k',
    name: 'LMArena 55k, lists of turns',
    columns: {
      prompt: 'texts',
      response_a: 'texts',
      response_b: 'texts',
      winner_model_a: 'flag',
      winner_model_b: 'flag',
    },
    certainty: 1,
    prompt: null,
    sides: [interleaved('response_a'), interleaved('response_b')],
    judge: oneHot('winner_model_a', 'winner_model_b', 'winner_tie'),
  },
  {
    id: 'wimhf',
    name: 'two responses and a label (WIMHF), 1 where response_A is preferred',
    columns: { prompt: 'said', response_A: 'text', response_B: 'text', label: 'flag' },
    certainty: 0.95,
    prompt: cell('prompt'),
    sides: [side('response_A'), side('response_B')],
    judge: named('label', { a: ['1', 'true'], b: ['0', 'false'], tie: ['tie', '0.5'] }),
  },
  {
    id: 'llmbar',
    name: 'LLMBar, two outputs and a label',
    columns: { input: 'text', output_1: 'text', output_2: 'text', label: 'number' },
    certainty: 0.95,
    prompt: cell('input'),
    sides: [side('output_1'), side('output_2')],
    judge: named('label', { a: ['1'], b: ['2'], tie: ['0'] }),
  },
  {
    id: 'alpaca-eval',
    name: 'AlpacaEval annotations',
    columns: { instruction: 'text', output_1: 'text', output_2: 'text', preference: 'number' },
    certainty: 1,
    prompt: instruction,
    sides: [side('output_1'), side('output_2')],
    judge: between1And2('preference'),
  },
  {
    id: 'pandalm',
    name: 'PandaLM, majority of three annotators',
    columns: {
      instruction: 'text',
      response1: 'text',
      response2: 'text',
      annotator1: 'number',
      annotator2: 'number',
      annotator3: 'number',
    },
    certainty: 1,
    prompt: instruction,
    sides: [side('response1'), side('response2')],
    judge: majority(['annotator1', 'annotator2', 'annotator3']),
  },
  {
    id: 'helpsteer3',
    name: 'HelpSteer3 preference',
    columns: { context: 'turns', response1: 'text', response2: 'text', overall_preference: 'number' },
    certainty: 1,
    prompt: cell('context'),
    sides: [side('response1'), side('response2')],
    judge: signed('overall_preference'),
  },
  {
    id: 'helpsteer2',
    name: 'HelpSteer2 preference',
    columns: { prompt: 'text', response_1: 'text', response_2: 'text', preference_strength: 'number' },
    certainty: 1,
    prompt: cell('prompt'),
    sides: [side('response_1'), side('response_2')],
    judge: signed('preference_strength'),
  },
  {
    id: 'ultrafeedback',
    name: 'UltraFeedback-binarized',
    columns: {
      prompt: 'text',
      chosen: 'turns',
      rejected: 'turns',
      score_chosen: 'number',
      score_rejected: 'number',
    },
    certainty: 1,
    prompt: cell('prompt'),
    sides: CHOSEN,
    judge: null,
  },
  {
    id: 'llamafactory-sharegpt',
    name: 'LLaMA-Factory preference, ShareGPT layout',
    columns: { conversations: 'turns', chosen: 'turn', rejected: 'turn' },
    certainty: 1,
    prompt: cell('conversations'),
    sides: CHOSEN,
    judge: null,
  },
  {
    id: 'messages',
    name: 'Axolotl or LLaMA-Factory preference, messages',
    columns: { messages: 'turns', chosen: 'turn', rejected: 'turn' },
    certainty: 1,
    prompt: cell('messages'),
    sides: CHOSEN,
    judge: null,
  },
  {
    id: 'llamafactory-alpaca',
    name: 'LLaMA-Factory preference, Alpaca layout',
    columns: { instruction: 'text', chosen: 'text', rejected: 'text' },
    certainty: 0.97,
    prompt: instruction,
    sides: CHOSEN,
    judge: null,
  },
  {
    id: 'axolotl-argilla',
    name: 'Axolotl preference (argilla)',
    columns: { instruction: 'text', chosen_response: 'text', rejected_response: 'text' },
    certainty: 0.97,
    prompt: instruction,
    sides: [side('chosen_response'), side('rejected_response')],
    judge: null,
  },
  {
    id: 'axolotl-intel',
    name: 'Axolotl preference (intel)',
    columns: { question: 'text', chosen: 'text', rejected: 'text' },
    certainty: 0.97,
    prompt: cell('question'),
    sides: CHOSEN,
    judge: null,
  },
  {
    id: 'axolotl-icr',
    name: 'Axolotl preference (icr)',
    columns: { input: 'text', chosen: 'text', rejected: 'text' },
    certainty: 0.95,
    prompt: cell('input'),
    sides: CHOSEN,
    judge: null,
  },
  {
    id: 'trl-messages',
    name: 'TRL preference, messages, explicit prompt',
    columns: { prompt: 'said', chosen: 'turns', rejected: 'turns' },
    certainty: 0.98,
    prompt: cell('prompt'),
    sides: CHOSEN,
    judge: null,
  },
  {
    id: 'trl-text',
    name: 'TRL preference, text, explicit prompt',
    columns: { prompt: 'said', chosen: 'text', rejected: 'text' },
    certainty: 0.98,
    prompt: cell('prompt'),
    sides: CHOSEN,
    judge: null,
  },
  {
    id: 'trl-messages-implicit',
    name: 'TRL preference, messages, implicit prompt',
    columns: { chosen: 'turns', rejected: 'turns' },
    certainty: 0.97,
    prompt: null,
    sides: CHOSEN,
    judge: null,
  },
  {
    id: 'hh',
    name: 'Anthropic HH transcripts',
    columns: { chosen: 'transcript', rejected: 'transcript' },
    certainty: 0.97,
    prompt: null,
    sides: CHOSEN,
    judge: null,
  },
  {
    id: 'trl-text-implicit',
    name: 'TRL preference, text, implicit prompt',
    columns: { chosen: 'text', rejected: 'text' },
    certainty: 0.6,
    prompt: null,
    sides: CHOSEN,
    judge: null,
  },
]
