/** A table of pairs × predictors that linear models read row by row. */
export interface Design {
  readonly rows: number
  readonly columns: number
  /** x_i · b. */
  dot(row: number, b: Float64Array): number
  /** out += factor · x_i. */
  add(row: number, factor: number, out: Float64Array): void
  /** out_j += factor · x_ij². */
  addSquares(row: number, factor: number, out: Float64Array): void
  /**
   * Mean of x_i x_iᵀ over a sample of the rows, columns × columns; only for dense designs.
   */
  meanProducts?(): Float64Array
}

/** Rows that meanProducts is computed on. */
const SAMPLED_ROWS = 4000

/**
 * Compressed sparse rows: row i holds value[k] in column[k] for k in indptr[i] .. indptr[i + 1].
 * @example
 * const x = sparseDesign(3, Uint32Array.of(0, 2, 3), Uint32Array.of(0, 2, 1), Float64Array.of(1, 2, 5))
 * x.dot(0, Float64Array.of(1, 1, 10)) // → 21
 */
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

/**
 * Row-major dense table.
 * @example
 * denseDesign(2, Float64Array.of(1, 2, 3, 4)).dot(1, Float64Array.of(1, 10)) // → 43
 */
export function denseDesign(columns: number, values: Float64Array): Design {
  const rows = values.length / columns
  let products: Float64Array | undefined
  return {
    rows,
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
    meanProducts() {
      if (products) return products
      products = new Float64Array(columns * columns)
      const step = Math.ceil(rows / SAMPLED_ROWS)
      const share = 1 / Math.ceil(rows / step)
      for (let i = 0; i < rows; i += step) {
        const x = values.subarray(i * columns, (i + 1) * columns)
        for (let a = 0; a < columns; a++) {
          const scaled = share * x[a]!
          for (let b = 0, k = a * columns; b <= a; b++, k++) products[k]! += scaled * x[b]!
        }
      }
      for (let a = 0; a < columns; a++)
        for (let b = 0; b < a; b++) products[b * columns + a] = products[a * columns + b]!
      return products
    },
  }
}

/**
 * A design with dense columns after its own.
 * @param values rows × width, row by row
 * @example
 * const x = appendColumns(denseDesign(1, Float64Array.of(1, 2)), 1, Float64Array.of(5, 6))
 * x.dot(1, Float64Array.of(1, 10)) // → 62
 */
export function appendColumns(design: Design, width: number, values: Float64Array): Design {
  if (width === 0) return design
  const first = design.columns
  return {
    rows: design.rows,
    columns: first + width,
    dot(row, b) {
      let sum = design.dot(row, b)
      for (let j = 0, k = row * width; j < width; j++, k++) sum += values[k]! * b[first + j]!
      return sum
    },
    add(row, factor, out) {
      design.add(row, factor, out)
      for (let j = 0, k = row * width; j < width; j++, k++) out[first + j]! += factor * values[k]!
    },
    addSquares(row, factor, out) {
      design.addSquares(row, factor, out)
      for (let j = 0, k = row * width; j < width; j++, k++) out[first + j]! += factor * values[k]! ** 2
    },
  }
}

/**
 * A design with some rows negated.
 * @param negated 1 where the row is
 * @example
 * signedRows(denseDesign(1, Float64Array.of(2, 3)), Uint8Array.of(0, 1)).dot(1, Float64Array.of(1)) // → -3
 */
export function signedRows(design: Design, negated: Uint8Array): Design {
  return {
    ...design,
    dot: (row, b) => (negated[row] ? -design.dot(row, b) : design.dot(row, b)),
    add: (row, factor, out) => design.add(row, negated[row] ? -factor : factor, out),
  }
}
