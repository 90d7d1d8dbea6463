import { z } from 'zod'

/*
 * Each trainer's own reading of its format, written from its documentation or source: what it makes of a row.
 * All give the same thing, a prompt as messages and two responses, so that they can be compared.
 */

export interface Read {
  readonly prompt: readonly { readonly role: string; readonly content: string }[]
  readonly chosen: string
  readonly rejected: string
  readonly margin?: number | undefined
}

const message = z.object({ role: z.string(), content: z.string() })
const messages = z.array(message).min(1)
const assistantText = (turns: readonly z.infer<typeof message>[]) =>
  turns
    .filter(({ role }) => role === 'assistant')
    .map(({ content }) => content)
    .join('\n\n')

/**
 * TRL's is_conversational: a list whose first item has a role. Text is prompt + completion, as it
 * stands.
 */
const said = z.union([messages, z.string()])
const asPrompt = (prompt: z.infer<typeof said>) =>
  typeof prompt === 'string' ? [{ role: 'user', content: prompt }] : prompt
const asText = (response: z.infer<typeof said>) =>
  typeof response === 'string' ? response : assistantText(response)

/** DPOTrainer: "prompt", "chosen" and "rejected" of one kind. */
export function readTrlDpo(row: unknown): Read {
  const { prompt, chosen, rejected } = z.object({ prompt: said, chosen: said, rejected: said }).parse(row)
  if (new Set([prompt, chosen, rejected].map((value) => typeof value)).size > 1)
    throw new Error('mixed kinds')
  return { prompt: asPrompt(prompt), chosen: asText(chosen), rejected: asText(rejected) }
}

/** RewardTrainer: the same, and a "margin" that its collator makes a float tensor of. */
export const readTrlReward = (row: unknown): Read => ({
  ...readTrlDpo(row),
  margin: z.object({ margin: z.number() }).parse(row).margin,
})

interface Answer {
  readonly prompt: Read['prompt']
  readonly text: string
  readonly label: boolean
}

/** The two answers to each prompt, wherever they stand. */
function paired(answers: readonly Answer[]): Read[] {
  const prompts = [...new Set(answers.map(({ prompt }) => JSON.stringify(prompt)))]
  return prompts.map((key) => {
    const two = answers.filter(({ prompt }) => JSON.stringify(prompt) === key)
    const [good, bad] = [two.find(({ label }) => label)!, two.find(({ label }) => !label)!]
    return { prompt: good.prompt, chosen: good.text, rejected: bad.text }
  })
}

/**
 * KTOTrainer: "prompt", "completion" and a boolean "label"; "chosen" and "rejected" it would take for
 * a pair.
 */
export const readKto = (rows: readonly unknown[]): Read[] =>
  paired(
    rows.map((row) => {
      const never = z.undefined().optional()
      const { prompt, completion, label } = z
        .object({ prompt: said, completion: said, label: z.boolean(), chosen: never, rejected: never })
        .parse(row)
      return { prompt: asPrompt(prompt), text: asText(completion), label }
    }),
  )

/** Axolotl's chatml.argilla_chat: the last message is the response, what is before it the prompt. */
export const readAxolotlKto = (rows: readonly unknown[]): Read[] =>
  paired(
    rows.map((row) => {
      const { completion, label } = z.object({ completion: messages, label: z.boolean() }).parse(row)
      return { prompt: completion.slice(0, -1), text: completion.at(-1)!.content, label }
    }),
  )

/** Axolotl's bradley_terry.chat_template: a system message where the cell is not empty, one question. */
export function readAxolotlReward(row: unknown): Read {
  const { system, input, chosen, rejected } = z
    .object({ system: z.string(), input: z.string(), chosen: z.string(), rejected: z.string() })
    .parse(row)
  const before = system === '' ? [] : [{ role: 'system', content: system }]
  return { prompt: [...before, { role: 'user', content: input }], chosen, rejected }
}

/**
 * ms-swift: `messages` and `rejected_messages` of the roles that it knows, and a margin for reward
 * models.
 */
export function readMsSwift(row: unknown): Read {
  const role = z.enum(['system', 'user', 'assistant', 'tool', 'tool_call', 'tool_response'])
  const turns = z.array(z.object({ role, content: z.string() })).min(2)
  const never = z.undefined().optional()
  const data = z
    .object({
      messages: turns,
      rejected_messages: turns,
      margin: z.number(),
      rejected_response: never,
      label: never,
    })
    .parse(row)
  return {
    prompt: data.messages.slice(0, -1),
    chosen: data.messages.at(-1)!.content,
    rejected: data.rejected_messages.at(-1)!.content,
    margin: data.margin,
  }
}

/** NeMo-RL's preference_preprocessor: two completions, the lower rank preferred. */
export function readNemoRl(row: unknown): Read {
  const completion = z.object({ rank: z.int(), completion: messages })
  const data = z.object({ context: messages, completions: z.tuple([completion, completion]) }).parse(row)
  const [first, second] = data.completions.toSorted((a, b) => a.rank - b.rank)
  return {
    prompt: data.context,
    chosen: assistantText(first!.completion),
    rejected: assistantText(second!.completion),
  }
}

/**
 * open-instruct's preference_tokenize_v1 and Axolotl's argilla_chat: all but the last message is the
 * prompt.
 */
export function readConversations(row: unknown): Read {
  const { chosen, rejected } = z
    .object({ chosen: messages, rejected: messages, prompt: z.undefined().optional() })
    .parse(row)
  return { prompt: chosen.slice(0, -1), chosen: chosen.at(-1)!.content, rejected: rejected.at(-1)!.content }
}

type Message = z.infer<typeof message>
const template = (turns: readonly Message[], generate = false) =>
  turns.map(({ role, content }) => `<${role}>${content}</>`).join('') + (generate ? '<assistant>' : '')

/** OpenRLHF's preprocess_data with --apply_chat_template and --prompt_key prompt. */
export function readOpenRlhf(row: unknown): Read {
  const data = z
    .object({ prompt: messages, chosen: messages, rejected: messages, margin: z.number() })
    .parse(row)
  const prompt = template(data.prompt, true)
  const response = (turns: readonly Message[]) =>
    template([...data.prompt, ...turns])
      .slice(prompt.length)
      .replace(/<\/>$/, '')
  return {
    prompt: data.prompt,
    chosen: response(data.chosen),
    rejected: response(data.rejected),
    margin: data.margin,
  }
}

/**
 * Axolotl's chat_template.default for DPO: an unknown role is a KeyError, a list of messages gives its
 * last. A
 * template that trims would hide a response with white space around it.
 */
export function readAxolotl(row: unknown): Read {
  const role = z.enum(['user', 'assistant', 'system', 'tool'])
  const known = z.object({ role, content: z.string() })
  const {
    messages: prompt,
    chosen,
    rejected,
  } = z.object({ messages: z.array(known), chosen: known, rejected: known }).parse(row)
  for (const { content } of [chosen, rejected]) if (content !== content.trim()) throw new Error('not trimmed')
  return { prompt, chosen: chosen.content, rejected: rejected.content }
}

/** OpenAI's validation: these fields and no others; outputs of one message of the assistant. */
export function readOpenAi(row: unknown): Read {
  const role = z.enum(['system', 'user', 'assistant', 'tool', 'developer'])
  const output = z.tuple([z.strictObject({ role: z.literal('assistant'), content: z.string().min(1) })])
  const data = z
    .strictObject({
      input: z.strictObject({ messages: z.array(z.strictObject({ role, content: z.string() })).min(1) }),
      preferred_output: output,
      non_preferred_output: output,
    })
    .parse(row)
  return {
    prompt: data.input.messages,
    chosen: data.preferred_output[0].content,
    rejected: data.non_preferred_output[0].content,
  }
}

const datasetInfo = z.record(
  z.string(),
  z.object({
    file_name: z.string(),
    ranking: z.boolean().default(false),
    formatting: z.enum(['alpaca', 'sharegpt']).default('alpaca'),
    columns: z.record(z.string(), z.string()),
    tags: z.record(z.string(), z.string()).default({}),
  }),
)

/**
 * LLaMA-Factory, KTO: conversations that end with the answer, of an even number of turns, and a
 * boolean tag.
 */
export const readLlamaFactoryKto = (rows: readonly unknown[], infoText: string): Read[] =>
  paired(
    rows.map((row) => {
      const [info] = Object.values(datasetInfo.parse(JSON.parse(infoText)))
      const record = z.record(z.string(), z.unknown()).parse(row)
      const turns = z
        .array(z.object({ from: z.string(), value: z.string() }))
        .parse(record[info!.columns['messages']!])
      const system = turns[0]?.from === info!.tags['system_tag'] ? [turns.shift()!] : []
      if (info!.ranking || turns.length % 2 !== 0) throw new Error('Invalid message count')
      const say = (role: string, { value }: { value: string }) => ({ role, content: value })
      return {
        prompt: [
          ...system.map((turn) => say('system', turn)),
          ...turns.slice(0, -1).map((turn, i) => say(i % 2 === 0 ? 'user' : 'assistant', turn)),
        ],
        text: turns.at(-1)!.value,
        label: z.boolean().parse(record[info!.columns['kto_tag']!]),
      }
    }),
  )

/** LLaMA-Factory: its converters (data/converter.py) over the columns that dataset_info.json names. */
export function readLlamaFactory(row: unknown, infoText: string): Read {
  const [info] = Object.values(datasetInfo.parse(JSON.parse(infoText)))
  const record = z.record(z.string(), z.unknown()).parse(row)
  const cell = (name: string) => record[info!.columns[name]!]
  if (info!.formatting === 'alpaca') {
    const history = z.array(z.tuple([z.string(), z.string()])).parse(cell('history'))
    const query = [z.string().parse(cell('prompt')), z.string().parse(cell('query'))].filter(
      (part) => part !== '',
    )
    const system = z.string().parse(cell('system'))
    return {
      prompt: [
        ...(system === '' ? [] : [{ role: 'system', content: system }]),
        ...history.flatMap(([question, answer]) => [
          { role: 'user', content: question },
          { role: 'assistant', content: answer },
        ]),
        { role: 'user', content: query.join('\n') },
      ],
      chosen: z.string().parse(cell('chosen')),
      rejected: z.string().parse(cell('rejected')),
    }
  }
  const tag = (name: string) => info!.tags[`${name}_tag`]!
  const read = (value: unknown) => {
    const turn = z.record(z.string(), z.string()).parse(value)
    return { speaker: turn[tag('role')]!, content: turn[tag('content')]! }
  }
  const turns = z.array(z.unknown()).parse(cell('messages')).map(read)
  const system =
    turns[0]?.speaker === tag('system') ? [{ role: 'system', content: turns.shift()!.content }] : []
  if (turns.length % 2 === 0) throw new Error('Invalid message count')
  turns.forEach(({ speaker }, i) => {
    if (speaker !== tag(i % 2 === 0 ? 'user' : 'assistant')) throw new Error('Invalid role tag')
  })
  return {
    prompt: [
      ...system,
      ...turns.map(({ content }, i) => ({ role: i % 2 === 0 ? 'user' : 'assistant', content })),
    ],
    chosen: read(cell('chosen')).content,
    rejected: read(cell('rejected')).content,
  }
}
