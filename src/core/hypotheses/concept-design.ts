import type { FeatureColumns } from '../activations.ts'
import type { Concept } from '../concepts/concept.ts'
import { type Design, sparseDesign } from '../stats/design.ts'
import { signedRoot } from '../stats/signed-root.ts'

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
 * Chosen − rejected of every feature, and ℓ in the last column. Activations enter by their square root, so
 * that one strong activation does not outweigh many weak ones.
 * @param place row of each pair in the design, −1 for one left out
 * @param length ℓ by row
 */
export function conceptDesign(
  columns: FeatureColumns,
  concepts: readonly Concept[],
  place: Int32Array,
  length: Float64Array,
): BlockDesign {
  const rows = length.length
  const block = new Uint8Array(columns.features + 1).fill(DICTIONARY_BLOCK)
  for (const { source, features } of concepts) {
    if (source === 'surface') for (const f of features) block[f] = SURFACE_BLOCK
    if (source === 'phrase') for (const f of features) block[f] = PHRASE_BLOCK
  }
  block[columns.features] = LENGTH_BLOCK

  const indptr = new Uint32Array(rows + 1)
  eachDifference(columns, place, (row) => indptr[row + 1]!++)
  for (let i = 0; i < rows; i++) indptr[i + 1]! += indptr[i]! + 1
  const next = indptr.slice(0, rows)
  const column = new Uint32Array(indptr[rows]!)
  const value = new Float64Array(indptr[rows]!)
  const put = (row: number, feature: number, difference: number) => {
    column[next[row]!] = feature
    value[next[row]!++] = difference
  }
  eachDifference(columns, place, put)
  length.forEach((l, row) => put(row, columns.features, l))
  return { design: sparseDesign(columns.features + 1, indptr, column, value), block }
}

/**
 * Visits the rows whose two responses differ in a feature, feature by feature. Spans ascend, so the two spans
 * of a pair are adjacent.
 */
function eachDifference(
  { features, indptr, span, max }: FeatureColumns,
  place: Int32Array,
  visit: (row: number, feature: number, difference: number) => void,
): void {
  for (let f = 0; f < features; f++) {
    for (let k = indptr[f]!; k < indptr[f + 1]!; k++) {
      const pair = span[k]! >> 1
      if (place[pair]! < 0) continue
      let difference = signedRoot(max[k]!)
      if (span[k]! & 1) difference = -difference
      else if (k + 1 < indptr[f + 1]! && span[k + 1]! >> 1 === pair) difference -= signedRoot(max[++k]!)
      if (difference !== 0) visit(place[pair]!, f, difference)
    }
  }
}
