import { type Hypothesis, OVERALL } from '../../core/hypothesis.ts'
import type { Protocol, Verdict } from '../../core/verdict.ts'
import type { HypothesisRow } from '../../protocol/data.ts'
import { percent, plural } from '../shared/format.ts'

/** Whether a concept clearly leans rejected: its 95% interval lies below 0. */
export const leansAgainst = ({ ciHigh }: Pick<Hypothesis, 'ciHigh'>): boolean => ciHigh < 0

/**
 * One sentence that says, with the figure, that a concept leans rejected already.
 * @param measure whether the concept is a quantity that every response has
 * @param inside whether the hypothesis is one inside a context
 */
export function againstSentence(
  { winRate, winRateWithout, discordant, deltaWin }: Hypothesis,
  measure: boolean,
  inside: boolean,
): string {
  const where = inside ? 'Here the data' : 'The data'
  const [less, more] = measure ? ['with less of it', 'with more of it'] : ['without it', 'with it']
  if (winRateWithout !== undefined && winRate < winRateWithout) {
    return `${where} already favour responses ${less}: of those ${more} ${percent(winRate)} are good, of the others ${percent(winRateWithout)}.`
  }
  if (winRateWithout === undefined && winRate < 0.5) {
    return `${where} already prefer the response ${less}: the one ${more} wins ${percent(winRate)} of the ${plural(discordant, 'pair')} that differ in it.`
  }
  const size = plural(Math.round(Math.abs(deltaWin * 100)), 'point')
  return `${where} already count against it: length held fixed, it lowers the chance of winning by ${size}.`
}

/** The same for a row of a table; null where its concept does not lean rejected. */
export const suppressingWarning = ({ hypothesis, concept }: HypothesisRow): string | null =>
  leansAgainst(hypothesis)
    ? againstSentence(hypothesis, concept.measure, hypothesis.scope.id !== OVERALL.id)
    : null

/** Another decision that a person may have meant. */
export interface Instead {
  readonly label: string
  readonly change: Partial<Pick<Verdict, 'verdict' | 'protocol' | 'strength'>>
}

/** The effect of suppressing a concept that leans rejected already, and the alternatives. */
export interface Against {
  readonly outcome: string
  readonly advice: string
  readonly instead: readonly Instead[]
}

const KEEP: Instead = { label: 'Keep it', change: { verdict: 'keep', protocol: 'offsets' } }
const NEUTRAL: Instead = {
  label: 'Make it neutral',
  change: { verdict: 'amplify', protocol: 'offsets', strength: 1 },
}
const STRONGER: Instead = { label: 'Suppress with offsets', change: { protocol: 'offsets', strength: 1 } }

const SILENT =
  'Right if the data should be neutral about it. To leave the preference as it is, keep it; to make it stronger, suppress it with offsets.'

/**
 * Protocols that lower the reliance make the lean against it stronger; protocols that hide the concept remove
 * the lean.
 */
export function outcomeAgainst(protocol: Protocol): Against | null {
  switch (protocol) {
    case 'offsets':
    case 'drop':
    case 'reweight':
    case 'relabel':
      return {
        outcome: 'Suppressing it makes that stronger: at strength 1 it is punished twice as much.',
        advice:
          'To leave that as it is, keep it. To make the data neutral about it, amplify it with offsets at strength 1.',
        instead: [KEEP, NEUTRAL],
      }
    case 'rewrite':
      return {
        outcome:
          'Rewriting removes it from both responses, so the data no longer teach against it: it is punished less than now.',
        advice: SILENT,
        instead: [KEEP, STRONGER],
      }
    case 'mask':
      return {
        outcome:
          'Masked text teaches nothing, in rejected responses either: the model learns less to avoid it than now.',
        advice: SILENT,
        instead: [KEEP, STRONGER],
      }
    case 'inoculate':
      return {
        outcome:
          'The policy would learn to avoid it even when it is asked for it; how much of that remains when it is not asked is not known.',
        advice: 'To leave the preference as it is, keep it.',
        instead: [KEEP],
      }
    case 'steer':
      return null
  }
}
