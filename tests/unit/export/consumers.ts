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

/** TRL's is_conversational: a list whose first item has a role. Text is prompt + completion, as it stands. */
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

/** KTOTrainer: "prompt", "completion" and a boolean "label"; pairs are put together again by their prompt. */
export function readKto(rows: readonly unknown[]): Read[] {
  const unpaired = rows.map((row) =>
    z.object({ prompt: said, completion: said, label: z.boolean() }).parse(row),
  )
  return Array.from({ length: rows.length / 2 }, (_, i) => {
    const two = unpaired.slice(2 * i, 2 * i + 2)
    const [good, bad] = [two.find(({ label }) => label)!, two.find(({ label }) => !label)!]
    return {
      prompt: asPrompt(good.prompt),
      chosen: asText(good.completion),
      rejected: asText(bad.completion),
    }
  })
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
 * Axolotl's chat_template.default for DPO: an unknown role is a KeyError, a list of messages gives its last.
 */
export function readAxolotl(row: unknown): Read {
  const role = z.enum(['user', 'assistant', 'system', 'tool'])
  const known = z.object({ role, content: z.string() })
  const {
    messages: prompt,
    chosen,
    rejected,
  } = z.object({ messages: z.array(known), chosen: known, rejected: known }).parse(row)
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
    ranking: z.literal(true),
    formatting: z.enum(['alpaca', 'sharegpt']).default('alpaca'),
    columns: z.record(z.string(), z.string()),
    tags: z.record(z.string(), z.string()).default({}),
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
