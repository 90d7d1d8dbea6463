import { type JudgedReading, readJudged, readSides, type ValueSet } from './label-sets.ts'
import { matcher } from './labels.ts'
import type { Mapping } from './mapping.ts'
import type { Look, Table } from './table.ts'

/** A way to read a file, with how far it can be trusted before the rows are looked at. */
export interface Proposal {
  readonly id: string
  /** As shown to the person. */
  readonly name: string
  readonly mapping: Mapping
  /** 0 to 1. */
  readonly certainty: number
  /** What the suggestion rests on beyond the columns, a sentence; empty for nothing. */
  readonly because: string
}

/** A known layout of preference data: how to know it and how to read it. */
export interface Layout {
  readonly id: string
  readonly name: string
  /** Columns that must be there and what their values look like. Names match in any case. */
  readonly columns: Readonly<Record<string, Look>>
  /** How sure these columns make us, 0 to 1, when every value fits. */
  readonly certainty: number
  /** The mapping by the columns' names in the file; null where the values say that it is another layout. */
  read(at: (name: string) => string, table: Table): Mapping | Judged | null
}

/** A mapping whose label is only so sure. */
export interface Judged {
  readonly mapping: Mapping
  readonly certainty: number
  readonly because: string
}

type Read = Layout['read']

const layout = (
  id: string,
  name: string,
  columns: Layout['columns'],
  certainty: number,
  read: Read,
): Layout => ({
  id,
  name,
  columns,
  certainty,
  read,
})

const columns =
  (prompt: string | null, chosen = 'chosen', rejected = 'rejected', more: Partial<Mapping> = {}): Read =>
  (at) =>
    ({
      kind: 'columns',
      prompt: prompt === null ? null : at(prompt),
      chosen: at(chosen),
      rejected: at(rejected),
      ...more,
    }) as Mapping

/** Alpaca's prompt: earlier rounds, the instruction, and its input below. */
const alpaca =
  (chosen: string, rejected: string): Read =>
  (at, table) => ({
    kind: 'columns',
    prompt: at('instruction'),
    input: table.column('input'),
    history: table.column('history'),
    chosen: at(chosen),
    rejected: at(rejected),
  })

interface LabelValues {
  readonly aWins: readonly string[]
  readonly bWins: readonly string[]
  readonly ties: readonly string[]
}

/** Two responses and a label whose values are known; not where the label has others. */
const labelled =
  (
    prompt: string | null,
    [a, b]: readonly [string, string],
    label: string | readonly string[],
    values: LabelValues,
  ): Read =>
  (at, table) => {
    const labels = typeof label === 'string' ? [at(label)] : label.map(at)
    if (!labels.every((path) => known(table.set(path), values))) return null
    return {
      kind: 'labelled',
      prompt: prompt === null ? null : at(prompt),
      a: at(a),
      b: at(b),
      label: typeof label === 'string' ? at(label) : labels,
      aWins: [...values.aWins],
      bWins: [...values.bWins],
      ties: [...values.ties],
    }
  }

/** Labels that are not known at all may be slips; more of them are another layout. */
const MOST_UNKNOWN = 0.05

function known(set: ValueSet, { aWins, bWins, ties }: LabelValues): boolean {
  const matches = matcher([...aWins, ...bWins, ...ties])
  let [all, unknown] = [0, 0]
  for (const [value, count] of set) {
    all += count
    if (matches(value) === null) unknown += count
  }
  return unknown <= MOST_UNKNOWN * all
}

/** Two responses and a label that names them; one that does not is another layout. */
const named =
  (prompt: string | null, [a, b]: readonly [string, string], label: string, turn?: string): Read =>
  (at, table) => {
    const read = readSides(table.set(at(label)), { a: at(a), b: at(b), ends: ['a', 'b'] }, at(label))
    if (!read || read.certainty < 0.9) return null
    const { aWins, bWins, ties } = read
    return {
      kind: 'labelled',
      prompt: prompt === null ? null : at(prompt),
      a: at(a),
      b: at(b),
      label: at(label),
      aWins: [...aWins],
      bWins: [...bWins],
      ties: [...ties],
      ...(turn === undefined ? {} : { turn: table.column(turn) }),
    }
  }

const ranked =
  (
    prompt: string,
    answers: string,
    response: string | null,
    score: string,
    better: 'higher' | 'lower',
  ): Read =>
  (at, table) => {
    const list = at(answers)
    const inside = (name: string) => `${list}.0.${name}`
    const there =
      response === null ? true : [response, score].every((name) => table.values(inside(name)).length > 0)
    if (!there) return null
    return {
      kind: 'ranked',
      prompt: at(prompt),
      answers: list,
      response,
      score: response === null ? at(score) : score,
      better,
      rule: 'best-worst',
    }
  }

/** A score of the second response over the first: negative where the first is better. */
const SIGNED: LabelValues = { aWins: ['< 0'], bWins: ['> 0'], ties: ['0'] }

/** Most specific first: of layouts that fit equally well the first is taken. */
export const PAIR_LAYOUTS: readonly Layout[] = [
  layout(
    'openai',
    'OpenAI preference',
    { input: 'messages', preferred_output: 'turns', non_preferred_output: 'turns' },
    1,
    columns('input', 'preferred_output', 'non_preferred_output'),
  ),
  layout(
    'lmarena',
    'LMArena, two conversations and a winner',
    { conversation_a: 'turns', conversation_b: 'turns', winner: 'label' },
    1,
    named(null, ['conversation_a', 'conversation_b'], 'winner', 'turn'),
  ),
  layout(
    'lmarena-55k',
    'LMArena 55k, lists of turns',
    {
      prompt: 'texts',
      response_a: 'texts',
      response_b: 'texts',
      winner_model_a: 'number',
      winner_model_b: 'number',
    },
    1,
    (at) => ({
      kind: 'scored',
      prompt: at('prompt'),
      a: at('response_a'),
      b: at('response_b'),
      aScore: at('winner_model_a'),
      bScore: at('winner_model_b'),
      better: 'higher',
    }),
  ),
  layout(
    'arena-text',
    'Arena, two responses and a winner',
    { prompt: 'said', response_a: 'said', response_b: 'said', winner: 'label' },
    0.97,
    named('prompt', ['response_a', 'response_b'], 'winner'),
  ),
  layout(
    'shp',
    'SHP, two comments and which is preferred',
    { history: 'text', human_ref_a: 'text', human_ref_b: 'text', labels: 'number' },
    1,
    labelled('history', ['human_ref_a', 'human_ref_b'], 'labels', { aWins: ['1'], bWins: ['0'], ties: [] }),
  ),
  layout(
    'pku-saferlhf',
    'PKU-SafeRLHF',
    { prompt: 'text', response_0: 'text', response_1: 'text', better_response_id: 'number' },
    1,
    labelled('prompt', ['response_0', 'response_1'], 'better_response_id', {
      aWins: ['0'],
      bWins: ['1'],
      ties: [],
    }),
  ),
  layout(
    'summarize-feedback',
    'OpenAI summaries with feedback',
    { info: 'record', summaries: 'list', choice: 'number' },
    0.97,
    (at, table) => {
      const prompt = ['post', 'article']
        .map((name) => `${at('info')}.${name}`)
        .find((path) => table.values(path).length > 0)
      if (prompt === undefined) return null
      return {
        kind: 'labelled',
        prompt,
        a: `${at('summaries')}.0.text`,
        b: `${at('summaries')}.1.text`,
        label: at('choice'),
        aWins: ['0'],
        bWins: ['1'],
        ties: [],
      }
    },
  ),
  layout(
    'webgpt',
    'WebGPT comparisons',
    { question: 'any', answer_0: 'text', answer_1: 'text', score_0: 'number', score_1: 'number' },
    0.97,
    (at, table) => {
      const full = `${at('question')}.full_text`
      return {
        kind: 'scored',
        prompt: table.values(full).length > 0 ? full : at('question'),
        a: at('answer_0'),
        b: at('answer_1'),
        aScore: at('score_0'),
        bScore: at('score_1'),
        better: 'higher',
      }
    },
  ),
  layout(
    'two-scores',
    'two responses with two scores',
    { prompt: 'said', response_a: 'said', response_b: 'said', score_a: 'number', score_b: 'number' },
    0.9,
    (at) => ({
      kind: 'scored',
      prompt: at('prompt'),
      a: at('response_a'),
      b: at('response_b'),
      aScore: at('score_a'),
      bScore: at('score_b'),
      better: 'higher',
    }),
  ),
  layout(
    'wimhf',
    'two responses and a label (WIMHF), 1 where response_A is preferred',
    { prompt: 'said', response_A: 'text', response_B: 'text', label: 'label' },
    0.95,
    labelled('prompt', ['response_A', 'response_B'], 'label', {
      aWins: ['1', 'true'],
      bWins: ['0', 'false'],
      ties: ['tie', '0.5'],
    }),
  ),
  layout(
    'llmbar',
    'LLMBar, two outputs and a label',
    { input: 'text', output_1: 'text', output_2: 'text', label: 'number' },
    0.95,
    (at, table) => {
      // 0 beside 1 alone counts from 0; beside 2 it is a tie.
      if (!table.set(at('label')).has('2')) return null
      return labelled('input', ['output_1', 'output_2'], 'label', {
        aWins: ['1'],
        bWins: ['2'],
        ties: ['0'],
      })(at, table)
    },
  ),
  layout(
    'alpaca-eval',
    'AlpacaEval annotations',
    { instruction: 'text', output_1: 'text', output_2: 'text', preference: 'number' },
    1,
    (at, table) => {
      const read = labelled('instruction', ['output_1', 'output_2'], 'preference', {
        aWins: ['1 to 1.5'],
        bWins: ['1.5 to 2'],
        ties: ['1.5', '0'],
      })(at, table)
      return read && ({ ...read, input: table.column('input') } as Mapping)
    },
  ),
  layout(
    'pandalm',
    'PandaLM, majority of three annotators',
    {
      instruction: 'text',
      response1: 'text',
      response2: 'text',
      annotator1: 'number',
      annotator2: 'number',
      annotator3: 'number',
    },
    1,
    (at, table) => {
      const read = labelled(
        'instruction',
        ['response1', 'response2'],
        ['annotator1', 'annotator2', 'annotator3'],
        { aWins: ['1'], bWins: ['2'], ties: ['0'] },
      )(at, table)
      return read && ({ ...read, input: table.column('input') } as Mapping)
    },
  ),
  layout(
    'helpsteer3',
    'HelpSteer3 preference',
    { context: 'turns', response1: 'text', response2: 'text', overall_preference: 'number' },
    1,
    labelled('context', ['response1', 'response2'], 'overall_preference', SIGNED),
  ),
  layout(
    'helpsteer2',
    'HelpSteer2 preference',
    { prompt: 'text', response_1: 'text', response_2: 'text', preference_strength: 'number' },
    1,
    labelled('prompt', ['response_1', 'response_2'], 'preference_strength', SIGNED),
  ),
  layout(
    'nectar',
    'Nectar, ranked answers',
    { prompt: 'said', answers: 'list', num_responses: 'number' },
    0.95,
    ranked('prompt', 'answers', 'answer', 'rank', 'lower'),
  ),
  layout(
    'ultrafeedback-raw',
    'UltraFeedback, completions with scores',
    { instruction: 'said', completions: 'list' },
    0.95,
    ranked('instruction', 'completions', 'response', 'overall_score', 'higher'),
  ),
  layout(
    'stack-exchange-preferences',
    'Stack Exchange preferences, answers with scores',
    { question: 'said', answers: 'list' },
    0.95,
    ranked('question', 'answers', 'text', 'pm_score', 'higher'),
  ),
  layout(
    'nemo-completions',
    'NeMo-RL preference, ranked completions',
    { context: 'said', completions: 'list' },
    0.97,
    ranked('context', 'completions', 'completion', 'rank', 'lower'),
  ),
  layout(
    'distilabel',
    'distilabel, generations with ratings',
    { input: 'said', generations: 'texts', rating: 'list' },
    0.9,
    ranked('input', 'generations', null, 'rating', 'higher'),
  ),
  layout(
    'distilabel-ratings',
    'distilabel, generations with ratings',
    { instruction: 'said', generations: 'texts', ratings: 'list' },
    0.9,
    ranked('instruction', 'generations', null, 'ratings', 'higher'),
  ),
  layout(
    'prism',
    'PRISM utterances with scores',
    { user_prompt: 'text', model_response: 'text', score: 'number', interaction_id: 'label' },
    0.9,
    (at) => ({
      kind: 'rows',
      prompt: at('user_prompt'),
      response: at('model_response'),
      score: at('score'),
      better: 'higher',
    }),
  ),
  layout(
    'swift',
    'ms-swift preference, messages and a rejected response',
    { messages: 'turns', rejected_response: 'said' },
    0.98,
    columns(null, 'messages', 'rejected_response'),
  ),
  layout(
    'swift-messages',
    'ms-swift preference, messages and rejected messages',
    { messages: 'turns', rejected_messages: 'turns' },
    0.98,
    columns(null, 'messages', 'rejected_messages'),
  ),
  layout(
    'step-dpo',
    'Step-DPO, a step after the steps before it',
    { prompt: 'text', initial_reason_steps: 'text', chosen: 'text', rejected: 'text' },
    0.98,
    (at) => ({
      kind: 'columns',
      prompt: at('prompt'),
      prefill: at('initial_reason_steps'),
      chosen: at('chosen'),
      rejected: at('rejected'),
    }),
  ),
  layout(
    'stack-exchange-paired',
    'Stack Exchange paired (StackLLaMA), response_j preferred',
    { question: 'text', response_j: 'text', response_k: 'text' },
    0.95,
    columns('question', 'response_j', 'response_k'),
  ),
  layout(
    'llamafactory-outputs',
    'LLaMA-Factory preference, a list of two outputs',
    { instruction: 'text', output: 'texts' },
    0.9,
    (at, table) =>
      table.values(at('output')).every((value) => !Array.isArray(value) || value.length === 2)
        ? {
            kind: 'columns',
            prompt: at('instruction'),
            input: table.column('input'),
            history: table.column('history'),
            chosen: `${at('output')}.0`,
            rejected: `${at('output')}.1`,
          }
        : null,
  ),
  layout(
    'ultrafeedback',
    'UltraFeedback-binarized',
    { prompt: 'text', chosen: 'turns', rejected: 'turns', score_chosen: 'number', score_rejected: 'number' },
    1,
    columns('prompt'),
  ),
  layout(
    'llamafactory-sharegpt',
    'LLaMA-Factory preference, ShareGPT layout',
    { conversations: 'turns', chosen: 'turn', rejected: 'turn' },
    1,
    columns('conversations'),
  ),
  layout(
    'messages',
    'Axolotl or LLaMA-Factory preference, messages',
    { messages: 'turns', chosen: 'turn', rejected: 'turn' },
    1,
    columns('messages'),
  ),
  layout(
    'llamafactory-alpaca',
    'LLaMA-Factory preference, Alpaca layout',
    { instruction: 'text', chosen: 'text', rejected: 'text' },
    0.97,
    alpaca('chosen', 'rejected'),
  ),
  layout(
    'axolotl-argilla',
    'Axolotl preference (argilla)',
    { instruction: 'text', chosen_response: 'text', rejected_response: 'text' },
    0.97,
    alpaca('chosen_response', 'rejected_response'),
  ),
  layout(
    'axolotl-intel',
    'Axolotl preference (intel)',
    { question: 'text', chosen: 'text', rejected: 'text' },
    0.97,
    columns('question'),
  ),
  layout(
    'axolotl-icr',
    'Axolotl preference (icr)',
    { input: 'text', chosen: 'text', rejected: 'text' },
    0.95,
    columns('input'),
  ),
  layout(
    'trl-messages',
    'TRL preference, messages, explicit prompt',
    { prompt: 'said', chosen: 'turns', rejected: 'turns' },
    0.98,
    columns('prompt'),
  ),
  layout(
    'trl-lists',
    'TRL preference, lists of texts',
    { prompt: 'said', chosen: 'texts', rejected: 'texts' },
    0.9,
    columnsOfLists,
  ),
  layout(
    'trl-text',
    'TRL preference, text, explicit prompt',
    { prompt: 'said', chosen: 'text', rejected: 'text' },
    0.98,
    columns('prompt'),
  ),
  layout(
    'trl-messages-implicit',
    'TRL preference, messages, implicit prompt',
    { chosen: 'turns', rejected: 'turns' },
    0.97,
    columns(null),
  ),
  layout('hh', 'Anthropic HH transcripts', { chosen: 'hh', rejected: 'hh' }, 0.97, columns(null)),
  layout(
    'templated',
    'text with a chat template, implicit prompt',
    { chosen: 'marked', rejected: 'marked' },
    0.96,
    columns(null),
  ),
  layout(
    'trl-text-implicit',
    'TRL preference, text, implicit prompt',
    { chosen: 'text', rejected: 'text' },
    0.6,
    columns(null),
  ),
]

/** The first text of each list: others are not in a pair. */
function columnsOfLists(at: (name: string) => string): Mapping {
  return {
    kind: 'columns',
    prompt: at('prompt'),
    chosen: `${at('chosen')}.0`,
    rejected: `${at('rejected')}.0`,
  }
}

/** One response a row with a label; how sure the label makes us is judged by all its values. */
const judged =
  (prompt: string | null, response: string, label: string, more: 'alpaca' | null = null): Read =>
  (at, table) => {
    const read = readJudged(table.set(at(label)), at(label))
    if (!read) return null
    const context =
      more === 'alpaca' ? { input: table.column('input'), history: table.column('history') } : {}
    const mapping = {
      kind: 'judged' as const,
      prompt: prompt === null ? null : at(prompt),
      ...context,
      response: at(response),
      label: at(label),
      ...bothSides(read),
    }
    return { mapping, certainty: read.certainty, because: read.because }
  }

/** Values on both sides: where a flag's other value does not occur, it is there all the same. */
function bothSides({ good, bad }: JudgedReading): { good: string[]; bad: string[] } {
  const other = (values: readonly string[], of: readonly string[]) =>
    values.length > 0
      ? [...values]
      : of.map((value) => ({ true: 'false', false: 'true', '1': '0', '0': '1' })[value] ?? `not ${value}`)
  return { good: other(good, bad), bad: other(bad, good) }
}

export { bothSides }

const KTO_LABELS = ['label', 'kto_tag'] as const
const PROMPTS = ['prompt', 'question', 'instruction', 'input', 'query']
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
  'is_good',
]

/** Columns of other tools, in any combination. */
const thumbs = RESPONSES.flatMap((response) =>
  LABELS.flatMap((label) => [
    ...PROMPTS.map((prompt) =>
      layout(
        'responses',
        'Single responses, unpaired',
        { [prompt]: 'said', [response]: 'said', [label]: 'label' },
        0.9,
        judged(prompt, response, label),
      ),
    ),
    layout(
      'responses',
      'Single responses without prompts, unpaired',
      { [response]: 'said', [label]: 'label' },
      0.8,
      judged(null, response, label),
    ),
  ]),
)

/** Most specific first, as in PAIR_LAYOUTS. */
export const RESPONSE_LAYOUTS: readonly Layout[] = [
  layout(
    'trl-kto-messages',
    'TRL KTO, messages, unpaired',
    { prompt: 'said', completion: 'turns', label: 'label' },
    0.98,
    judged('prompt', 'completion', 'label'),
  ),
  layout(
    'trl-kto',
    'TRL KTO, unpaired',
    { prompt: 'said', completion: 'text', label: 'label' },
    0.97,
    judged('prompt', 'completion', 'label'),
  ),
  ...KTO_LABELS.flatMap((label) =>
    ['messages', 'conversations'].map((name) =>
      layout(
        'llamafactory-kto',
        'LLaMA-Factory KTO, unpaired',
        { [name]: 'turns', [label]: 'label' },
        0.97,
        judged(null, name, label),
      ),
    ),
  ),
  layout(
    'llamafactory-kto-alpaca',
    'LLaMA-Factory KTO, Alpaca layout, unpaired',
    { instruction: 'text', output: 'text', kto_tag: 'label' },
    0.97,
    judged('instruction', 'output', 'kto_tag', 'alpaca'),
  ),
  ...thumbs,
]
