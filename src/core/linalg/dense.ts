import type { OnCheckpoint } from './checkpoint.ts'

/** Rows of A and of B in one tile of the product. */
const BLOCK = 4

/**
 * A·Bᵀ of dense matrices, row by row.
 * @param a rows of `columns` numbers each
 * @param b the same
 * @returns rows of A × rows of B
 */
export function timesTransposed(
  a: Float64Array,
  b: Float64Array,
  columns: number,
  check?: OnCheckpoint,
): Float64Array<ArrayBuffer> {
  const rows = a.length / columns
  const across = b.length / columns
  const product = new Float64Array(rows * across)
  for (let r = 0; r < rows; r += BLOCK) {
    check?.()
    for (let c = 0; c < across; c += BLOCK) multiplyBlock(a, r, rows, b, c, across, columns, product)
  }
  return product
}

/** A·Aᵀ of a dense matrix, row by row. @param columns of A */
export function gramOfRows(
  a: Float64Array,
  columns: number,
  check?: OnCheckpoint,
): Float64Array<ArrayBuffer> {
  const rows = a.length / columns
  const product = new Float64Array(rows * rows)
  for (let r = 0; r < rows; r += BLOCK) {
    check?.()
    for (let c = 0; c <= r; c += BLOCK) multiplyBlock(a, r, rows, a, c, rows, columns, product)
  }
  return mirrored(product, rows)
}

/**
 * AᵀA of a matrix that is read one row at a time.
 * @param read writes a row into the first `columns` elements of `into`
 */
export function gramOfColumns(
  rows: number,
  columns: number,
  read: (row: number, into: Float64Array) => void,
  check?: OnCheckpoint,
): Float64Array<ArrayBuffer> {
  const byColumn = new Float64Array(columns * rows)
  const own = new Float64Array(columns)
  for (let row = 0; row < rows; row++) {
    read(row, own)
    for (let c = 0; c < columns; c++) byColumn[c * rows + row] = own[c]!
  }
  return gramOfRows(byColumn, rows, check)
}

/** Copies the lower triangle of a square matrix to the upper one, in place. */
export function mirrored<M extends Float64Array>(matrix: M, size: number): M {
  for (let f = 0; f < size; f++) for (let g = 0; g < f; g++) matrix[g * size + f] = matrix[f * size + g]!
  return matrix
}

/**
 * Four rows by four, from r and c on: what is read is used four times, and no sum waits for another. Beyond
 * the end the last row stands in. A function of its own, which is compiled after a few blocks.
 */
function multiplyBlock(
  a: Float64Array,
  r: number,
  rows: number,
  b: Float64Array,
  c: number,
  across: number,
  columns: number,
  product: Float64Array,
): void {
  const r1 = Math.min(r + 1, rows - 1)
  const r2 = Math.min(r + 2, rows - 1)
  const r3 = Math.min(r + 3, rows - 1)
  const c1 = Math.min(c + 1, across - 1)
  const c2 = Math.min(c + 2, across - 1)
  const c3 = Math.min(c + 3, across - 1)
  const a0 = r * columns
  const a1 = r1 * columns
  const a2 = r2 * columns
  const a3 = r3 * columns
  const b0 = c * columns
  const b1 = c1 * columns
  const b2 = c2 * columns
  const b3 = c3 * columns
  let [s00, s01, s02, s03, s10, s11, s12, s13] = [0, 0, 0, 0, 0, 0, 0, 0]
  let [s20, s21, s22, s23, s30, s31, s32, s33] = [0, 0, 0, 0, 0, 0, 0, 0]
  for (let k = 0; k < columns; k++) {
    const w = b[b0 + k]!
    const x = b[b1 + k]!
    const y = b[b2 + k]!
    const z = b[b3 + k]!
    let own = a[a0 + k]!
    s00 += own * w
    s01 += own * x
    s02 += own * y
    s03 += own * z
    own = a[a1 + k]!
    s10 += own * w
    s11 += own * x
    s12 += own * y
    s13 += own * z
    own = a[a2 + k]!
    s20 += own * w
    s21 += own * x
    s22 += own * y
    s23 += own * z
    own = a[a3 + k]!
    s30 += own * w
    s31 += own * x
    s32 += own * y
    s33 += own * z
  }
  const p0 = r * across
  const p1 = r1 * across
  const p2 = r2 * across
  const p3 = r3 * across
  product[p0 + c] = s00
  product[p0 + c1] = s01
  product[p0 + c2] = s02
  product[p0 + c3] = s03
  product[p1 + c] = s10
  product[p1 + c1] = s11
  product[p1 + c2] = s12
  product[p1 + c3] = s13
  product[p2 + c] = s20
  product[p2 + c1] = s21
  product[p2 + c2] = s22
  product[p2 + c3] = s23
  product[p3 + c] = s30
  product[p3 + c1] = s31
  product[p3 + c2] = s32
  product[p3 + c3] = s33
}
