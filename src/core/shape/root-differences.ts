import type { FeatureColumns } from '../activations.ts'

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

/** Loops without a call for each entry: there are millions. */
function make({ features, spans, indptr: from, span, max }: FeatureColumns): RootDifferences {
  const pairs = spans / 2
  const indptr = new Uint32Array(pairs + 1)
  // Spans ascend within a feature, so a pair's two are neighbours: the second is the rejected one.
  for (let f = 0; f < features; f++) {
    for (let k = from[f]!, end = from[f + 1]!; k < end; k++) {
      const pair = span[k]! >> 1
      if (k + 1 < end && span[k + 1]! >> 1 === pair) {
        if (max[k] !== max[k + 1]) indptr[pair + 1]!++
        k++
      } else indptr[pair + 1]!++
    }
  }
  for (let i = 0; i < pairs; i++) indptr[i + 1]! += indptr[i]!
  const next = indptr.slice(0, pairs)
  const feature = new (features > 0xffff ? Uint32Array : Uint16Array)(indptr[pairs]!)
  const value = new Float32Array(indptr[pairs]!)
  for (let f = 0; f < features; f++) {
    for (let k = from[f]!, end = from[f + 1]!; k < end; k++) {
      const pair = span[k]! >> 1
      let difference = span[k]! & 1 ? -root(max[k]!) : root(max[k]!)
      if (k + 1 < end && span[k + 1]! >> 1 === pair) {
        if (max[k] === max[++k]) continue
        difference -= root(max[k]!)
      }
      feature[next[pair]!] = f
      value[next[pair]!++] = difference
    }
  }
  return { indptr, feature, value }
}

const root = (value: number): number => (value < 0 ? -Math.sqrt(-value) : Math.sqrt(value))

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
