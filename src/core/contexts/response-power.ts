import { Z_POWER } from './power.ts'

/** The counts inside a context that limit what can be seen there. */
export interface Counts {
  readonly good: number
  readonly bad: number
  /** Responses with the concept; of a family, Σx. */
  readonly present: number
}

/**
 * Smallest difference between the shares of good and of bad responses with a concept whose score passes a
 * threshold with probability 0.8; null where none would. Sample size for two proportions (Fleiss, Levin &
 * Paik 2003, ch. 4), solved for the difference δ at p̄ = present/n: δ = f·(threshold·√(p̄(1−p̄)(1/good +
 * 1/bad)) + z·√(p₁(1−p₁)/good + p₀(1−p₀)/bad)), p₁ = p̄ + δ·bad/n, p₀ = p̄ − δ·good/n; either sign of δ will
 * do.
 * @param spread standard deviation of the difference if labels say nothing; f is spread over the first root
 */
export function detectableDifference(
  { good, bad, present }: Counts,
  spread: number,
  threshold: number,
): number | null {
  const n = good + bad
  const share = present / n
  const still = Math.sqrt(share * (1 - share) * (1 / good + 1 / bad))
  const factor = spread / still
  const seen = [1, -1].flatMap((sign) => {
    const shares = (size: number) =>
      [share + (sign * size * bad) / n, share - (sign * size * good) / n] as const
    const falls = (size: number) => {
      const [p1, p0] = shares(size)
      const variance = Math.max(0, p1 * (1 - p1)) / good + Math.max(0, p0 * (1 - p0)) / bad
      return size < factor * (threshold * still + Z_POWER * Math.sqrt(variance))
    }
    const most =
      sign > 0
        ? Math.min(((1 - share) * n) / bad, (share * n) / good)
        : Math.min((share * n) / bad, ((1 - share) * n) / good)
    if (!(spread > 0) || falls(most)) return []
    let [low, high] = [0, most]
    for (let step = 0; step < 50; step++) {
      const middle = (low + high) / 2
      if (falls(middle)) low = middle
      else high = middle
    }
    return [high]
  })
  return seen.length > 0 ? Math.min(...seen) : null
}

/**
 * Log of the smallest probability that labels dealt at random can give a number of good responses with the
 * concept: that of the most extreme number, few or many, in the hypergeometric distribution.
 */
export function minAttainableLogP({ good, bad, present }: Counts): number {
  const n = good + bad
  const ends = [Math.max(0, present - bad), Math.min(present, good)]
  return Math.min(
    ...ends.map((wins) => logChoose(good, wins) + logChoose(bad, present - wins) - logChoose(n, present)),
  )
}

/**
 * The largest of some least log p that is worth testing: among N tests that can reach as little, nothing
 * above 1/N counts (Tarone 1990, loosely). It depends on no label, only on how many are good in each context,
 * which no permutation changes.
 */
export function taroneThreshold(least: readonly number[]): number {
  const ordered = Float64Array.from(least).sort()
  let hopeful = -Infinity
  for (let t = 0; t < ordered.length && ordered[t]! <= -Math.log(t + 1); t++) hopeful = ordered[t]!
  return hopeful
}

const logFactorials: number[] = [0]
function logFactorial(n: number): number {
  for (let k = logFactorials.length; k <= n; k++) logFactorials.push(logFactorials[k - 1]! + Math.log(k))
  return logFactorials[n]!
}
const logChoose = (n: number, k: number): number => logFactorial(n) - logFactorial(k) - logFactorial(n - k)
