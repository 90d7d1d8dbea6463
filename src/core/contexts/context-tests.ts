import { pick } from '../indices.ts'
import type { Sample } from '../stats/sample.ts'
import type { TestBlock } from './test-block.ts'
import { contrasts, discordantInside, pairTestTable } from './contrast.ts'
import { pairMaxima, permutationP } from './context-permutation.ts'
import { contextFlips } from './flips.ts'
import { groupedContext } from './grouped-context.ts'
import { detectableMean, leastDiscordant } from './power.ts'
import { rowsOf, type SparseMatrix } from '../linalg/sparse-matrix.ts'
import {
  decideTests,
  LEAST_DISCORDANT,
  type ScopeStatistics,
  testable,
  updateMaxStatistic,
} from './local-decisions.ts'
import type { TestTable } from './test-table.ts'

/** Permutations of context membership. */
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
 * Tests blocks of (concept, context) of pairs together as one scope (local-decisions.ts): by sign flips of
 * whole prompt groups inside, the same flips for all tests, and by contrasts.
 */
export function testBlocks(sample: Sample, blocks: readonly TestBlock[], options: TestOptions): TestTable {
  const { flipBits, seed, parity, key, progress } = options
  const total = blocks.reduce((sum, block) => sum + block.sets.length, 0) + DRAWS
  let done = 0
  const step = () => progress?.(++done, total)

  const plain = blocks.map(({ columns }) => Uint8Array.from(columns, ({ isLength }) => Number(isLength)))
  const rows = blocks.map(({ columns }) =>
    rowsOf(
      sample.n,
      columns.map(({ pair, u }) => ({ row: pair, value: u })),
    ),
  )
  const flipsOf = (bits: number) => rows.map((own, b) => contextFlips(sample, own, plain[b]!, bits, seed))
  const counts = blocks.map(({ sets }, b) => countsInside(rows[b]!, sets))
  const enough = counts.flat().flatMap((count) => [...count.filter((d) => d >= LEAST_DISCORDANT)])
  const least = leastDiscordant(enough, LEAST_DISCORDANT)

  const largest = new Float64Array(2 ** flipBits).fill(-Infinity)
  const length = enough.reduce((tests, d) => tests + (d >= least ? 1 : 0), 0)
  const tests = pairTestTable(length)
  const flips = flipsOf(flipBits)
  let end = 0
  blocks.forEach(({ sets, columns }, b) => {
    const contrast = contrasts(sample, rows[b]!, parity)
    const all = Uint32Array.from(columns.keys())
    sets.forEach((set, c) => {
      const wanted = all.filter((m) => counts[b]![c]![m]! >= least)
      if (wanted.length > 0) {
        const context = groupedContext(sample, set)
        contrast(context, wanted, tests, end)
        const statistics = flips[b]!(context, wanted)
        wanted.forEach((m, slot) => {
          const statistic = statistics(slot)
          updateMaxStatistic(largest, statistic, tests.lift[end]!)
          tests.block[end] = b
          tests.context[end] = c
          tests.column[end] = m
          tests.score[end] = statistic[0]!
          end++
        })
      }
      step()
    })
  })

  decideTests(sample, tests, largest, seed, {
    scoresOn: subsetScores(sample, blocks, tests, flipsOf(0)),
    elsewhere: (candidates) =>
      permutationP(
        tests,
        candidates,
        pairMaxima(sample, blocks, tests, candidates, { key, draws: DRAWS, seed, onDraw: step }),
      ),
    zExcess: (t) => tests.zExcess[t]!,
    detectable: (t, threshold) => detectableMean(tests.reach[t]!, tests.spread[t]!, threshold),
  })
  return tests
}

/** By context, the discordant pairs of each concept; empty where the context or the rest is too small. */
function countsInside(rows: SparseMatrix, sets: readonly Uint32Array[]): Uint32Array[] {
  return sets.map((set) =>
    testable(set.length, rows.rows) ? discordantInside(rows, set) : new Uint32Array(),
  )
}

/**
 * Score statistics of tests on a subset of the pairs.
 * @param flips by block, with the observed labelling only
 */
function subsetScores(
  sample: Sample,
  blocks: readonly TestBlock[],
  tests: TestTable,
  flips: readonly ReturnType<typeof contextFlips>[],
): ScopeStatistics['scoresOn'] {
  return (candidates, isIn) => {
    const scores = new Float64Array(candidates.length)
    blocks.forEach(({ sets }, b) => {
      sets.forEach((set, c) => {
        const own = [...candidates.keys()].filter((at) => {
          const t = candidates[at]!
          return tests.block[t] === b && tests.context[t] === c
        })
        if (own.length === 0) return
        const wanted = Uint32Array.from(own, (at) => tests.column[candidates[at]!]!)
        const statistics = flips[b]!(groupedContext(sample, pick(set, isIn)), wanted)
        own.forEach((at, slot) => (scores[at] = statistics(slot)[0]!))
      })
    })
    return scores
  }
}
