import { DOUBLED } from './against.ts'
import { changePairs } from '../change-pairs.ts'
import type { ProtocolModule } from './protocol.ts'

export const relabel: ProtocolModule = {
  id: 'relabel',
  intervenes: 'data',
  carriers: ['rows'],
  words: {
    pairs: {
      name: 'Relabel',
      formula:
        'swap chosen and rejected, least log-odds without the concept first, until b ≤ b₀ − λ when refitted',
      plain:
        'Swaps the sides of pairs that were decided by the concept and little else; you review the list before it counts.',
      whenNot: 'You cannot read the pairs it proposes: a wrong swap teaches the opposite.',
      changedPairs: 'Pairs to swap: review them',
      effect: (_, rows) => `${rows} swapped`,
      formulas: {
        relabel: {
          formula:
            'exchange chosen and rejected in the reviewed pairs, with b at target = b − λ or past it when refitted',
          words:
            'Pairs decided by the concept and little else have their sides exchanged; a flipped pair’s offset is negated.',
        },
      },
    },
    responses: null,
  },
  allowed: () => true,
  enact: { step: 'pairs', change: changePairs },
  strength: 'reliance',
  counted: { heading: 'Swapped', pairs: 'flipped' },
  against: DOUBLED,
  reviewed: true,
}
