import type { FeatureColumns } from '../activations.ts'

/** A sparse matrix, compressed rows. */
export interface SparseMatrix {
  readonly rows: number
  readonly columns: number
  /** Length rows + 1. */
  readonly indptr: Uint32Array
  readonly column: Uint32Array
  readonly value: Float32Array
}

/** A sparse column: rows ascend. */
export interface SparseColumn {
  readonly row: Uint32Array
  readonly value: Float32Array
}

/** Converts columns to rows; the entries of a row are in column order. */
export function rowsOf(rows: number, columns: readonly SparseColumn[]): SparseMatrix {
  const indptr = new Uint32Array(rows + 1)
  for (const { row } of columns) for (let k = 0; k < row.length; k++) indptr[row[k]! + 1]!++
  for (let i = 0; i < rows; i++) indptr[i + 1]! += indptr[i]!
  const next = indptr.slice(0, rows)
  const column = new Uint32Array(indptr[rows]!)
  const value = new Float32Array(indptr[rows]!)
  columns.forEach((entries, f) => {
    for (let k = 0; k < entries.row.length; k++) {
      const at = next[entries.row[k]!]!++
      column[at] = f
      value[at] = entries.value[k]!
    }
  })
  return { rows, columns: columns.length, indptr, column, value }
}

/**
 * A feature of responses by pair: freq⁺ + sign·freq⁻ where that is not 0 (D = freq⁺ − freq⁻ with sign −1).
 */
export function pairColumn({ indptr, span, freq }: FeatureColumns, f: number, sign: 1 | -1): SparseColumn {
  const last = indptr[f + 1]!
  const row = new Uint32Array(last - indptr[f]!)
  const value = new Float32Array(row.length)
  let count = 0
  for (let k = indptr[f]!; k < last; k++) {
    const pair = span[k]! >> 1
    let x = span[k]! & 1 ? sign * freq[k]! : freq[k]!
    if (!(span[k]! & 1) && k + 1 < last && span[k + 1] === span[k]! + 1) x += sign * freq[++k]!
    if (x === 0) continue
    row[count] = pair
    value[count++] = x
  }
  return { row: row.subarray(0, count), value: value.subarray(0, count) }
}

/** The activation of a feature by span. */
export const maxColumn = ({ indptr, span, max }: FeatureColumns, f: number): SparseColumn => ({
  row: span.subarray(indptr[f], indptr[f + 1]),
  value: max.subarray(indptr[f], indptr[f + 1]),
})

/** Euclidean norm of each row. */
export function rowNorms({ rows, indptr, value }: SparseMatrix): Float64Array {
  const norm = new Float64Array(rows)
  for (let i = 0; i < rows; i++) {
    let squares = 0
    for (let k = indptr[i]!; k < indptr[i + 1]!; k++) squares += value[k]! ** 2
    norm[i] = Math.sqrt(squares)
  }
  return norm
}

/** Some rows, in the order given, each divided by its norm; a zero row stays zero. */
export function unitRows(matrix: SparseMatrix, order: Uint32Array): SparseMatrix {
  const norm = rowNorms(matrix)
  const indptr = new Uint32Array(order.length + 1)
  order.forEach((row, i) => (indptr[i + 1] = indptr[i]! + matrix.indptr[row + 1]! - matrix.indptr[row]!))
  const column = new Uint32Array(indptr[order.length]!)
  const value = new Float32Array(indptr[order.length]!)
  order.forEach((row, i) => {
    const from = matrix.indptr[row]!
    column.set(matrix.column.subarray(from, matrix.indptr[row + 1]), indptr[i])
    for (let k = from; k < matrix.indptr[row + 1]!; k++)
      value[indptr[i]! + k - from] = matrix.value[k]! / (norm[row]! || 1)
  })
  return { rows: order.length, columns: matrix.columns, indptr, column, value }
}

/** At most `most` of the given rows, at equal steps through their order. */
export function drawnEvenly(order: Uint32Array, most: number): Uint32Array {
  const step = Math.max(1, order.length / most)
  return Uint32Array.from({ length: Math.floor(order.length / step) }, (_, k) => order[Math.floor(k * step)]!)
}

/**
 * The entries of a column in some of its rows, numbered anew.
 * @param place new number of each row; −1 for those left out
 */
export function within({ row, value }: SparseColumn, place: Int32Array): SparseColumn {
  const own = { row: new Uint32Array(row.length), value: new Float32Array(row.length) }
  let count = 0
  for (let k = 0; k < row.length; k++) {
    const at = place[row[k]!]!
    if (at < 0) continue
    own.row[count] = at
    own.value[count++] = value[k]!
  }
  return { row: own.row.subarray(0, count), value: own.value.subarray(0, count) }
}
