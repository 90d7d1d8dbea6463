import { alpaca, columns, labelled, type LabelValues, layout, type Layout, named, ranked } from './layout.ts'
import { answersAt } from './list-pairs.ts'
import type { Mapping } from './mapping.ts'
import { valuesAt } from './paths.ts'
import type { Table } from './table.ts'

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
    0.97,
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
    0.97,
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
    0.97,
    labelled('history', ['human_ref_a', 'human_ref_b'], 'labels', { aWins: ['1'], bWins: ['0'], ties: [] }),
  ),
  layout(
    'pku-saferlhf',
    'PKU-SafeRLHF',
    { prompt: 'text', response_0: 'text', response_1: 'text', better_response_id: 'number' },
    0.97,
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
    0.97,
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
    0.97,
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
    0.97,
    labelled('context', ['response1', 'response2'], 'overall_preference', SIGNED),
  ),
  layout(
    'helpsteer2',
    'HelpSteer2 preference',
    { prompt: 'text', response_1: 'text', response_2: 'text', preference_strength: 'number' },
    0.97,
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
    'prism-conversations',
    'PRISM conversations, several answers a turn',
    { conversation_history: 'turns' },
    0.97,
    (at, table) => {
      const conversation = at('conversation_history')
      if (!table.paths.includes(conversation) || !marksAnswers(table, conversation)) return null
      return { kind: 'branches', prompt: null, conversation, chosen: 'if_chosen', score: 'score' }
    },
  ),
  layout(
    'swift',
    'ms-swift preference, messages and a rejected response',
    { messages: 'turns', rejected_response: 'said' },
    0.975,
    columns(null, 'messages', 'rejected_response'),
  ),
  layout(
    'swift-messages',
    'ms-swift preference, messages and rejected messages',
    { messages: 'turns', rejected_messages: 'turns' },
    0.975,
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

/** Lists of the same lengths are paired by place, others each with each. */
function columnsOfLists(at: (name: string) => string, table: Table): Mapping {
  const [chosen, rejected] = [at('chosen'), at('rejected')]
  const lengths = table.sample.map((record) => [
    answersAt(record, chosen).length,
    answersAt(record, rejected).length,
  ])
  const one = lengths.every(([a, b]) => a! <= 1 && b! <= 1)
  const same = lengths.every(([a, b]) => a === b)
  const lists = one ? 'first' : same ? 'matched' : 'all'
  return { kind: 'columns', prompt: at('prompt'), chosen, rejected, lists }
}

/** Whether messages say which of them were chosen. */
const marksAnswers = (table: Table, conversation: string): boolean =>
  table.sample.some((record) => valuesAt(record, `${conversation}.*.if_chosen`).length > 0)
