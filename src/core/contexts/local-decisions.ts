import { mix } from '../stats/hash.ts'
import { normalQuantile, twoSided, Z95 } from '../stats/normal.ts'
import type { Sample } from '../stats/sample.ts'
import type { TestTable } from './test-table.ts'
import { weightedQ } from './weighted-q.ts'

/** Contexts with fewer pairs are not tested. */
export const LEAST_PAIRS = 25

/** Whether a context of so many pairs can be tested against the others. */
export const testable = (size: number, pairs: number): boolean =>
  size >= LEAST_PAIRS && pairs - size >= LEAST_PAIRS
/** Concepts with fewer discordant pairs inside are not tested; large scopes need more. */
export const LEAST_DISCORDANT = 10
const FAMILY_WISE = 0.05
const FALSE_DISCOVERY = 0.1
/**
 * One-sided 5% point of the standard normal: the threshold for each half, in most of SPLITS splits.
 */
const Z_HALF = normalQuantile(0.95)
const SPLITS = 9
/** At most this many tests, strongest first, get a family-wise test of the difference from elsewhere. */
const MOST_CANDIDATES = 400

/**
 * The statistics that differ between pairs and single responses; tests are rows of the table.
 */
export interface ScopeStatistics {
  /** Family-wise p, over the tests given, that Δ is not 0. */
  readonly elsewhere: (tests: Uint32Array) => ArrayLike<number>
  /** Score statistics of the given tests on a subset of the pairs. */
  readonly scoresOn: (tests: Uint32Array, isIn: (pair: number) => boolean) => ArrayLike<number>
  /** Standardised excess over what the concept's higher frequency inside explains. */
  readonly zExcess: (test: number) => number
  /** Smallest |meanIn| whose score exceeds a threshold with probability 0.8; null where none does. */
  readonly detectable: (test: number, threshold: number) => number | null
}

/**
 * Updates the largest evidence of the scope, per relabelling, with a test's statistics.
 */
export function updateMaxStatistic(largest: Float64Array, statistic: ArrayLike<number>, lift: number): void {
  const weight = Math.log(lift)
  for (let f = 0; f < largest.length; f++) {
    const own = statistic[f]! * statistic[f]! * 0.5 + weight
    if (own > largest[f]!) largest[f] = own
  }
}

/**
 * Decides the tests of one scope together.
 *
 * A concept has a local effect where there is a preference for or against it inside, and a stronger one than
 * elsewhere; both are tested and the larger p counts. The family-wise bound comes from random labels: the
 * largest T²/2 + log(lift) over all tests. Lift, which does not depend on labels, is a weight: it favours
 * concepts that are concentrated in the context. Confirmed: family-wise p ≤ 0.05 inside, q ≤ 0.1; Δ is
 * significant, family-wise over those, when contexts are permuted; in most of SPLITS random splits of the
 * prompt groups each half shows the effect on its own, one-sided 5%; Δ has one sign on both halves of the
 * rows; and the excess over what the concept's higher frequency here explains is significant, two-sided 5%.
 * Under random labels at most 5% of datasets have any confirmed test, since the first condition alone holds
 * in no more.
 * @param tests with contrasts and scores; the other columns are filled in here
 * @param largest evidence over all tests by relabelling, the observed labelling first
 */
export function decideTests(
  { cluster, key }: Sample,
  tests: TestTable,
  largest: Float64Array,
  seed: number,
  { elsewhere, scoresOn, zExcess, detectable }: ScopeStatistics,
): void {
  const { length, score, delta, deltaA, deltaB, lift, p, q, pPermutation, confirmed } = tests
  const ordered = largest.slice().sort()
  const critical = ordered[Math.ceil((1 - FAMILY_WISE) * ordered.length) - 1] ?? 0
  for (let t = 0; t < length; t++) {
    p[t] = localP(tests, t)
    pPermutation[t] = (ordered.length - firstAtLeast(ordered, testEvidence(tests, t) - 1e-9)) / ordered.length
    const threshold = Math.sqrt(2 * Math.max(0, critical - Math.log(lift[t]!)))
    tests.detectable[t] = detectable(t, threshold) ?? NaN
  }
  q.set(weightedQ(p, lift))
  const candidates = Uint32Array.from(p.keys())
    .filter((t) => pPermutation[t]! <= FAMILY_WISE)
    .sort((a, b) => testEvidence(tests, b) - testEvidence(tests, a) || a - b)
    .slice(0, MOST_CANDIDATES)
  const pElsewhere = elsewhere(candidates)
  candidates.forEach((t, at) => (pPermutation[t] = Math.max(pPermutation[t]!, pElsewhere[at]!)))
  const signOf = (t: number) => Math.sign(score[t]!)
  const passing = candidates.filter(
    (t) =>
      pPermutation[t]! <= FAMILY_WISE &&
      q[t]! <= FALSE_DISCOVERY &&
      [delta, deltaA, deltaB].every((own) => Math.sign(own[t]!) === signOf(t)) &&
      signOf(t) * zExcess(t) >= Z95,
  )
  const shown = new Uint8Array(passing.length)
  for (let split = 0; split < SPLITS && passing.length > 0; split++) {
    const deal = mix(split, seed)
    const isFirst = (i: number) => mix(key[cluster[i]!]!, deal) >>> 31 === 1
    const halves = [scoresOn(passing, isFirst), scoresOn(passing, (i) => !isFirst(i))]
    passing.forEach((t, at) => {
      if (halves.every((own) => signOf(t) * own[at]! >= Z_HALF)) shown[at]!++
    })
  }
  passing.forEach((t, at) => (confirmed[t] = Number(shown[at]! > SPLITS / 2)))
}

/** The evidence that the family-wise bound compares: approximately −log(p / lift). */
export const testEvidence = ({ score, lift }: Pick<TestTable, 'score' | 'lift'>, t: number): number =>
  score[t]! ** 2 / 2 + Math.log(lift[t]!)

const localP = ({ score, delta, se }: TestTable, t: number): number =>
  score[t]! * delta[t]! > 0 ? Math.max(twoSided(score[t]!), se[t]! > 0 ? twoSided(delta[t]! / se[t]!) : 1) : 1

/** Index of the first of ascending values that is at least `level`. */
function firstAtLeast(values: Float64Array, level: number): number {
  let [low, high] = [0, values.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if (values[middle]! < level) low = middle + 1
    else high = middle
  }
  return low
}
