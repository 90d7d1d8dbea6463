import { random, type Random } from '../../../src/core/random.ts'

/*
 * Random data in every layout: what a row is (`Made`), and how each layout writes it. Texts have line ends,
 * quotation marks, several scripts, marks of formats; conversations have system turns, tool calls and keys
 * that no layout knows.
 */

export type Message = Readonly<Record<string, unknown>> & { readonly role: string; readonly content: string }

/** A row: what is asked, the better and the worse answer, and which side of two is the better one. */
export interface Made {
  readonly prompt: readonly Message[]
  readonly good: string
  readonly bad: string
  /** 0 where the better answer stands first. */
  readonly side: 0 | 1
  readonly tie: boolean
  readonly extra: Readonly<Record<string, unknown>>
}

export interface LayoutWriter {
  /** Whether it holds conversations, or one question as text. */
  readonly holds: 'messages' | 'text'
  /** Whether a row can be a tie. */
  readonly ties?: boolean
  /** Whether every row is one response, the good one or the bad one. */
  readonly single?: boolean
  /** Whether pairs have rows of their own, so that rows are not written back as they came. */
  readonly own?: boolean
  readonly id: string
  row(made: Made): Record<string, unknown>
}

const PIECES = [
  ...[
    'Yes, of course.',
    'ok',
    'Первый ответ',
    '第二个答案',
    'مرحبا',
    'naïve café',
    'e\u0301',
    '👩‍👩‍👧 ok',
    'a\tb',
    'two  spaces',
  ],
  ...[
    'line one\nline two',
    'a\r\nb',
    '"quoted"',
    "it's",
    'a, b; c',
    '{"json": [1]}',
    '[1, 2]',
    '<b>bold</b>',
    'C:\\new',
    '\\n',
  ],
  ...[
    '=SUM(A1)',
    '-1',
    '3.50',
    'null',
    'NaN',
    'true',
    '# Title\n\n- a\n- b',
    '```py\nx = 1\n```',
    '$x^2$',
    '\u00a0nbsp',
    '\u2028sep',
  ],
]

const pick = <T>(items: readonly T[], rng: Random): T => items[Math.floor(rng() * items.length)]!
const text = (rng: Random): string =>
  Array.from({ length: 1 + Math.floor(4 * rng()) }, () => pick(PIECES, rng)).join(
    pick([' ', '\n', '\n\n'], rng),
  )

const EXTRAS: readonly ((rng: Random, i: number) => readonly [string, unknown])[] = [
  (_, i) => ['row_no', i],
  (rng) => ['origin', pick(['web', 'books', ''], rng)],
  (rng) => ['difficulty', Math.round(1000 * rng()) / 8],
  (rng) => ['__proto__x', pick([null, [], {}, [1, 'a', null], { deep: { er: ['ü'] } }], rng)],
  (rng) => ['checked', rng() < 0.5],
  (rng) => ['remark', text(rng)],
]

function promptOf(rng: Random, holds: LayoutWriter['holds'], i: number): Message[] {
  const asked = { role: 'user', content: `${i}: ${text(rng)}` }
  if (holds === 'text') return [asked]
  const before: Message[] = []
  if (rng() < 0.4) before.push({ role: 'system', content: text(rng) })
  if (rng() < 0.4) {
    before.push({ role: 'user', content: text(rng), ...(rng() < 0.5 ? { name: 'Ada' } : {}) })
    if (rng() < 0.5) {
      const call = { id: `c${i}`, type: 'function', function: { name: 'look', arguments: '{"at": "x"}' } }
      before.push({ role: 'assistant', content: '', tool_calls: [call] })
      before.push({ role: 'tool', content: '{"found": 3}', tool_call_id: `c${i}` })
    }
    before.push({ role: 'assistant', content: text(rng), weight: 0, 'unknown key': [1, { a: null }] })
  }
  return [...before, asked]
}

/** The same rows for the same seed. */
export function makeRows(writer: LayoutWriter, seed: number, count: number): Made[] {
  const rng = random(seed)
  const kinds = EXTRAS.filter(() => rng() < 0.6)
  return Array.from({ length: count }, (_, i) => ({
    prompt: promptOf(rng, writer.holds, i),
    good: `${text(rng)} (good ${i})`,
    bad: `${text(rng)} (bad ${i})`,
    // Both sides occur whatever the seed is.
    side: (i < 2 ? i : rng() < 0.5 ? 0 : 1) as 0 | 1,
    tie: writer.ties === true && i > 2 && rng() < 0.2,
    extra: Object.fromEntries(kinds.map((kind) => kind(rng, i))),
  }))
}

const asked = ({ prompt }: Made): string => prompt.at(-1)!.content
const said = (content: string) => ({ role: 'assistant', content })
const two = ({ good, bad, side }: Made): [string, string] => (side === 0 ? [good, bad] : [bad, good])
const either = <T>({ side, tie }: Made, first: T, second: T, even: T): T =>
  tie ? even : side === 0 ? first : second
const SPEAKERS: Readonly<Record<string, string>> = { user: 'human', assistant: 'gpt', system: 'system' }
const shareGpt = (messages: readonly Message[]) =>
  messages.map(({ role, content, ...rest }) => ({ from: SPEAKERS[role] ?? role, value: content, ...rest }))

const texts = (id: string, prompt: string, chosen = 'chosen', rejected = 'rejected'): LayoutWriter => ({
  id,
  holds: 'text',
  row: (made) => ({ [prompt]: asked(made), [chosen]: made.good, [rejected]: made.bad, ...made.extra }),
})

const labelled = (
  id: string,
  [prompt, a, b, label]: readonly [string, string, string, string],
  values: readonly [unknown, unknown, unknown?],
): LayoutWriter => ({
  id,
  holds: 'text',
  ties: values.length === 3,
  row: (made) => {
    const [first, second] = two(made)
    const value = either(made, values[0], values[1], values[2])
    return { [prompt]: asked(made), [a]: first, [b]: second, [label]: value, ...made.extra }
  },
})

const scored = (id: string, names: readonly [string, string, string, string, string]): LayoutWriter => ({
  id,
  holds: 'text',
  ties: true,
  row: (made) => {
    const [prompt, a, b, aScore, bScore] = names
    const [first, second] = two(made)
    return {
      ...{ [prompt]: asked(made), [a]: first, [b]: second },
      ...{ [aScore]: either(made, 4.5, 1, 2), [bScore]: either(made, 1, 4.5, 2) },
      ...made.extra,
    }
  },
})

const answers = (
  id: string,
  names: readonly [prompt: string, list: string, text: string, score: string],
  scores: readonly [good: number, bad: number],
  more: Record<string, unknown> = {},
): LayoutWriter => ({
  id,
  holds: 'text',
  ties: true,
  row: (made) => {
    const [prompt, list, name, score] = names
    const [first, second] = two(made)
    const rank = (text: string) => (made.tie || text === made.good ? scores[0] : scores[1])
    return {
      [prompt]: asked(made),
      [list]: [first, second].map((text) => ({ [name]: text, [score]: rank(text), model: 'm' })),
      ...more,
      ...made.extra,
    }
  },
})

const single = (
  id: string,
  row: (made: Made, response: string, good: boolean) => Record<string, unknown>,
  holds: LayoutWriter['holds'] = 'text',
): LayoutWriter => ({
  id,
  holds,
  single: true,
  row: (made) => ({ ...row(made, made.side === 0 ? made.good : made.bad, made.side === 0), ...made.extra }),
})

const field = (made: Made) => {
  const [first, second] = two(made)
  return { prompt: asked(made), 'reply-1': first, 'reply-2': second }
}
const order = (made: Made) => (made.side === 0 ? ['reply-1', 'reply-2'] : ['reply-2', 'reply-1'])

export const WRITERS: readonly LayoutWriter[] = [
  texts('trl-text', 'prompt'),
  texts('axolotl-intel', 'question'),
  texts('axolotl-icr', 'input'),
  texts('axolotl-argilla', 'instruction', 'chosen_response', 'rejected_response'),
  texts('llamafactory-alpaca', 'instruction'),
  texts('stack-exchange-paired', 'question', 'response_j', 'response_k'),
  {
    id: 'hh',
    holds: 'text',
    row: (made) => {
      const whole = (answer: string) => `\n\nHuman: ${asked(made)}\n\nAssistant: ${answer}`
      return { chosen: whole(made.good), rejected: whole(made.bad), ...made.extra }
    },
  },
  {
    id: 'trl-messages',
    holds: 'messages',
    row: ({ prompt, good, bad, extra }) => ({
      prompt,
      chosen: [said(good)],
      rejected: [said(bad)],
      ...extra,
    }),
  },
  {
    id: 'trl-messages-implicit',
    holds: 'messages',
    row: ({ prompt, good, bad, extra }) => ({
      chosen: [...prompt, said(good)],
      rejected: [...prompt, said(bad)],
      ...extra,
    }),
  },
  {
    id: 'trl-lists',
    holds: 'text',
    own: true,
    row: (made) => ({
      prompt: asked(made),
      chosen: [made.good, `${made.good} 2`],
      rejected: [made.bad, `${made.bad} 2`],
      ...made.extra,
    }),
  },
  {
    id: 'ultrafeedback',
    holds: 'text',
    row: (made) => ({
      prompt: asked(made),
      chosen: [made.prompt.at(-1)!, said(made.good)],
      rejected: [made.prompt.at(-1)!, said(made.bad)],
      score_chosen: 8.5,
      score_rejected: 3,
      ...made.extra,
    }),
  },
  {
    id: 'llamafactory-sharegpt',
    holds: 'messages',
    row: ({ prompt, good, bad, extra }) => ({
      conversations: shareGpt(prompt),
      chosen: { from: 'gpt', value: good },
      rejected: { from: 'gpt', value: bad },
      ...extra,
    }),
  },
  {
    id: 'messages',
    holds: 'messages',
    row: ({ prompt, good, bad, extra }) => ({
      messages: prompt,
      chosen: said(good),
      rejected: said(bad),
      ...extra,
    }),
  },
  {
    id: 'openai',
    holds: 'messages',
    row: ({ prompt, good, bad, extra }) => ({
      input: { messages: prompt, tools: [], parallel_tool_calls: true },
      preferred_output: [said(good)],
      non_preferred_output: [said(bad)],
      ...extra,
    }),
  },
  {
    id: 'swift',
    holds: 'messages',
    row: ({ prompt, good, bad, extra }) => ({
      messages: [...prompt, said(good)],
      rejected_response: bad,
      ...extra,
    }),
  },
  {
    id: 'swift-messages',
    holds: 'messages',
    row: ({ prompt, good, bad, extra }) => ({
      messages: [...prompt, said(good)],
      rejected_messages: [...prompt, said(bad)],
      ...extra,
    }),
  },
  {
    id: 'lmarena',
    holds: 'messages',
    ties: true,
    row: (made) => {
      const [first, second] = two(made)
      return {
        ...{ model_a: 'm1', model_b: 'm2', winner: either(made, 'model_a', 'model_b', 'tie (bothbad)') },
        conversation_a: [...made.prompt, said(first)],
        conversation_b: [...made.prompt, said(second)],
        ...made.extra,
      }
    },
  },
  labelled('arena-text', ['prompt', 'response_a', 'response_b', 'winner'], ['model_a', 'model_b', 'tie']),
  labelled('shp', ['history', 'human_ref_A', 'human_ref_B', 'labels'], [1, 0]),
  labelled('pku-saferlhf', ['prompt', 'response_0', 'response_1', 'better_response_id'], [0, 1]),
  labelled('wimhf', ['prompt', 'response_A', 'response_B', 'label'], [1, 0, 'tie']),
  labelled('llmbar', ['input', 'output_1', 'output_2', 'label'], [1, 2]),
  labelled('alpaca-eval', ['instruction', 'output_1', 'output_2', 'preference'], [1, 2, 1.5]),
  labelled('helpsteer2', ['prompt', 'response_1', 'response_2', 'preference_strength'], [-2, 1, 0]),
  scored('webgpt', ['question', 'answer_0', 'answer_1', 'score_0', 'score_1']),
  scored('two-scores', ['prompt', 'response_a', 'response_b', 'score_a', 'score_b']),
  {
    id: 'helpsteer3',
    holds: 'messages',
    ties: true,
    row: (made) => {
      const [response1, response2] = two(made)
      return {
        context: made.prompt,
        response1,
        response2,
        overall_preference: either(made, -3, 1, 0),
        ...made.extra,
      }
    },
  },
  answers('nectar', ['prompt', 'answers', 'answer', 'rank'], [1, 2], { num_responses: 2 }),
  answers('ultrafeedback-raw', ['instruction', 'completions', 'response', 'overall_score'], [9, 2.5]),
  answers('stack-exchange-preferences', ['question', 'answers', 'text', 'pm_score'], [7, 0]),
  {
    id: 'distilabel',
    holds: 'text',
    ties: true,
    row: (made) => ({
      input: asked(made),
      generations: two(made),
      rating: either(made, [5, 2], [2, 5], [3, 3]),
      ...made.extra,
    }),
  },
  {
    id: 'argilla',
    holds: 'text',
    row: (made) => ({
      fields: field(made),
      responses: [
        {
          user_id: 'u',
          status: 'submitted',
          values: { preference: { value: order(made).map((value, i) => ({ rank: i + 1, value })) } },
        },
      ],
      suggestions: [],
      metadata: made.extra,
    }),
  },
  {
    id: 'argilla',
    holds: 'text',
    row: (made) => ({
      id: 'r',
      fields: field(made),
      metadata: made.extra,
      suggestions: {},
      responses: { preference: [{ value: order(made), user_id: 'u' }] },
      vectors: {},
      _server_id: 's',
    }),
  },
  {
    id: 'label-studio',
    holds: 'text',
    row: (made) => {
      const [left, right] = two(made)
      const result = {
        from_name: 'pw',
        type: 'pairwise',
        value: { selected: either(made, 'left', 'right', 'left') },
      }
      return {
        id: 1,
        data: { prompt: asked(made), text_left: left, text_right: right, ...made.extra },
        annotations: [{ id: 2, was_cancelled: false, result: [result] }],
      }
    },
  },
  {
    id: 'prism-conversations',
    holds: 'text',
    own: true,
    row: (made) => ({
      conversation_id: 'c',
      conversation_history: [
        { turn: 0, role: 'user', content: asked(made), score: null, if_chosen: null },
        ...two(made).map((content) => ({
          turn: 0,
          role: 'model',
          content,
          score: content === made.good ? 90 : 10,
          if_chosen: content === made.good,
        })),
      ],
      ...made.extra,
    }),
  },
  single('trl-kto', (made, completion, label) => ({ prompt: asked(made), completion, label })),
  single(
    'trl-kto-messages',
    ({ prompt }, response, label) => ({ prompt, completion: [said(response)], label }),
    'messages',
  ),
  single(
    'llamafactory-kto',
    ({ prompt }, response, kto_tag) => ({ messages: [...prompt, said(response)], kto_tag }),
    'messages',
  ),
  single('llamafactory-kto-alpaca', (made, output, kto_tag) => ({
    instruction: asked(made),
    output,
    kto_tag,
  })),
]
