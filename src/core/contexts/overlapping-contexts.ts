import { testEvidence } from './local-decisions.ts'
import type { TestTable } from './test-table.ts'

/**
 * For contexts of which any two are disjoint or nested, the tests that locate a concept's effect best: of two
 * tests in nested contexts, the confirmed one, or else the one with more evidence.
 * @param own rows of `tests`, of one block
 * @param sets ascending pairs of each context
 */
export function strongestOfNested(
  tests: Pick<TestTable, 'column' | 'context' | 'confirmed' | 'score' | 'lift'>,
  own: Uint32Array,
  sets: readonly Uint32Array[],
): Uint32Array {
  const { column, context, confirmed } = tests
  const overlapping = sets.map((set) => sets.map((other) => overlap(set, other)))
  const byColumn = new Map<number, number[]>()
  for (const t of own) {
    const same = byColumn.get(column[t]!)
    if (same) same.push(t)
    else byColumn.set(column[t]!, [t])
  }
  const kept = [...byColumn.values()].flatMap((same) => {
    const contexts: number[] = []
    return same
      .sort((a, b) => confirmed[b]! - confirmed[a]! || testEvidence(tests, b) - testEvidence(tests, a))
      .filter((t) => {
        const among = overlapping[context[t]!]!
        if (contexts.some((c) => among[c])) return false
        contexts.push(context[t]!)
        return true
      })
  })
  return Uint32Array.from(kept).sort()
}

/**
 * Whether two disjoint or nested sets are nested: whether the larger contains the first item of the smaller.
 */
export function overlap(a: Uint32Array, b: Uint32Array): boolean {
  const [small, large] = a.length <= b.length ? [a, b] : [b, a]
  let [low, high] = [0, large.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if (large[middle]! < small[0]!) low = middle + 1
    else high = middle
  }
  return large[low] === small[0]
}
