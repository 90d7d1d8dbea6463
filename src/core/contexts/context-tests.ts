import { twoSided, Z95 } from '../stats/normal.ts'
import { dealClusters, type Sample } from '../stats/sample.ts'
import { type Block, restrict } from './block.ts'
import { layCells, membership } from './context.ts'
import { type Contrast, contrasts } from './contrast.ts'
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
const DRAWS = 99
const MOST_CANDIDATES = 400

/** One concept in one context, tested. */
export interface ContextTest extends Contrast {
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
  const { flipBits, seed, parity, progress } = options
  const flips = 2 ** flipBits
  const columns = blocks.reduce((sum, block) => sum + block.columns.length, 0)
  const total = columns + DRAWS
  let done = 0
  const step = () => progress?.(++done, total)

  const cells = blocks.map(({ sets }) => layCells(sample, membership(sample.n, sets)))
  const found = blocks.map(({ columns }, b) => {
    const contrast = contrasts(sample, cells[b]!, parity, LEAST_DISCORDANT)
    return columns.map(({ pair, u }) =>
      contrast(pair, u).filter(({ context }) => {
        const inside = cells[b]!.pairs[context]!
        return inside >= LEAST_PAIRS && sample.n - inside >= LEAST_PAIRS
      }),
    )
  })
  const least = leastDiscordant(
    found.flat(2).map(({ discordant }) => discordant),
    LEAST_DISCORDANT,
  )

  const largest = new Float64Array(flips).fill(-Infinity)
  const scanned = blocks.map((block, b) => {
    const flip = contextFlips(sample, block.sets, cells[b]!, flipBits, seed)
    const tests: Scanned[] = []
    block.columns.forEach(({ pair, u, isLength }, column) => {
      const eligible = found[b]![column]!.filter(({ discordant }) => discordant >= least)
      if (eligible.length > 0) {
        const statistics = flip(pair, u, isLength)
        for (const test of eligible) {
          const statistic = statistics(test.context)
          const weight = Math.log(test.lift)
          for (let f = 0; f < flips; f++) {
            const own = statistic[f]! * statistic[f]! * 0.5 + weight
            if (own > largest[f]!) largest[f] = own
          }
          tests.push({ ...test, column, score: statistic[0]! })
        }
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
    scanned.flat().map(({ lift }) => lift),
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
      context: test.context,
      z: test.delta / test.se,
    }))
  const pElsewhere = new Map<Scanned, number>()
  elsewhereP(sample, blocks, candidates, DRAWS, seed, step).forEach((value, at) =>
    pElsewhere.set(candidates[at]!.test, value),
  )

  const half = dealClusters(sample, 2, seed)
  return blocks.map((block, b) => {
    const tests = scanned[b]!
    const [discovery, confirmation] = [0, 1].map((h) =>
      scoresOn(
        sample,
        block,
        tests,
        Uint32Array.from(half.keys()).filter((i) => half[i] === h),
      ),
    ) as [Float64Array, Float64Array]
    return tests.map((test, t): ContextTest => {
      const sign = Math.sign(test.score)
      const found = sign * discovery[t]! >= Z_HALF
      const pPermutation = Math.max(pInside[b]![t]!, pElsewhere.get(test) ?? 0)
      const confirmed =
        pElsewhere.has(test) &&
        pPermutation <= FAMILY_WISE &&
        q[b]![t]! <= FALSE_DISCOVERY &&
        [test.delta, test.deltaA, test.deltaB].every((delta) => Math.sign(delta) === sign) &&
        found &&
        sign * confirmation[t]! >= Z_HALF &&
        sign * test.zExcess >= Z95
      return {
        ...test,
        scoreDiscovery: discovery[t]!,
        scoreConfirmation: confirmation[t]!,
        p: p[b]![t]!,
        q: q[b]![t]!,
        pPermutation,
        found,
        confirmed,
        detectable: detectableMean(test, Math.sqrt(2 * Math.max(0, critical - Math.log(test.lift)))),
      }
    })
  })
}

type Scanned = Contrast & { readonly column: number; readonly score: number }

/** What the family-wise bound compares: minus the log of p over lift, nearly. */
const evidence = ({ score, lift }: Scanned): number => score ** 2 / 2 + Math.log(lift)

const localP = ({ score, delta, se }: Scanned): number =>
  score * delta > 0 ? Math.max(twoSided(score), se > 0 ? twoSided(delta / se) : 1) : 1

/** Scores of the tests on some pairs alone. */
function scoresOn(sample: Sample, block: Block, tests: readonly Scanned[], keep: Uint32Array): Float64Array {
  const part = restrict(sample, keep)
  const { sets, columns } = part.block(block)
  const flip = contextFlips(part.sample, sets, layCells(part.sample, membership(keep.length, sets)), 0, 0)
  const score = new Float64Array(tests.length)
  let statistics = flip(new Uint32Array(), new Float32Array(), false)
  let current = -1
  tests.forEach(({ column, context }, t) => {
    if (column !== current) {
      const { pair, u, isLength } = columns[column]!
      statistics = flip(pair, u, isLength)
      current = column
    }
    score[t] = statistics(context)[0]!
  })
  return score
}

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
