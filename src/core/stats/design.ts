/** A table of pairs × predictors that linear models walk row by row. */
export interface Design {
  readonly rows: number
  readonly columns: number
  /** x_i · b. */
  dot(row: number, b: Float64Array): number
  /** out += factor · x_i. */
  add(row: number, factor: number, out: Float64Array): void
  /** out_j += factor · x_ij². */
  addSquares(row: number, factor: number, out: Float64Array): void
}

/** Compressed sparse rows: row i holds value[k] in column[k] for k in indptr[i] .. indptr[i + 1]. */
export function sparseDesign(
  columns: number,
  indptr: Uint32Array,
  column: Uint32Array,
  value: Float64Array,
): Design {
  return {
    rows: indptr.length - 1,
    columns,
    dot(row, b) {
      let sum = 0
      for (let k = indptr[row]!, end = indptr[row + 1]!; k < end; k++) sum += value[k]! * b[column[k]!]!
      return sum
    },
    add(row, factor, out) {
      for (let k = indptr[row]!, end = indptr[row + 1]!; k < end; k++) out[column[k]!]! += factor * value[k]!
    },
    addSquares(row, factor, out) {
      for (let k = indptr[row]!, end = indptr[row + 1]!; k < end; k++)
        out[column[k]!]! += factor * value[k]! ** 2
    },
  }
}

/** Row-major dense table. */
export function denseDesign(columns: number, values: Float32Array | Float64Array): Design {
  return {
    rows: columns === 0 ? 0 : values.length / columns,
    columns,
    dot(row, b) {
      let sum = 0
      for (let j = 0, k = row * columns; j < columns; j++, k++) sum += values[k]! * b[j]!
      return sum
    },
    add(row, factor, out) {
      for (let j = 0, k = row * columns; j < columns; j++, k++) out[j]! += factor * values[k]!
    },
    addSquares(row, factor, out) {
      for (let j = 0, k = row * columns; j < columns; j++, k++) out[j]! += factor * values[k]! ** 2
    },
  }
}
