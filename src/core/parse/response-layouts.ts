import { type JudgedReading, readJudged } from './label-sets.ts'
import { layout, type Layout, type Read } from './layout.ts'

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
export function bothSides({ good, bad }: JudgedReading): { good: string[]; bad: string[] } {
  const other = (values: readonly string[], of: readonly string[]) =>
    values.length > 0
      ? [...values]
      : of.map((value) => ({ true: 'false', false: 'true', '1': '0', '0': '1' })[value] ?? `not ${value}`)
  return { good: other(good, bad), bad: other(bad, good) }
}

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
    0.985,
    judged('prompt', 'completion', 'label'),
  ),
  layout(
    'trl-kto',
    'TRL KTO, unpaired',
    { prompt: 'said', completion: 'text', label: 'label' },
    0.985,
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
