import type { Format } from './layout.ts'
import { rowPerPair } from './layout.ts'
import { openMessages } from '../chat-message.ts'
import { isConversational } from './restated.ts'
import { asked } from '../shaped.ts'
import type { Turn } from '../../parse/turns.ts'
import { adjustment, answers, unpairedLayout } from './unpaired.ts'

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
        ['whittle_offset', (shaped) => adjustment(answers(shaped)[0]!)],
        ['whittle_row', ({ pair }) => source.pairs.row[pair]!],
      ],
      { where: 'after' },
    ),
}

/** TRL's unpaired preference type: prompt, completion and label; train_kto.py reads the offset. */
export const responseKto: Format = {
  id: 'kto',
  kind: 'responses',
  name: 'TRL KTO',
  sentence:
    'prompt, completion and a label that is true where the response is good; the offset is for train_kto.py.',
  reads: [],
  spread: true,
  layout: (source, _, wanted) => {
    const messages = wanted || isConversational(source)
    const say = (turns: readonly Turn[]) => (messages ? openMessages(turns) : (turns[0]?.content ?? ''))
    return unpairedLayout(source, [
      ['prompt', ({ shaped: { prompt } }) => say(messages ? asked(prompt) : prompt)],
      ['completion', ({ turns }) => say(turns)],
      ['label', ({ good }) => good],
      ['offset', adjustment],
    ])
  },
}
