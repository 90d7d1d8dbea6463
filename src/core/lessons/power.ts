import quantile from '@stdlib/stats-base-dists-normal-quantile'
import type { Hypothesis } from '../hypothesis.ts'

/** Confirmation asks for this family-wise level on the whole data… */
const LEVEL = 0.01
/** …and is to be reached with this probability. */
const POWER = 0.8

/**
 * About how many more pairs (responses) would confirm an effect of the size seen: the statistic T grows with
 * √n, so that T·√(n′/n) has to reach c + z_{0.8}, with c the two-sided point of a family-wise 1% over the
 * concepts tested by Bonferroni's bound, and T that of the effect with length held fixed. Null where the
 * effect is nil.
 * @param tests concepts tested
 */
export function morePairs({ n, p }: Pick<Hypothesis, 'n' | 'p'>, tests: number): number | null {
  const statistic = -quantile(Math.min(1, Math.max(p, 1e-300)) / 2, 0, 1)
  if (!(statistic > 0)) return null
  const needed = criticalPoint(tests) + quantile(POWER, 0, 1)
  return Math.max(0, Math.ceil(n * ((needed / statistic) ** 2 - 1)))
}

const criticalPoint = (tests: number): number => -quantile(LEVEL / (2 * Math.max(1, tests)), 0, 1)

/**
 * The smallest win rate above one half that would be confirmed with probability 0.8 in so many discordant
 * pairs: what could have been seen at this size. Null where not even winning all of them would do.
 */
export function detectableWinRate(discordant: number, tests: number): number | null {
  const needed = (criticalPoint(tests) + quantile(POWER, 0, 1)) / (2 * Math.sqrt(discordant))
  return needed <= 0.5 ? 0.5 + needed : null
}

/** Two figures are as sure as such a number is: 1,234 becomes 1,200. */
export function roundedPairs(pairs: number): number {
  const unit = 10 ** Math.max(0, Math.floor(Math.log10(Math.max(1, pairs))) - 1)
  return Math.ceil(pairs / unit) * unit
}
