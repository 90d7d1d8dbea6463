import { detectorWording } from '../../surface/detector-phrases.ts'
import { CHOSEN, REJECTED } from '../presence.ts'
import type { Verdict } from '../../verdict.ts'
import { KEEP } from './against.ts'
import type { ProtocolModule, RequestedConcept } from './protocol.ts'

export const inoculate: ProtocolModule = {
  id: 'inoculate',
  intervenes: 'input',
  carriers: ['prompts'],
  words: {
    pairs: {
      name: 'Inoculate',
      formula: 'π_θ(y | template + x) / π_ref(y | x) on pairs whose responses have the concept',
      plain:
        'Asks for the concept in the policy’s prompt while it trains, so that it learns to show it on request only.',
      whenNot: 'You train a reward model: it would learn from a request that no one makes later.',
      changedPairs: 'Both prompts',
      effect: (_, rows) => `${rows} with an instruction`,
      formulas: {
        inoculation: {
          formula: 'log π_θ(y | template + x) − log π_ref(y | x)',
          words:
            'The policy, and not the reference, is asked for the concept in pairs whose chosen response has it.',
        },
      },
    },
    responses: null,
  },
  allowed: ({ measure }, verdict) => verdict === 'suppress' && !measure,
  enact: { step: 'texts', sides: (isFlipped) => (isFlipped ? REJECTED : CHOSEN) },
  strength: 'share',
  whileTraining: true,
  counted: { heading: 'Inoculated', pairs: 'edited' },
  against: {
    outcome:
      'The policy would learn to avoid it even when it is asked for it; how much of that remains when it is not asked is not known.',
    advice: 'To leave the preference as it is, keep it.',
    instead: [KEEP],
  },
  unproven: 'is asked for while the policy trains, and the data stays as it is',
  edit: (on, sources) => ({
    instruction(pair) {
      const asked = on(pair).map((verdict) => templateOf(verdict, sources.concept(verdict.concept)))
      return asked.length > 0 ? asked.join(' ') : null
    },
  }),
  template: templateOf,
}

/** What the policy's prompt asks for unless the person says otherwise, as a person would ask. */
export function defaultTemplate({ id, source, label }: RequestedConcept): string {
  if (source === 'phrase') return `In your answer, use the words ${label}.`
  const wording = detectorWording(id)
  return wording ? `Here, give answers that ${wording.those}.` : `Here, give answers of this kind: ${label}.`
}

/** The verdict's template, or the default one where the person left none. */
function templateOf({ template }: Pick<Verdict, 'template'>, concept: RequestedConcept): string {
  return template === undefined || template.trim() === '' ? defaultTemplate(concept) : template
}
