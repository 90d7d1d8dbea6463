import cdf from '@stdlib/stats-base-dists-normal-cdf'

/** Two-sided 95% point of the standard normal distribution. */
export const Z95 = 1.959963984540054

/** Probability that a standard normal variable is at least |z| from 0. */
export const twoSided = (z: number): number => 2 * cdf(-Math.abs(z), 0, 1)
