import { DOUBLED } from './against.ts'
import { changePairs } from '../change-pairs.ts'
import type { ProtocolModule } from './protocol.ts'

export const drop: ProtocolModule = {
  id: 'drop',
  intervenes: 'data',
  carriers: ['rows'],
  words: {
    pairs: {
      name: 'Drop pairs',
      formula: 'drop the fewest pairs, largest |Δz| first, with b ≤ b₀ − λ when refitted on the rest',
      plain: 'Takes out the pairs that speak most against the verdict, until the rest no longer teach it.',
      whenNot: 'The concept is in most pairs, or those pairs teach something else you want.',
      changedPairs: 'Pairs to drop',
      effect: (count) => `${count} dropped`,
      formulas: {
        drop: {
          formula:
            'drop the fewest pairs, largest |Δz| first, with b at target = b − λ or past it when refitted on the rest',
          words:
            'The pairs that speak most against the verdict leave, until a head refitted on the rest relies on the concept as much as the strength says.',
        },
      },
    },
    responses: {
      name: 'Drop',
      formula: 'drop the fewest responses, largest z first, with b ≤ b₀ − λ when refitted on the rest',
      plain:
        'Takes out good responses with the concept (bad ones, to amplify it), until the rest no longer teach it.',
      whenNot: 'Most good responses have the concept, or they teach something else that you want.',
      changedPairs: 'Responses to drop',
      effect: (count) => `${count} dropped`,
      formulas: {
        drop: {
          formula:
            'drop the fewest responses, largest z first, with b at target = b − λ or past it when refitted',
          words:
            'Good responses with more than the mean of the concept leave (bad ones, to amplify it), until a model refitted on the rest relies on it as much as the strength says.',
        },
      },
    },
  },
  allowed: () => true,
  enact: { step: 'pairs', change: changePairs },
  strength: 'reliance',
  counted: { heading: 'Dropped', pairs: 'dropped' },
  against: DOUBLED,
}
