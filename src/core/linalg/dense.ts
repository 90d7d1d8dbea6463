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
  const whole = { a, rows, b, across, columns, product }
  const tile = new Float64Array(BLOCK * BLOCK)
  for (let r = 0; r < rows; r += BLOCK) {
    check?.()
    for (let c = 0; c < across; c += BLOCK) multiplyBlock(whole, r, c, tile)
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
  const whole = { a, rows, b: a, across: rows, columns, product }
  const tile = new Float64Array(BLOCK * BLOCK)
  for (let r = 0; r < rows; r += BLOCK) {
    check?.()
    for (let c = 0; c <= r; c += BLOCK) multiplyBlock(whole, r, c, tile)
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

/** Two matrices with rows of `columns` numbers each, and the product of their rows. */
interface Product {
  readonly a: Float64Array
  readonly rows: number
  readonly b: Float64Array
  readonly across: number
  readonly columns: number
  readonly product: Float64Array
}

/** Fills the tile of the product that begins at (r, c). @param tile scratch of BLOCK² numbers */
function multiplyBlock(whole: Product, r: number, c: number, tile: Float64Array): void {
  multiplyTile(whole, r, c, tile)
  const { rows, across, product } = whole
  const down = Math.min(BLOCK, rows - r)
  const right = Math.min(BLOCK, across - c)
  for (let i = 0; i < down; i++)
    for (let j = 0; j < right; j++) product[(r + i) * across + c + j] = tile[i * BLOCK + j]!
}

/**
 * Four rows by four: every number read is used four times, and the sixteen sums are independent. Beyond the
 * end the last row is repeated. A function of its own, which is compiled after a few tiles.
 */
function multiplyTile(
  { a, rows, b, across, columns }: Product,
  r: number,
  c: number,
  tile: Float64Array,
): void {
  const a0 = r * columns
  const a1 = Math.min(r + 1, rows - 1) * columns
  const a2 = Math.min(r + 2, rows - 1) * columns
  const a3 = Math.min(r + 3, rows - 1) * columns
  const b0 = c * columns
  const b1 = Math.min(c + 1, across - 1) * columns
  const b2 = Math.min(c + 2, across - 1) * columns
  const b3 = Math.min(c + 3, across - 1) * columns
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
  tile[0] = s00
  tile[1] = s01
  tile[2] = s02
  tile[3] = s03
  tile[4] = s10
  tile[5] = s11
  tile[6] = s12
  tile[7] = s13
  tile[8] = s20
  tile[9] = s21
  tile[10] = s22
  tile[11] = s23
  tile[12] = s30
  tile[13] = s31
  tile[14] = s32
  tile[15] = s33
}
