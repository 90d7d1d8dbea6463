import type { Hypothesis } from '../../core/hypothesis.ts'
import { count, percent, plural, points, probability } from '../shared/format.ts'

/**
 * A hypothesis in words: the raw win rate, the effect with length held fixed, and how sure it is.
 * @param measure whether the concept is a quantity that every response has
 */
export function effectSentences(hypothesis: Hypothesis, measure: boolean): string[] {
  const { discordant, deltaWin, ciLow, ciHigh, q, confirmed, discovered } = hypothesis
  if (discordant === 0) return ['No pair differs in it, so nothing can be said about it.']
  const single = hypothesis.winRateWithout !== undefined
  const raw = single ? shareGood(hypothesis, measure) : shareWon(hypothesis, measure)
  const verb = deltaWin >= 0 ? 'raises' : 'lowers'
  const [least, most] = deltaWin >= 0 ? [ciLow, ciHigh] : [-ciHigh, -ciLow]
  const size = plural(Math.round(Math.abs(deltaWin * 100)), 'point')
  const range =
    least < 0
      ? `95% interval ${points(ciLow)} to ${points(ciHigh)}, so there may be no effect`
      : `95% interval ${(least * 100).toFixed(0)}–${(most * 100).toFixed(0)}`
  const adjusted = `Length held fixed, it ${verb} the chance of being ${single ? 'judged good' : 'chosen'} by ${size} (${range}).`
  const sure = confirmed
    ? 'Confirmed: both halves of the prompts show it, and chance alone does not explain it.'
    : discovered
      ? 'It is significant on one half of the prompts, but not confirmed.'
      : `Not strong enough to count as a finding (q ${probability(q)}).`
  return [raw, adjusted, sure]
}

function shareWon({ discordant, winRate }: Hypothesis, measure: boolean): string {
  const subject = measure ? 'the response with more of it' : 'the response with it'
  return `In pairs that differ in it, ${subject} wins ${percent(winRate)} (${count(discordant)} pairs).`
}

/** Of unpaired data. A measure is there where it is above the median. */
function shareGood({ discordant, winRate, winRateWithout = 0 }: Hypothesis, measure: boolean): string {
  const [subject, others] = measure
    ? ['with more of it than the median', 'of the others']
    : ['with it', 'of those without']
  return `Of the ${plural(discordant, 'response')} ${subject} ${percent(winRate)} are judged good, ${others} ${percent(winRateWithout)}.`
}
