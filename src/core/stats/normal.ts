import cdf from '@stdlib/stats-base-dists-normal-cdf'
import inverseCdf from '@stdlib/stats-base-dists-normal-quantile'

/** The z with P(Z ≤ z) = p for a standard normal Z. */
export const normalQuantile = (p: number): number => inverseCdf(p, 0, 1)

/** Two-sided 95% point of the standard normal distribution. */
export const Z95 = normalQuantile(0.975)

/** Probability that a standard normal variable is at least |z| from 0. */
export const twoSided = (z: number): number => 2 * cdf(-Math.abs(z), 0, 1)
