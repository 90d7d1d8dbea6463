import { evidence } from './scope.ts'
import type { TestTable } from './test-table.ts'

/**
 * Of contexts of which any two are disjoint or one within the other, the tests that say where a concept's effect is: of two
 * that overlap the confirmed one, or else the one with more evidence, and not the other.
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
  const strength = Float64Array.from(own, (t) => evidence(tests, t))
  const strongestFirst = Uint32Array.from(own.keys()).sort(
    (a, b) => confirmed[own[b]!]! - confirmed[own[a]!]! || strength[b]! - strength[a]!,
  )
  const kept = new Map<number, number[]>()
  const isKept = new Uint8Array(own.length)
  for (const at of strongestFirst) {
    const t = own[at]!
    const before = kept.get(column[t]!)
    if (before?.some((c) => overlapping[context[t]!]![c])) continue
    if (before) before.push(context[t]!)
    else kept.set(column[t]!, [context[t]!])
    isKept[at] = 1
  }
  return own.filter((_, at) => isKept[at] === 1)
}

/** Whether the larger of two sets has the first item of the smaller. */
function overlap(a: Uint32Array, b: Uint32Array): boolean {
  const [small, large] = a.length <= b.length ? [a, b] : [b, a]
  let [low, high] = [0, large.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if (large[middle]! < small[0]!) low = middle + 1
    else high = middle
  }
  return large[low] === small[0]
}
