import cdf from '@stdlib/stats-base-dists-normal-cdf'
import inverseCdf from '@stdlib/stats-base-dists-normal-quantile'

/**
 * The z with P(Z ≤ z) = p for a standard normal Z.
 * @example
 * normalQuantile(0.975) // → 1.96 - 0.000036
 */
export const normalQuantile = (p: number): number => inverseCdf(p, 0, 1)

/** Two-sided 95% point of the standard normal distribution. */
export const Z95 = normalQuantile(0.975)

/**
 * Probability that a standard normal variable is at least |z| from 0.
 * @example
 * twoSided(-1.959964) // → 0.05
 */
export const twoSided = (z: number): number => 2 * cdf(-Math.abs(z), 0, 1)
