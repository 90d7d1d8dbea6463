import cdf from '@stdlib/stats-base-dists-binomial-cdf'

/**
 * Exact two-sided sign test: probability of a split at least this uneven if both sides are equally likely
 * (Dixon & Mood 1946).
 * @example
 * signTest(0, 5) // → 2 / 2 ** 5
 */
export function signTest(wins: number, losses: number): number {
  return Math.min(1, 2 * cdf(Math.min(wins, losses), wins + losses, 0.5))
}
