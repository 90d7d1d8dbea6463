import type { FeatureColumns } from '../activations.ts'

/** A sparse matrix, compressed rows. */
export interface SparseRows {
  readonly rows: number
  readonly columns: number
  /** Length rows + 1. */
  readonly indptr: Uint32Array
  readonly column: Uint32Array
  readonly value: Float32Array
}

/** Entries of one column: row and value, rows ascending. */
export type ColumnVisitor = (visit: (row: number, value: number) => void) => void

/** Turns columns into rows; entries of a row come in the order of the columns. Zero values are left out. */
export function rowsOf(rows: number, columns: readonly ColumnVisitor[]): SparseRows {
  const indptr = new Uint32Array(rows + 1)
  for (const each of columns)
    each((row, value) => {
      if (value !== 0) indptr[row + 1]!++
    })
  for (let i = 0; i < rows; i++) indptr[i + 1]! += indptr[i]!
  const next = indptr.slice(0, rows)
  const column = new Uint32Array(indptr[rows]!)
  const value = new Float32Array(indptr[rows]!)
  columns.forEach((each, f) => {
    each((row, x) => {
      if (x === 0) return
      const at = next[row]!++
      column[at] = f
      value[at] = x
    })
  })
  return { rows, columns: columns.length, indptr, column, value }
}

/** A feature of responses by pair: freq⁺ + sign·freq⁻ (D = freq⁺ − freq⁻ with sign −1); pairs ascend. */
export const pairColumn =
  ({ indptr, span, freq }: FeatureColumns, f: number, sign: 1 | -1): ColumnVisitor =>
  (visit) => {
    const last = indptr[f + 1]!
    for (let k = indptr[f]!; k < last; k++) {
      const pair = span[k]! >> 1
      if (span[k]! & 1) visit(pair, sign * freq[k]!)
      else if (k + 1 < last && span[k + 1] === span[k]! + 1) visit(pair, freq[k]! + sign * freq[++k]!)
      else visit(pair, freq[k]!)
    }
  }

/** The activation of a feature by span; spans ascend. */
export const maxColumn =
  ({ indptr, span, max }: FeatureColumns, f: number): ColumnVisitor =>
  (visit) => {
    for (let k = indptr[f]!; k < indptr[f + 1]!; k++) visit(span[k]!, max[k]!)
  }

/** Euclidean norm of each row. */
export function rowNorms({ rows, indptr, value }: SparseRows): Float64Array {
  const norm = new Float64Array(rows)
  for (let i = 0; i < rows; i++) {
    let squares = 0
    for (let k = indptr[i]!; k < indptr[i + 1]!; k++) squares += value[k]! ** 2
    norm[i] = Math.sqrt(squares)
  }
  return norm
}

/** Some rows, in the order given, each divided by its norm; a zero row stays zero. */
export function unitRows(matrix: SparseRows, order: Uint32Array): SparseRows {
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
