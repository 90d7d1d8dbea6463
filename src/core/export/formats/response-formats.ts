import type { Format, Layout } from './layout.ts'
import { rowPerPair } from './layout.ts'
import { isConversational, restatedColumns } from './restated.ts'
import { asked, type ShapedPair } from '../shaped.ts'
import type { SourcePairs } from '../../source.ts'
import { judgement } from '../../parse/labels.ts'
import type { Turn } from '../../parse/turns.ts'

const isGood = ({ chosen }: ShapedPair): boolean => chosen.length > 0

/** −Σ_c λ_c z_c(y): what the decisions add to the reward of the response, whatever its label. */
const adjustment = (shaped: ShapedPair): number => 0 + (isGood(shaped) ? -1 : 1) * shaped.offset

/** Every column as it came, and what the decisions add to the reward of each response. */
export const responseInput: Format = {
  id: 'input',
  kind: 'responses',
  name: 'As it came',
  sentence:
    'The input’s own columns and kind of file; whittle_offset is what the decisions add to the reward of a response.',
  reads: [],
  layout: (source) =>
    rowPerPair(
      [
        ['whittle_offset', adjustment],
        ['whittle_row', ({ pair }) => source.pairs.row[pair]!],
      ],
      { where: 'after' },
    ),
}

/** TRL's unpaired preference type: prompt, completion and label. */
export const responseKto: Format = {
  id: 'kto',
  kind: 'responses',
  name: 'KTO',
  sentence: 'prompt, completion and a label that is true where the response is good.',
  reads: [],
  layout: (source): Layout => {
    const messages = isConversational(source)
    const say = (turns: readonly Turn[]) => (messages ? turns : (turns[0]?.content ?? ''))
    return rowPerPair(
      [
        ['prompt', ({ prompt }) => (messages ? asked(prompt) : say(prompt))],
        ['completion', ({ chosen, rejected }) => say(chosen.length > 0 ? chosen : rejected)],
        ['label', isGood],
        ['offset', adjustment],
      ],
      { replaces: restated(source) },
    )
  },
}

/** The response's own column, and a prompt or label that says no more than the export's. */
function restated(source: SourcePairs): Set<string> {
  const replaced = new Set([source.sides[0], ...restatedColumns(source, ['prompt'])])
  const { pairs, record } = source
  const labels = pairs.chosen.every(
    (text, i) => judgement(record(i).label) === (text === '' ? 'bad' : 'good'),
  )
  if (labels) replaced.add('label')
  return replaced
}
