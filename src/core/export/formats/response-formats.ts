import type { Format, Layout } from './layout.ts'
import { rowPerPair } from './layout.ts'
import { isConversational, restatedColumns } from './restated.ts'
import { asked, type ShapedPair } from '../shaped.ts'
import type { DataFormat, SourcePairs } from '../../source.ts'
import { WhittleError } from '../../failure.ts'
import { judgement } from '../../parse/labels.ts'
import type { Turn } from '../../parse/turns.ts'

const isGood = ({ chosen }: ShapedPair): boolean => chosen.length > 0

/** −Σ_c λ_c z_c(y): what the decisions add to the reward of the response, whatever its label. */
const adjustment = (shaped: ShapedPair): number => 0 + (isGood(shaped) ? -1 : 1) * shaped.offset

const input: Format = {
  id: 'input',
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

const kto: Format = {
  id: 'kto',
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

/** Every layout of single responses. */
export const RESPONSE_FORMATS: readonly Format[] = [input, kto]

/** The layout of single responses in a format. @throws WhittleError for one that holds pairs */
export function responseFormatOf(id: DataFormat): Format {
  const format = RESPONSE_FORMATS.find((one) => one.id === id)
  if (format) return format
  throw new WhittleError(
    'internal',
    'This format holds pairs, and the file has single responses judged good or bad: export them as they came, or for KTO.',
  )
}
