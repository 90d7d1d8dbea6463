import type { CharRange } from '../../source.ts'
import { CHOSEN, REJECTED } from '../presence.ts'
import { undone } from './against.ts'
import type { ProtocolModule } from './protocol.ts'

export const mask: ProtocolModule = {
  id: 'mask',
  intervenes: 'data',
  carriers: ['masks'],
  words: {
    pairs: {
      name: 'Mask spans',
      formula: 'loss over the tokens outside the character ranges where the concept is present',
      plain: 'Marks where the concept is in each response, so that the trainer skips those tokens.',
      whenNot:
        'Your trainer has no token mask, or the concept is the response as a whole and not a place in it.',
      changedPairs: 'What the trainer skips is shaded',
      effect: (_, rows) => `${rows} masked`,
      formulas: {
        mask: {
          formula: 'no loss on the tokens in the character ranges where the concept is present',
          words: 'Tokens that show the concept are not learned from.',
        },
      },
    },
    responses: null,
  },
  allowed: ({ measure }, verdict) => verdict === 'suppress' && !measure,
  enact: { step: 'texts', sides: () => CHOSEN | REJECTED },
  strength: 'share',
  whileTraining: true,
  counted: { heading: 'Masked', pairs: 'edited' },
  against: undone(
    'Masked text teaches nothing, in rejected responses either: the model learns less to avoid it than now.',
  ),
  assumption: 'for a head that does not see what is masked',
  edit: (on, sources) => ({
    masks(pair) {
      const verdicts = on(pair)
      const side = (name: 'chosen' | 'rejected') =>
        union(verdicts.flatMap(({ concept }) => sources.marks(concept, pair, name)))
      return verdicts.length > 0 ? { chosen: side('chosen'), rejected: side('rejected') } : null
    },
  }),
}

/** The union of ranges, in order. */
function union(ranges: readonly CharRange[]): CharRange[] {
  const joined: CharRange[] = []
  for (const [start, end] of ranges.toSorted((a, b) => a[0] - b[0] || a[1] - b[1])) {
    const last = joined.at(-1)
    if (last && start <= last[1]) joined[joined.length - 1] = [last[0], Math.max(last[1], end)]
    else joined.push([start, end])
  }
  return joined
}
