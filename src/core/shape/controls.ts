import { permutation, random } from '../random.ts'
import { choosePenalty, fitHead, type Head, type HeadFeatures, sameSaying } from './head.ts'
import { fitReliance } from './reliance.ts'

/** The other features are weighed on at most so many pairs: a click must not wait for more. */
const MOST_PAIRS = 5000

/**
 * What a reward head that sees every feature relies on a concept for beyond what one that sees length does. A feature
 * that says the same as the concept (r > 0.7) is no control but part of it.
 */
export interface Controls {
  /** Per concept: its coefficient in the head that sees all, less its coefficient in the one that sees the concepts and length. */
  adjustment(deltas: readonly Float64Array[], lengthAdjusted: boolean): Float64Array
  /** Log-odds of every pair's label without the concept: what the head makes of everything else. */
  without(delta: Float64Array, lengthAdjusted: boolean): Float64Array
}

/** @param features gathers the features of some pairs; called when first needed, since it costs a pass over activations */
export function createControls(
  features: (pairs: Uint32Array) => HeadFeatures,
  length: Float64Array,
  seed: number,
): Controls {
  const all = Uint32Array.from(length.keys())
  const sample = permutation(length.length, random(seed)).subarray(0, MOST_PAIRS).sort()
  const some = lazy(() => features(sample))
  const whole = lazy(() => (sample.length === all.length ? some() : features(all)))
  const kappa = lazy(() => {
    const rows = rowsOf(sample)
    return choosePenalty(
      some(),
      rows.filter((i) => i % 3 > 0),
      rows.filter((i) => i % 3 === 0),
    )
  })
  // Fits start where the head without any decided concept ends.
  const start = lazy(() => fitHead(some(), rowsOf(sample), kappa()).b)

  const head = (deltas: readonly Float64Array[], lengthAdjusted: boolean): Head => {
    const rows = rowsOf(sample)
    const without = new Set(deltas.flatMap((delta) => sameSaying(some(), rows, delta)))
    if (!lengthAdjusted) without.add(some().length)
    const from = new Float64Array(start().length + deltas.length)
    start().forEach((b, j) => (from[j] = without.has(j) ? 0 : b))
    return fitHead(some(), rows, kappa(), deltas, { without: [...without], start: from })
  }
  const sampled = (column: Float64Array) => Float64Array.from(sample, (i) => column[i]!)

  return {
    adjustment(deltas, lengthAdjusted) {
      const own = deltas.map(sampled)
      const { b } = head(own, lengthAdjusted)
      const alone = fitReliance(lengthAdjusted ? [...own, sampled(length)] : own)
      return b.subarray(b.length - own.length).map((coefficient, c) => coefficient - alone[c]!)
    },
    without(delta, lengthAdjusted) {
      const { b } = head([sampled(delta)], lengthAdjusted)
      const others = b.subarray(0, b.length - 1)
      return delta.map((_, i) => whole().design.dot(i, others))
    },
  }
}

const rowsOf = (pairs: Uint32Array): Uint32Array => Uint32Array.from(pairs.keys())

function lazy<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined
  return () => (made ??= { value: make() }).value
}
