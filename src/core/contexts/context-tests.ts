import { dealClusters, type Sample } from '../stats/sample.ts'
import { type Block, restrict } from './block.ts'
import { layCells, membership } from './context.ts'
import { type Contrast, contrasts } from './contrast.ts'
import { elsewhereP } from './elsewhere.ts'
import { contextFlips } from './flips.ts'
import { detectableMean, leastDiscordant } from './power.ts'
import { type ContextTest, judgeScope, LEAST_DISCORDANT, LEAST_PAIRS, takeLargest } from './scope.ts'

/** Draws of contexts anew. */
const DRAWS = 99

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
 * Tests blocks of (concept, context) of pairs together as one scope (scope.ts): by sign flips of whole prompt groups inside,
 * the same for all tests, and by contrasts.
 */
export function testBlocks(sample: Sample, blocks: readonly Block[], options: TestOptions): ContextTest[][] {
  const { flipBits, seed, parity, progress } = options
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

  const half = dealClusters(sample, 2, seed)
  const largest = new Float64Array(2 ** flipBits).fill(-Infinity)
  const scanned = blocks.map((block, b) => {
    const flip = contextFlips(sample, block.sets, cells[b]!, flipBits, seed)
    const tests: Scored[] = []
    block.columns.forEach(({ pair, u, isLength }, column) => {
      const eligible = found[b]![column]!.filter(({ discordant }) => discordant >= least)
      if (eligible.length > 0) {
        const statistics = flip(pair, u, isLength)
        for (const test of eligible) {
          const statistic = statistics(test.context)
          takeLargest(largest, statistic, test.lift)
          tests.push({ ...test, block: b, column, score: statistic[0]! })
        }
      }
      step()
    })
    const [discovery, confirmation] = [0, 1].map((h) =>
      scoresOn(
        sample,
        block,
        tests,
        Uint32Array.from(half.keys()).filter((i) => half[i] === h),
      ),
    ) as [Float64Array, Float64Array]
    return tests.map((test, t) => ({
      ...test,
      scoreDiscovery: discovery[t]!,
      scoreConfirmation: confirmation[t]!,
    }))
  })

  const tests = judgeScope(scanned.flat(), largest, {
    elsewhere: (candidates) =>
      elsewhereP(
        sample,
        blocks,
        candidates.map(({ block, column, context, delta, se }) => ({
          ...{ block, column, context },
          z: delta / se,
        })),
        DRAWS,
        seed,
        step,
      ),
    zExcess: ({ zExcess }) => zExcess,
    detectable: detectableMean,
  })
  let at = 0
  return scanned.map((own) => tests.slice(at, (at += own.length)))
}

type Scored = Contrast & { readonly block: number; readonly column: number; readonly score: number }

/** Scores of the tests on some pairs alone. */
function scoresOn(sample: Sample, block: Block, tests: readonly Scored[], keep: Uint32Array): Float64Array {
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
