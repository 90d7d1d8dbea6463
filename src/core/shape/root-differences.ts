import type { FeatureColumns } from '../activations.ts'
import { eachDifference } from '../hypotheses/concept-design.ts'

/**
 * What a reward head sees of every pair, row by row: √chosen − √rejected of the features that the sides differ in. The
 * columns have the same, but to add them up by pair takes three times as long.
 */
export interface RootDifferences {
  /** Length pairs + 1. */
  readonly indptr: Uint32Array
  readonly feature: Uint16Array | Uint32Array
  readonly value: Float32Array
}

const made = new WeakMap<FeatureColumns, RootDifferences>()

/** Made once for a table, which takes as long as several passes. */
export function rootDifferences(columns: FeatureColumns): RootDifferences {
  let rows = made.get(columns)
  if (!rows) made.set(columns, (rows = make(columns)))
  return rows
}

function make(columns: FeatureColumns): RootDifferences {
  const pairs = columns.spans / 2
  const place = Int32Array.from({ length: pairs }, (_, i) => i)
  const indptr = new Uint32Array(pairs + 1)
  eachDifference(columns, place, (pair) => indptr[pair + 1]!++)
  for (let i = 0; i < pairs; i++) indptr[i + 1]! += indptr[i]!
  const next = indptr.slice(0, pairs)
  const feature = new (columns.features > 0xffff ? Uint32Array : Uint16Array)(indptr[pairs]!)
  const value = new Float32Array(indptr[pairs]!)
  eachDifference(columns, place, (pair, f, difference) => {
    feature[next[pair]!] = f
    value[next[pair]!++] = difference
  })
  return { indptr, feature, value }
}

/** Adds Σ_f b_f·(√chosen − √rejected) to some pairs. @param b by feature; what is beyond the features is left out */
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
