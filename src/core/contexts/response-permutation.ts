import type { Labels, Sample } from '../stats/sample.ts'
import type { TestBlock } from './test-block.ts'
import { layCells, membership } from './context.ts'
import { groupShuffler, type PermutationOptions } from './context-permutation.ts'
import { responseContrasts } from './response-contrast.ts'
import type { TestTable } from './test-table.ts'

/**
 * By draw, the largest |z| over tests of single responses. z is Δ over its standard error, so that it matters
 * little that a concept, or good responses, may be commoner in one context than in another.
 * @param candidates rows of `tests`
 */
export function responseMaxima(
  sample: Sample,
  labels: Labels,
  { sets, columns, tests }: TestBlock & { readonly tests: Pick<TestTable, 'column' | 'context'> },
  candidates: Uint32Array,
  { draws, seed, onDraw }: Omit<PermutationOptions, 'key'>,
): Float64Array {
  const wanted = new Map<number, number[]>()
  for (const t of candidates) {
    const own = wanted.get(tests.column[t]!)
    if (own) own.push(tests.context[t]!)
    else wanted.set(tests.column[t]!, [tests.context[t]!])
  }
  const asked = new Set(candidates.map((t) => tests.context[t]!))
  const half = new Uint8Array(sample.n)
  const shuffled = groupShuffler(sample, labels.key, new Uint8Array(sample.clusters).fill(1), seed)
  return new Float64Array(draws).map(() => {
    onDraw?.()
    if (candidates.length === 0) return 0
    const to = shuffled()
    const permuted = sets.map((set, c) => (asked.has(c) ? set.map((i) => to[i]!).sort() : new Uint32Array()))
    const cells = layCells(sample, membership(sample.n, permuted))
    const contrast = responseContrasts(sample, labels, cells, half)
    let largest = 0
    for (const [column, contexts] of wanted) {
      const { pair, u } = columns[column]!
      for (const { delta, se } of contrast(pair, u, Uint32Array.from(contexts)))
        if (se > 0) largest = Math.max(largest, Math.abs(delta) / se)
    }
    return largest
  })
}
