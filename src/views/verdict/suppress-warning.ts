import { type Hypothesis, OVERALL } from '../../core/hypothesis.ts'
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
