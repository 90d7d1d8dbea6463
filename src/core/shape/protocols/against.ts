import type { AgainstWords, Instead } from './protocol.ts'

export const KEEP: Instead = { label: 'Keep it', change: { verdict: 'keep', protocol: 'offsets' } }
const NEUTRAL: Instead = {
  label: 'Make it neutral',
  change: { verdict: 'amplify', protocol: 'offsets', strength: 1 },
}
const STRONGER: Instead = { label: 'Suppress with offsets', change: { protocol: 'offsets', strength: 1 } }

/** Of protocols that aim at a lower reliance: they make the lean stronger. */
export const DOUBLED: AgainstWords = {
  outcome: 'Suppressing it makes that stronger: at strength 1 it is punished twice as much.',
  advice:
    'To leave that as it is, keep it. To make the data neutral about it, amplify it with offsets at strength 1.',
  instead: [KEEP, NEUTRAL],
}

/**
 * Of protocols that take the concept out of sight: they undo the lean.
 * @param outcome what suppressing comes to
 */
export const undone = (outcome: string): AgainstWords => ({
  outcome,
  advice:
    'Right if the data should be neutral about it. To leave the preference as it is, keep it; to make it stronger, suppress it with offsets.',
  instead: [KEEP, STRONGER],
})
