import { CHOSEN, REJECTED } from '../presence.ts'
import { isRewritable, rewriteText } from '../rewrite-text.ts'
import { undone } from './against.ts'
import type { ProtocolModule } from './protocol.ts'

export const rewrite: ProtocolModule = {
  id: 'rewrite',
  intervenes: 'data',
  carriers: ['rows'],
  words: {
    pairs: {
      name: 'Rewrite',
      formula: 'y → rewrite_c(y), chosen and rejected alike, so that Δz_c = 0',
      plain: 'Removes the style from both responses and leaves everything else as it was written.',
      whenNot: 'The style is part of what makes the response good, as a list or a table can be.',
      changedPairs: 'Before and after',
      effect: (_, rows) => `${rows} rewritten`,
      formulas: {
        rewrite: {
          formula: 'y → rewrite_c(y) on both sides',
          words: 'The style is cut from both responses.',
        },
      },
    },
    responses: null,
  },
  allowed: (concept, verdict) => verdict === 'suppress' && isRewritable(concept),
  enact: { step: 'texts', sides: () => CHOSEN | REJECTED },
  strength: 'share',
  counted: { heading: 'Rewritten', pairs: 'edited' },
  against: undone(
    'Rewriting removes it from both responses, so the data no longer teach against it: it is punished less than now.',
  ),
  removesConcept: true,
  edit: (on) => ({
    rewrite: (pair, text) =>
      rewriteText(
        on(pair).map(({ concept }) => concept),
        text,
      ),
  }),
}
