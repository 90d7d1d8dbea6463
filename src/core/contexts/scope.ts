import { twoSided, Z95 } from '../stats/normal.ts'
import type { Contrast } from './contrast.ts'
import { weightedQ } from './weighted-q.ts'

/** DESIGN 4: contexts with fewer pairs are not tested. */
export const LEAST_PAIRS = 25
/** Nor are concepts with fewer discordant pairs inside; in large scopes, more are asked for. */
export const LEAST_DISCORDANT = 10
const FAMILY_WISE = 0.05
const FALSE_DISCOVERY = 0.1
/** One-sided 5% point of the standard normal: what each half must show on its own. */
const Z_HALF = 1.6448536269514722
/** The most tests whose difference from elsewhere is tested family-wise, strongest first. */
const MOST_CANDIDATES = 400

/** What is counted of pairs and of single responses alike. */
export type Effect = Omit<Contrast, 'zExcess' | 'spread' | 'reach'>

/** One concept in one context, as counts and statistics, before the scope is looked at as a whole. */
export interface Scanned<C extends Effect = Effect> {
  readonly contrast: C
  /** Index into the block's columns. */
  readonly column: number
  /** Length-adjusted score statistic of the effect inside, on everything and on either half of the prompt groups. */
  readonly score: number
  readonly scoreDiscovery: number
  readonly scoreConfirmation: number
}

/** One concept in one context, tested. */
export interface ContextTest extends Scanned {
  /** Two-sided: the larger of that of the effect inside and that of Δ; 1 where their signs differ. */
  readonly p: number
  /** Benjamini–Hochberg over the scope, p weighted by lift. */
  readonly q: number
  /** Family-wise over the scope: the larger of that of the effect inside and that of the difference from elsewhere. */
  readonly pPermutation: number
  readonly found: boolean
  readonly confirmed: boolean
  /** Smallest |meanIn| that would be seen with probability 0.8 at the scope's family-wise level; null where none would. */
  readonly detectable: number | null
}

/** What the labels of pairs and of single responses are tested by, each in its own way. */
export interface ScopeStatistics<T extends Scanned> {
  /** Family-wise p, over the tests given, that Δ is not 0. */
  readonly elsewhere: (tests: readonly T[]) => ArrayLike<number>
  /** Standardised excess of a test over what the concept's being commoner inside explains. */
  readonly zExcess: (test: T) => number
  /** Smallest |meanIn| whose score passes a threshold with probability 0.8; null where none would. */
  readonly detectable: (test: T, threshold: number) => number | null
}

/** Takes a test's statistics under relabelled data into the largest evidence of the scope, relabelling by relabelling. */
export function takeLargest(largest: Float64Array, statistic: ArrayLike<number>, lift: number): void {
  const weight = Math.log(lift)
  for (let f = 0; f < largest.length; f++) {
    const own = statistic[f]! * statistic[f]! * 0.5 + weight
    if (own > largest[f]!) largest[f] = own
  }
}

/**
 * Judges the tests of one scope together.
 *
 * A concept has a local effect where it leans one way inside, and more so than elsewhere; both are tested and the larger
 * p counts. The family-wise bound is by labels that say nothing: the largest of T²/2 + log(lift) over all tests
 * (weights by lift, which does not depend on labels: a concept that lives here has its effect here or nowhere). Confirmed:
 * family-wise p ≤ 0.05 inside, q ≤ 0.1; Δ differs from elsewhere, family-wise over those, when contexts are dealt anew; each half of
 * the prompt groups shows the effect on its own, one-sided 5%, with one sign of Δ; and the excess over what the concept's
 * being commoner here explains is significant, two-sided 5%. On labels that say nothing, anything is confirmed in at most 5% of datasets,
 * since the first condition alone is met in no more.
 * @param largest evidence over all tests by relabelling, the labels as they are first
 */
export function judgeScope<T extends Scanned>(
  tests: readonly T[],
  largest: Float64Array,
  { elsewhere, zExcess, detectable }: ScopeStatistics<T>,
): ContextTest[] {
  const ordered = largest.slice().sort()
  const critical = ordered[Math.ceil((1 - FAMILY_WISE) * ordered.length) - 1] ?? 0
  const pInside = tests.map(
    (test) => (ordered.length - firstAtLeast(ordered, evidence(test) - 1e-9)) / ordered.length,
  )
  const p = tests.map(localP)
  const q = weightedQ(
    p,
    tests.map(({ contrast }) => contrast.lift),
  )
  const candidates = tests
    .filter((_, t) => pInside[t]! <= FAMILY_WISE)
    .sort((a, b) => evidence(b) - evidence(a))
    .slice(0, MOST_CANDIDATES)
  const pCandidates = elsewhere(candidates)
  const pElsewhere = new Map(candidates.map((test, at) => [test, pCandidates[at]!]))

  return tests.map((test, t): ContextTest => {
    const { contrast, column, score, scoreDiscovery, scoreConfirmation } = test
    const { delta, deltaA, deltaB, lift } = contrast
    const sign = Math.sign(score)
    const found = sign * scoreDiscovery >= Z_HALF
    const pPermutation = Math.max(pInside[t]!, pElsewhere.get(test) ?? 0)
    const confirmed =
      pElsewhere.has(test) &&
      pPermutation <= FAMILY_WISE &&
      q[t]! <= FALSE_DISCOVERY &&
      [delta, deltaA, deltaB].every((own) => Math.sign(own) === sign) &&
      found &&
      sign * scoreConfirmation >= Z_HALF &&
      sign * zExcess(test) >= Z95
    const threshold = Math.sqrt(2 * Math.max(0, critical - Math.log(lift)))
    return {
      ...{ contrast, column, score, scoreDiscovery, scoreConfirmation },
      ...{ p: p[t]!, q: q[t]!, pPermutation, found, confirmed },
      detectable: detectable(test, threshold),
    }
  })
}

/** What the family-wise bound compares: minus the log of p over lift, nearly. */
export const evidence = ({ score, contrast }: Pick<Scanned, 'score' | 'contrast'>): number =>
  score ** 2 / 2 + Math.log(contrast.lift)

const localP = ({ score, contrast: { delta, se } }: Scanned): number =>
  score * delta > 0 ? Math.max(twoSided(score), se > 0 ? twoSided(delta / se) : 1) : 1

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
