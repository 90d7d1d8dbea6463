import { normalQuantile } from '../stats/normal.ts'

/** 80% point of the standard normal distribution. */
export const Z_POWER = normalQuantile(0.8)

/**
 * Smallest |mean u| inside whose score exceeds a threshold with probability 0.8; null where none does. With a
 * = reach/spread (√discordant where u = ±1 and groups are pairs) and mean u = m on the discordant pairs, the
 * score has mean a·m and variance 1 − m², so m solves a·m − threshold = z √(1 − m²).
 * @param reach Σ|u|/n, the largest possible |mean|
 * @param spread standard error of the mean under the null hypothesis
 */
export function detectableMean(reach: number, spread: number, threshold: number): number | null {
  const a = reach / spread
  if (!(a >= threshold)) return null
  const z = Z_POWER
  const lean = (a * threshold + z * Math.sqrt(a * a + z * z - threshold * threshold)) / (a * a + z * z)
  return lean * reach
}

/**
 * The number of discordant pairs below which a test cannot be significant: d of them give p ≥ 2^(1−d), and
 * among N tests with at least d only p ≤ 1/N counts (after Tarone 1990). It does not depend on labels.
 * @param counts discordant pairs of each test
 * @param least lower bound of the result
 */
export function leastDiscordant(counts: Iterable<number>, least: number): number {
  const descending = Uint32Array.from(counts).sort().reverse()
  let tests = descending.length
  for (let d = least; ; d++) {
    while (tests > 0 && descending[tests - 1]! < d) tests--
    if (tests <= 2 ** (d - 1)) return d
  }
}
