import type { FeatureColumns } from '../activations.ts'
import { signedRoot } from '../stats/signed-root.ts'

/**
 * What a reward head sees of every pair, row by row: √chosen − √rejected of the features that the sides
 * differ in. The columns have the same, but to add them up by pair takes three times as long.
 */
export interface RootDifferences {
  /** Length pairs + 1. */
  readonly indptr: Uint32Array
  readonly feature: Uint16Array | Uint32Array
  readonly value: Float32Array
}

/** Entries of the columns that are read without a pause. */
const BETWEEN_PAUSES = 500_000

const made = new WeakMap<FeatureColumns, RootDifferences>()
const making = new WeakMap<FeatureColumns, Generator<undefined, RootDifferences>>()

/**
 * Made once for a table, which takes as long as several passes.
 * @param pause called now and then; where it throws, what is made so far is kept for the next call
 */
export function rootDifferences(columns: FeatureColumns, pause?: () => void): RootDifferences {
  const known = made.get(columns)
  if (known) return known
  const maker = making.get(columns) ?? make(columns)
  making.set(columns, maker)
  for (;;) {
    const { done, value } = maker.next()
    if (done) {
      made.set(columns, value)
      making.delete(columns)
      return value
    }
    pause?.()
  }
}

function* make(columns: FeatureColumns): Generator<undefined, RootDifferences> {
  const pairs = columns.spans / 2
  const parts = partsOf(columns)
  const indptr = new Uint32Array(pairs + 1)
  for (const [first, end] of parts) {
    for (let f = first; f < end; f++) countDifferences(columns, f, indptr)
    yield
  }
  for (let i = 0; i < pairs; i++) indptr[i + 1]! += indptr[i]!
  const next = indptr.slice(0, pairs)
  const feature = new (columns.features > 0xffff ? Uint32Array : Uint16Array)(indptr[pairs]!)
  const value = new Float32Array(indptr[pairs]!)
  for (const [first, end] of parts) {
    for (let f = first; f < end; f++) writeDifferences(columns, f, next, feature, value)
    yield
  }
  return { indptr, feature, value }
}

/** Features [first, end) with about BETWEEN_PAUSES entries each. */
function partsOf({ features, indptr }: FeatureColumns): (readonly [first: number, end: number])[] {
  const parts: (readonly [number, number])[] = []
  for (let first = 0, f = 1; f <= features; f++) {
    if (f < features && indptr[f]! - indptr[first]! < BETWEEN_PAUSES) continue
    parts.push([first, f])
    first = f
  }
  return parts
}

/**
 * Counts a feature's differences by pair, one place on. Spans ascend within a feature, so a pair's two are
 * neighbours: the second is the rejected one.
 */
function countDifferences({ indptr, span, max }: FeatureColumns, f: number, counts: Uint32Array): void {
  for (let k = indptr[f]!, end = indptr[f + 1]!; k < end; k++) {
    const pair = span[k]! >> 1
    if (k + 1 < end && span[k + 1]! >> 1 === pair) {
      if (max[k] !== max[k + 1]) counts[pair + 1]!++
      k++
    } else counts[pair + 1]!++
  }
}

/** @param next place of each pair's next entry */
function writeDifferences(
  { indptr, span, max }: FeatureColumns,
  f: number,
  next: Uint32Array,
  feature: Uint16Array | Uint32Array,
  value: Float32Array,
): void {
  for (let k = indptr[f]!, end = indptr[f + 1]!; k < end; k++) {
    const pair = span[k]! >> 1
    let difference = span[k]! & 1 ? -signedRoot(max[k]!) : signedRoot(max[k]!)
    if (k + 1 < end && span[k + 1]! >> 1 === pair) {
      if (max[k] === max[++k]) continue
      difference -= signedRoot(max[k]!)
    }
    feature[next[pair]!] = f
    value[next[pair]!++] = difference
  }
}

/**
 * Adds Σ_f b_f·(√chosen − √rejected) to some pairs.
 * @param b by feature; what is beyond the features is left out
 */
export function addLogOdds(
  columns: FeatureColumns,
  b: Float64Array,
  pairs: Uint32Array,
  out: Float64Array,
): void {
  const { indptr, feature, value } = rootDifferences(columns)
  for (let at = 0; at < pairs.length; at++) {
    const pair = pairs[at]!
    let sum = 0
    for (let k = indptr[pair]!, end = indptr[pair + 1]!; k < end; k++) sum += b[feature[k]!]! * value[k]!
    out[pair]! += sum
  }
}
