import { dealClusters, type Sample } from '../stats/sample.ts'
import type { Block } from './block.ts'
import { type Cells, halvedCells, layCells, membership } from './context.ts'
import { type Contrast, contrasts, discordantInside } from './contrast.ts'
import { elsewhereP } from './elsewhere.ts'
import { contextFlips } from './flips.ts'
import { detectableMean, leastDiscordant } from './power.ts'
import {
  type ContextTest,
  judgeScope,
  LEAST_DISCORDANT,
  LEAST_PAIRS,
  type Scanned,
  takeLargest,
} from './scope.ts'

/** Draws of contexts anew. */
const DRAWS = 499

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
 * Tests blocks of (concept, context) of pairs together as one scope (scope.ts): by sign flips of whole prompt groups inside,
 * the same for all tests, and by contrasts.
 */
export function testBlocks(sample: Sample, blocks: readonly Block[], options: TestOptions): ContextTest[][] {
  const { flipBits, seed, parity, key, progress } = options
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
  const largest = new Float64Array(2 ** flipBits).fill(-Infinity)
  const scanned = blocks.map((block, b) => {
    const contrast = contrasts(sample, cells[b]!, parity)
    const flip = contextFlips(sample, cells[b]!, flipBits, seed)
    const flipHalves = contextFlips(sample, halvedCells(sample, cells[b]!, half), 0, seed)
    const contexts = Uint32Array.from(block.sets.keys())
    const tests: (Scanned<Contrast> & { readonly block: number })[] = []
    block.columns.forEach(({ pair, u, isLength }, column) => {
      const count = counts[b]![column]!
      const wanted = contexts.filter((c) => count[c]! >= least)
      if (wanted.length > 0) {
        const statistics = flip(pair, u, isLength, wanted)
        const halves = flipHalves(pair, u, isLength, halved(wanted))
        contrast(pair, u, wanted).forEach((contrast, at) => {
          const statistic = statistics(at)
          takeLargest(largest, statistic, contrast.lift)
          const [scoreDiscovery, scoreConfirmation] = [halves(2 * at)[0]!, halves(2 * at + 1)[0]!]
          tests.push({ contrast, block: b, column, score: statistic[0]!, scoreDiscovery, scoreConfirmation })
        })
      }
      step()
    })
    return tests
  })

  const tests = judgeScope(scanned.flat(), largest, {
    elsewhere: (candidates) =>
      elsewhereP(
        sample,
        blocks,
        candidates.map(({ block, column, contrast: { context, delta, se } }) => ({
          ...{ block, column, context },
          z: delta / se,
        })),
        key,
        DRAWS,
        seed,
        step,
      ),
    zExcess: ({ contrast }) => contrast.zExcess,
    detectable: ({ contrast }, threshold) => detectableMean(contrast, threshold),
  })
  let at = 0
  return scanned.map((own) => tests.slice(at, (at += own.length)))
}

/** The halves of some contexts (halvedCells). */
const halved = (contexts: Uint32Array): Uint32Array =>
  new Uint32Array(2 * contexts.length).map((_, at) => 2 * contexts[at >> 1]! + (at & 1))

/** Discordant pairs of a concept by context; 0 where the context or the rest is too small to be tested. */
const testable = (sample: Sample, cells: Cells, pair: Uint32Array): Uint32Array =>
  discordantInside(cells, pair).map((count, c) => {
    const inside = cells.pairs[c]!
    return inside >= LEAST_PAIRS && sample.n - inside >= LEAST_PAIRS ? count : 0
  })
