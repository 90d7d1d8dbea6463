import { twoSided, Z95 } from '../stats/normal.ts'
import { dealClusters, type Sample } from '../stats/sample.ts'
import type { Block } from './block.ts'
import { type Cells, halvedCells, layCells, membership } from './context.ts'
import { type Contrast, contrasts, discordantInside } from './contrast.ts'
import { elsewhereP } from './elsewhere.ts'
import { contextFlips } from './flips.ts'
import { detectableMean, leastDiscordant } from './power.ts'
import { weightedQ } from './weighted-q.ts'

/** DESIGN 4: contexts with fewer pairs are not tested. */
export const LEAST_PAIRS = 25
/** Nor are concepts with fewer discordant pairs inside; in large scopes, more are asked for. */
export const LEAST_DISCORDANT = 10
const FAMILY_WISE = 0.05
const FALSE_DISCOVERY = 0.1
/** One-sided 5% point of the standard normal: what each half must show on its own. */
const Z_HALF = 1.6448536269514722
/** Draws of contexts anew, and the most tests that are put to them, strongest first. */
const DRAWS = 499
const MOST_CANDIDATES = 400

/** One concept in one context, tested. */
export interface ContextTest {
  readonly contrast: Contrast
  /** Index into the block's columns. */
  readonly column: number
  /** Length-adjusted score statistic of the effect inside (flips.ts), on all pairs and on either half. */
  readonly score: number
  readonly scoreDiscovery: number
  readonly scoreConfirmation: number
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

export interface TestOptions {
  /** log₂ of the number of sign flips. */
  readonly flipBits: number
  readonly seed: number
  /** 0 or 1 per pair: the halves of deltaA and deltaB. */
  readonly parity: Uint8Array
  /** Per pair, a hash of its texts (order.ts). */
  readonly key: Uint32Array
  /** Called with (done, total); may throw to cancel. */
  readonly progress?: ((done: number, total: number) => void) | undefined
}

/**
 * Tests blocks of (concept, context) together as one scope.
 *
 * A concept has a local effect where it leans one way inside, and more so than elsewhere; both are tested and the larger
 * p counts. The family-wise bound is by sign flips of whole prompt groups: the largest of T²/2 + log(lift) over all tests
 * (weights by lift, which does not depend on labels: a concept that lives here has its effect here or nowhere). Confirmed:
 * family-wise p ≤ 0.05 inside, q ≤ 0.1; Δ differs from elsewhere, family-wise over those, when contexts are dealt anew; each half of
 * the prompt groups shows the effect on its own, one-sided 5%, with one sign of Δ; and the excess over what the concept's
 * being commoner here explains is significant, two-sided 5%. On labels that say nothing, anything is confirmed in at most 5% of datasets,
 * since the first condition alone is met in no more.
 */
export function testBlocks(sample: Sample, blocks: readonly Block[], options: TestOptions): ContextTest[][] {
  const { flipBits, seed, parity, key, progress } = options
  const flips = 2 ** flipBits
  const columns = blocks.reduce((sum, block) => sum + block.columns.length, 0)
  const total = columns + DRAWS
  let done = 0
  const step = () => progress?.(++done, total)

  const cells = blocks.map(({ sets }) => layCells(sample, membership(sample.n, sets)))
  const counts = blocks.map(({ columns }, b) => columns.map(({ pair }) => testable(sample, cells[b]!, pair)))
  const least = leastDiscordant(
    counts.flatMap((block) => block.flatMap((count) => [...count.filter((d) => d >= LEAST_DISCORDANT)])),
    LEAST_DISCORDANT,
  )

  const half = dealClusters(sample, 2, seed)
  const largest = new Float64Array(flips).fill(-Infinity)
  const scanned = blocks.map((block, b) => {
    const contrast = contrasts(sample, cells[b]!, parity)
    const flip = contextFlips(sample, cells[b]!, flipBits, seed)
    const flipHalves = contextFlips(sample, halvedCells(sample, cells[b]!, half), 0, seed)
    const contexts = Uint32Array.from(block.sets.keys())
    const tests: Scanned[] = []
    block.columns.forEach(({ pair, u, isLength }, column) => {
      const count = counts[b]![column]!
      const wanted = contexts.filter((c) => count[c]! >= least)
      if (wanted.length > 0) {
        const statistics = flip(pair, u, isLength, wanted)
        const halves = flipHalves(pair, u, isLength, halved(wanted))
        contrast(pair, u, wanted).forEach((contrast, at) => {
          const statistic = statistics(at)
          const weight = Math.log(contrast.lift)
          for (let f = 0; f < flips; f++) {
            const own = statistic[f]! * statistic[f]! * 0.5 + weight
            if (own > largest[f]!) largest[f] = own
          }
          const [scoreDiscovery, scoreConfirmation] = [halves(2 * at)[0]!, halves(2 * at + 1)[0]!]
          tests.push({ contrast, column, score: statistic[0]!, scoreDiscovery, scoreConfirmation })
        })
      }
      step()
    })
    return tests
  })

  const ordered = largest.slice().sort()
  const pInside = scanned.map((tests) =>
    tests.map((test) => (flips - firstAtLeast(ordered, evidence(test) - 1e-9)) / flips),
  )
  const critical = ordered[Math.ceil((1 - FAMILY_WISE) * flips) - 1] ?? 0
  const p = scanned.map((tests) => tests.map(localP))
  const joined = weightedQ(
    p.flat(),
    scanned.flat().map(({ contrast }) => contrast.lift),
  )
  let at = 0
  const q = scanned.map((tests) => joined.subarray(at, (at += tests.length)))

  const candidates = scanned
    .flatMap((tests, b) => tests.map((test, t) => ({ block: b, test, inside: pInside[b]![t]! })))
    .filter(({ inside }) => inside <= FAMILY_WISE)
    .sort((a, b) => evidence(b.test) - evidence(a.test))
    .slice(0, MOST_CANDIDATES)
    .map(({ block, test }) => ({
      block,
      test,
      column: test.column,
      context: test.contrast.context,
      z: test.contrast.delta / test.contrast.se,
    }))
  const pElsewhere = new Map<Scanned, number>()
  elsewhereP(sample, blocks, candidates, key, DRAWS, seed, step).forEach((value, at) =>
    pElsewhere.set(candidates[at]!.test, value),
  )

  return scanned.map((tests, b) =>
    tests.map((test, t): ContextTest => {
      const { contrast, score, scoreDiscovery, scoreConfirmation } = test
      const { delta, deltaA, deltaB, zExcess, lift } = contrast
      const sign = Math.sign(score)
      const found = sign * scoreDiscovery >= Z_HALF
      const pPermutation = Math.max(pInside[b]![t]!, pElsewhere.get(test) ?? 0)
      const confirmed =
        pElsewhere.has(test) &&
        pPermutation <= FAMILY_WISE &&
        q[b]![t]! <= FALSE_DISCOVERY &&
        [delta, deltaA, deltaB].every((own) => Math.sign(own) === sign) &&
        found &&
        sign * scoreConfirmation >= Z_HALF &&
        sign * zExcess >= Z95
      return {
        contrast,
        column: test.column,
        score,
        scoreDiscovery,
        scoreConfirmation,
        p: p[b]![t]!,
        q: q[b]![t]!,
        pPermutation,
        found,
        confirmed,
        detectable: detectableMean(contrast, Math.sqrt(2 * Math.max(0, critical - Math.log(lift)))),
      }
    }),
  )
}

type Scanned = Pick<ContextTest, 'contrast' | 'column' | 'score' | 'scoreDiscovery' | 'scoreConfirmation'>

/** The halves of some contexts (halvedCells). */
const halved = (contexts: Uint32Array): Uint32Array =>
  new Uint32Array(2 * contexts.length).map((_, at) => 2 * contexts[at >> 1]! + (at & 1))

/** Discordant pairs of a concept by context; 0 where the context or the rest is too small to be tested. */
const testable = (sample: Sample, cells: Cells, pair: Uint32Array): Uint32Array =>
  discordantInside(cells, pair).map((count, c) => {
    const inside = cells.pairs[c]!
    return inside >= LEAST_PAIRS && sample.n - inside >= LEAST_PAIRS ? count : 0
  })

/** What the family-wise bound compares: minus the log of p over lift, nearly. */
export const evidence = ({ score, contrast }: Pick<ContextTest, 'score' | 'contrast'>): number =>
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
