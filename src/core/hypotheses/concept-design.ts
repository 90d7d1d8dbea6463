import type { FeatureColumns } from '../activations.ts'
import type { Concept } from '../concepts/concept.ts'
import { type Design, sparseDesign } from '../stats/design.ts'

/** Blocks of predictors that share a ridge penalty. */
export const LENGTH_BLOCK = 0
export const DICTIONARY_BLOCK = 1
export const SURFACE_BLOCK = 2
export const PHRASE_BLOCK = 3

export interface BlockDesign {
  readonly design: Design
  /** Per column. */
  readonly block: Uint8Array
}

/**
 * Chosen − rejected of every feature, and ℓ in the last column. Activations enter by their square root, which keeps
 * one strong firing from outweighing many.
 */
export function conceptDesign(
  columns: FeatureColumns,
  concepts: readonly Concept[],
  length: Float64Array,
): BlockDesign {
  const pairs = length.length
  const block = new Uint8Array(columns.features + 1).fill(DICTIONARY_BLOCK)
  for (const { source, features } of concepts) {
    if (source === 'surface') for (const f of features) block[f] = SURFACE_BLOCK
    if (source === 'phrase') for (const f of features) block[f] = PHRASE_BLOCK
  }
  block[columns.features] = LENGTH_BLOCK

  const count = new Uint32Array(pairs + 1)
  eachDifference(columns, (pair) => count[pair + 1]!++)
  for (let i = 0; i < pairs; i++) count[i + 1]! += count[i]! + 1
  const next = count.slice(0, pairs)
  const column = new Uint32Array(count[pairs]!)
  const value = new Float64Array(count[pairs]!)
  const put = (pair: number, feature: number, difference: number) => {
    column[next[pair]!] = feature
    value[next[pair]!++] = difference
  }
  eachDifference(columns, put)
  length.forEach((l, i) => put(i, columns.features, l))
  return { design: sparseDesign(columns.features + 1, count, column, value), block }
}

/** Visits the pairs whose sides differ in a feature, feature by feature. Spans ascend, so a pair's two are neighbours. */
function eachDifference(
  { features, indptr, span, max }: FeatureColumns,
  visit: (pair: number, feature: number, difference: number) => void,
): void {
  for (let f = 0; f < features; f++) {
    for (let k = indptr[f]!; k < indptr[f + 1]!; k++) {
      const pair = span[k]! >> 1
      let difference = root(max[k]!)
      if (span[k]! & 1) difference = -difference
      else if (k + 1 < indptr[f + 1]! && span[k + 1]! >> 1 === pair) difference -= root(max[++k]!)
      if (difference !== 0) visit(pair, f, difference)
    }
  }
}

const root = (value: number): number => Math.sign(value) * Math.sqrt(Math.abs(value))
