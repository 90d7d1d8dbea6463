import cdf from '@stdlib/stats-base-dists-binomial-cdf'

/**
 * Exact two-sided sign test: probability, were both sides equally likely, of a split at least as uneven as
 * this.
 */
export function signTest(wins: number, losses: number): number {
  return Math.min(1, 2 * cdf(Math.min(wins, losses), wins + losses, 0.5))
}
