import { roleOf, type Turn } from './turns.ts'

/** A chat template that was baked into text: how its marks look. */
export interface Template {
  readonly id: string
  /** As shown to the person. */
  readonly name: string
  /** Before a turn; the group is the speaker. */
  readonly mark: RegExp
  /** After a turn, at its end. */
  readonly end: RegExp
  /** Who speaks before the first mark. */
  readonly preamble: 'system' | 'user'
  /** Share of texts that must have it. */
  readonly least: number
  /** Whether a text is one of the template's. */
  test(text: string): boolean
}

const END =
  /(?:\s*(?:<\/s>|<s>|<\|endoftext\|>|<\|end_of_text\|>|<eos>|<\|eot_id\|>|<\|im_end\|>|<\|end\|>))+\s*$/
const BEGIN =
  /^\s*(?:<s>|<bos>|<\|begin_of_text\|>|<\|startoftext\|>|<｜begin▁of▁sentence｜>|\[gMASK\]<sop>)\s*/

type Described = Partial<Pick<Template, 'end' | 'preamble' | 'test' | 'least'>>

const template = (id: string, name: string, mark: RegExp, more: Described = {}): Template => ({
  id,
  name,
  mark,
  end: END,
  preamble: 'system',
  least: 0.5,
  test: (text) => text.search(mark) >= 0,
  ...more,
})

/** A talk between named speakers, of whom both speak; nothing but a preamble comes before. */
const speakers = (break_: string) => ({
  mark: new RegExp(`(?:^|${break_})(Human|User|Assistant|AI|System):[ \\t]?`, 'g'),
  test: (text: string) =>
    new RegExp(`(?:^|${break_})(?:Human|User):`).test(text) &&
    (new RegExp(`${break_}(?:Assistant|AI):`).test(text) || /^\n\nHuman:/.test(text)),
})
const twoLines = speakers('\\n\\n')
const oneLine = speakers('\\n')

/** Most specific first: the first that fits most cells is taken. */
export const TEMPLATES: readonly Template[] = [
  template('chatml', 'ChatML', /<\|im_start\|>[ \t]*(\w+)[^\n]*\n?/g),
  template(
    'llama3',
    'Llama 3',
    /<\|(?:start_header_id|header_start)\|>\s*(\w+)\s*<\|(?:end_header_id|header_end)\|>\n*/g,
    {
      end: /(?:\s*<\|(?:eot_id|eom_id|end_of_text|eot)\|>)+\s*$/,
    },
  ),
  template('gemma', 'Gemma', /<start_of_turn>\s*(\w+)\n?/g, { end: /(?:\s*(?:<end_of_turn>|<eos>))+\s*$/ }),
  template(
    'llama2',
    'Llama 2 or Mistral',
    /\[(SYSTEM_PROMPT|\/SYSTEM_PROMPT|INST|\/INST)\]|(<<SYS>>|<<\/SYS>>)/g,
    {
      test: (text) => text.includes('[INST]'),
    },
  ),
  template('deepseek', 'DeepSeek', /<｜(User|Assistant)｜>/g, { end: /(?:\s*<｜end▁of▁sentence｜>)+\s*$/ }),
  template('zephyr', 'Zephyr or Phi', /<\|(system|user|assistant|tool)\|>\n?/g),
  template('openchat', 'OpenChat', /GPT4(?: Correct)? (User|Assistant):\s*/g, {
    end: /(?:\s*<\|end_of_turn\|>)+\s*$/,
  }),
  template('helpsteer', 'HelpSteer', /\n?<extra_id_[01]>(User|Assistant|System)\n/g, {
    preamble: 'user',
    // Prompts of a single turn have no marks.
    least: 0.01,
  }),
  template(
    'alpaca',
    'Alpaca',
    /(?:^|\n)\s*### ?(Instruction|Input|Response|Human|Assistant|User|System):[ \t]*\n?/g,
    {
      test: (text) => /(?:^|\n)\s*### ?(?:Instruction|Human|User):/.test(text),
    },
  ),
  template('vicuna', 'Vicuna', /(?:^|\s)(USER|ASSISTANT):\s*/g, {
    test: (text) => /(?:^|\s)USER:\s/.test(text) && /\sASSISTANT:/.test(text),
  }),
  template('hh', 'Human/Assistant', twoLines.mark, { test: twoLines.test }),
  template('hh-lines', 'Human/Assistant, one line end', oneLine.mark, { test: oneLine.test }),
]

/**
 * A text of one template as turns. A prompt may end with the mark after which the response goes: no turn of
 * its own.
 */
export function templateTurns(
  text: string,
  { mark, end, preamble }: Template,
  speaker: 'user' | 'assistant',
): Turn[] {
  const body = text.replace(BEGIN, '')
  const marks = [...body.matchAll(mark)]
  const turns: { role: string; content: string }[] = []
  const add = (name: string, raw: string) => {
    const content = raw.replace(end, '').trim()
    const last = turns.at(-1)
    // Alpaca's input goes below its instruction.
    if (name === 'Input' && last?.role === 'user') last.content = `${last.content}\n${content}`
    else if (content !== '' || name !== '') turns.push({ role: speakerOf(name), content })
  }
  const before = body
    .slice(0, marks[0]?.index ?? body.length)
    .replace(end, '')
    .trim()
  if (before !== '') turns.push({ role: preamble, content: before })
  marks.forEach((found, i) => {
    const name = found[1] ?? found[2] ?? ''
    const rest = body.slice(found.index + found[0].length, marks[i + 1]?.index ?? body.length)
    // Closing marks with nothing after them open no turn.
    if (/^(<<\/SYS>>|\/SYSTEM_PROMPT)$/.test(name) ? rest.trim() !== '' : true) {
      if (name === 'INST' && rest.trim() === '' && marks[i + 1]) return
      add(name, rest)
    }
  })
  if (speaker === 'user' && turns.length > 1 && turns.at(-1)!.content === '') turns.pop()
  return turns
}

const SPEAKERS: Readonly<Record<string, string>> = {
  SYSTEM_PROMPT: 'system',
  '/SYSTEM_PROMPT': 'user',
  INST: 'user',
  '/INST': 'assistant',
  '<<SYS>>': 'system',
  '<</SYS>>': 'user',
  Instruction: 'user',
  Response: 'assistant',
}

const speakerOf = (name: string): string => SPEAKERS[name] ?? roleOf(name)

/** A response without the marks that end it, where the prompt has the template. */
export const withoutEnd = (text: string, { end }: Template): string =>
  text.replace(BEGIN, '').replace(end, '')

/** The template that enough of some texts have; null where none does. */
export function templateOf(texts: readonly string[]): Template | null {
  const fits = (one: Template) => texts.filter((text) => one.test(text)).length >= one.least * texts.length
  return texts.length === 0 ? null : (TEMPLATES.find(fits) ?? null)
}
