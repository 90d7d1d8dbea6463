import type { Labels, Sample } from '../stats/sample.ts'
import type { TestColumn } from './test-block.ts'
import { layCells, membership } from './context.ts'
import { groupShuffler } from './context-permutation.ts'
import { responseContrasts } from './response-contrast.ts'
import type { TestTable } from './test-table.ts'

/** Slack for comparing statistics that are equal but for rounding. */
const TIE = 1e-9

/**
 * Family-wise p, over some tests, that Δ is not 0: contexts are dealt anew to prompt groups of equal size,
 * and the largest |z| over the tests is compared with each test's own; p = (b + 1)/(B + 1). z is Δ over its
 * standard error, so that it matters little that a concept, or good responses, may be commoner in one context
 * than in another.
 * @param candidates rows of `tests`
 * @param draws B
 * @param onDraw called after each draw
 */
export function responsePermutationP(
  sample: Sample,
  labels: Labels,
  sets: readonly Uint32Array[],
  columns: readonly TestColumn[],
  tests: Pick<TestTable, 'column' | 'context' | 'delta' | 'se'>,
  candidates: Uint32Array,
  draws: number,
  seed: number,
  onDraw?: () => void,
): Float64Array {
  const wanted = new Map<number, number[]>()
  for (const t of candidates) {
    const own = wanted.get(tests.column[t]!)
    if (own) own.push(tests.context[t]!)
    else wanted.set(tests.column[t]!, [tests.context[t]!])
  }
  const asked = new Set(candidates.map((t) => tests.context[t]!))
  const reached = new Float64Array(candidates.length).fill(1)
  const half = new Uint8Array(sample.n)
  const deal = groupShuffler(sample, labels.key, new Uint8Array(sample.clusters).fill(1), seed)
  for (let draw = 0; draw < draws; draw++) {
    let largest = 0
    if (candidates.length > 0) {
      const to = deal()
      const dealt = sets.map((set, c) => (asked.has(c) ? set.map((i) => to[i]!).sort() : new Uint32Array()))
      const contrast = responseContrasts(sample, labels, layCells(sample, membership(sample.n, dealt)), half)
      for (const [column, contexts] of wanted) {
        const { pair, u } = columns[column]!
        for (const { delta, se } of contrast(pair, u, Uint32Array.from(contexts)))
          if (se > 0) largest = Math.max(largest, Math.abs(delta) / se)
      }
    }
    candidates.forEach((t, at) => {
      if (largest >= Math.abs(tests.delta[t]!) / tests.se[t]! - TIE) reached[at]!++
    })
    onDraw?.()
  }
  return reached.map((count) => count / (draws + 1))
}
