/** 80% point of the standard normal. */
export const Z_POWER = 0.8416212335729143

/**
 * Smallest |mean u| inside whose score passes a threshold with probability 0.8; null where none would. With a
 * = reach/spread (√discordant where u = ±1 and groups are pairs) and a lean m of the discordant pairs, the
 * score has mean a·m and variance 1 − m², so m solves a·m − threshold = z √(1 − m²).
 * @param reach Σ|u|/n, as far from 0 as the mean can get
 * @param spread standard error of the mean if the concept leaned neither way
 */
export function detectableMean(reach: number, spread: number, threshold: number): number | null {
  const a = reach / spread
  if (!(a >= threshold)) return null
  const z = Z_POWER
  const lean = (a * threshold + z * Math.sqrt(a * a + z * z - threshold * threshold)) / (a * a + z * z)
  return lean * reach
}

/**
 * Discordant pairs below which a test is hopeless: d of them give p = 2^(1−d) at best, and among N tests with
 * at least d nothing above 1/N counts (Tarone 1990, loosely). It depends on no label.
 * @param counts discordant pairs of each test
 * @param least the fewest in any case
 */
export function leastDiscordant(counts: Iterable<number>, least: number): number {
  const descending = Uint32Array.from(counts).sort().reverse()
  let tests = descending.length
  for (let d = least; ; d++) {
    while (tests > 0 && descending[tests - 1]! < d) tests--
    if (tests <= 2 ** (d - 1)) return d
  }
}
