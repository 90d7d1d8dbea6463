import { type ContextTest, evidence } from './scope.ts'

/**
 * Of contexts of which any two are disjoint or one within the other, the tests that say where a concept's effect is: of two
 * that overlap the confirmed one, or else the one with more evidence, and not the other.
 * @param sets ascending pairs of each context
 */
export function strongestOfNested(
  tests: readonly ContextTest[],
  sets: readonly Uint32Array[],
): ContextTest[] {
  const byColumn = new Map<number, ContextTest[]>()
  for (const test of tests) {
    const same = byColumn.get(test.column)
    if (same) same.push(test)
    else byColumn.set(test.column, [test])
  }
  return [...byColumn.values()].flatMap((own) => {
    const kept: ContextTest[] = []
    const strongestFirst = own.toSorted(
      (a, b) => Number(b.confirmed) - Number(a.confirmed) || evidence(b) - evidence(a),
    )
    for (const test of strongestFirst)
      if (!kept.some((one) => overlap(sets[test.contrast.context]!, sets[one.contrast.context]!)))
        kept.push(test)
    return kept
  })
}

/** Whether the larger of two sets has the first item of the smaller. */
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
