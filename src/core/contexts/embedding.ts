import type { FeatureColumns } from '../activations.ts'
import { random } from '../random.ts'
import type { Check } from './check.ts'
import { randomisedSvd } from './randomised-svd.ts'
import { maxColumn, rowsOf, type SparseColumn, type SparseRows, unitRows } from './rows.ts'

/** Dimensions in which prompts are compared. */
const DIMENSIONS = 32
/** Principal directions are found on so many rows, drawn evenly. */
const BASIS_ROWS = 1000
const PASSES = 3
/** Rows between two checks. */
const CHECKED_ROWS = 1000

/** Mean states, one row of `dim` values a prompt. */
export interface States {
  readonly dim: number
  readonly value: Float32Array
}

/**
 * Prompts by their mean states: centred, in the leading principal directions, each scaled by 1/√σ so that the first few
 * do not decide alone; unit rows. Topics of the bundled example are recovered best so among the ways tried: normalised
 * mutual information .58 with the truth, against .49 for the states as they are and .43 for features.
 * @param order rows to embed, in this order
 */
export function embedStates(
  { dim: columns, value }: States,
  order: Uint32Array,
  seed: number,
  check?: Check,
): SparseRows {
  const mean = new Float64Array(columns)
  for (const row of order)
    for (let f = 0; f < columns; f++) mean[f]! += value[row * columns + f]! / order.length
  const step = Math.max(1, order.length / BASIS_ROWS)
  const gram = new Float64Array(columns * columns)
  const centred = new Float64Array(columns)
  const centre = (row: number) => {
    for (let f = 0; f < columns; f++) centred[f] = value[row * columns + f]! - mean[f]!
  }
  for (let at = 0; at < order.length; at += step) {
    centre(order[Math.floor(at)]!)
    for (let f = 0; f < columns; f++) {
      const x = centred[f]!
      for (let g = 0; g <= f; g++) gram[f * columns + g]! += x * centred[g]!
    }
  }
  const { values, vectors } = randomisedSvd(
    mirrored(gram, columns),
    columns,
    DIMENSIONS,
    PASSES,
    random(seed),
    check,
  )
  return denseUnitRows(order.length, values.length, (row, d) => {
    if (d === 0) centre(order[row]!)
    let product = 0
    for (let f = 0; f < columns; f++) product += centred[f]! * vectors[d * columns + f]!
    return product / Math.sqrt(values[d]!)
  })
}

/**
 * Prompts by their features where there are no states: latent semantic analysis of √activation weighted by inverse
 * document frequency, unit rows before and after.
 */
export function embedFeatures(
  prompts: FeatureColumns,
  order: Uint32Array,
  seed: number,
  check?: Check,
): SparseRows {
  const weighted = Array.from({ length: prompts.features }, (_, f): SparseColumn => {
    const { row, value } = maxColumn(prompts, f)
    const idf = Math.log(prompts.spans / Math.max(1, row.length))
    return { row, value: value.map((x) => idf * Math.sqrt(Math.max(0, x))) }
  })
  const rows = unitRows(rowsOf(prompts.spans, weighted), order)
  const { values, vectors, columns } = randomisedSvd(
    gramOf(rows, check),
    rows.columns,
    DIMENSIONS / 2,
    PASSES,
    random(seed),
    check,
  )
  return denseUnitRows(rows.rows, values.length, (row, d) => {
    let product = 0
    for (let k = rows.indptr[row]!; k < rows.indptr[row + 1]!; k++)
      product += rows.value[k]! * vectors[d * columns + rows.column[k]!]!
    return product
  })
}

/** AᵀA of sparse rows, dense. Columns ascend within a row. */
export function gramOf({ rows, columns, indptr, column, value }: SparseRows, check?: Check): Float64Array {
  const gram = new Float64Array(columns * columns)
  for (let i = 0; i < rows; i++) {
    if (i % CHECKED_ROWS === 0) check?.()
    const first = indptr[i]!
    for (let a = first; a < indptr[i + 1]!; a++) {
      const base = column[a]! * columns
      const x = value[a]!
      for (let b = first; b <= a; b++) gram[base + column[b]!]! += x * value[b]!
    }
  }
  return mirrored(gram, columns)
}

/** Copies the lower triangle of a square matrix over the upper one. */
function mirrored(matrix: Float64Array, size: number): Float64Array {
  for (let f = 0; f < size; f++) for (let g = 0; g < f; g++) matrix[g * size + f] = matrix[f * size + g]!
  return matrix
}

/** Full rows as a sparse matrix, each of norm 1. @param at value of a row and column; called column by column in a row */
export function denseUnitRows(
  rows: number,
  columns: number,
  at: (row: number, column: number) => number,
): SparseRows {
  const value = new Float32Array(rows * columns)
  for (let i = 0; i < rows; i++) {
    let squares = 0
    for (let d = 0; d < columns; d++) {
      const x = at(i, d)
      value[i * columns + d] = x
      squares += x * x
    }
    const norm = Math.sqrt(squares) || 1
    for (let d = 0; d < columns; d++) value[i * columns + d]! /= norm
  }
  return {
    rows,
    columns,
    indptr: new Uint32Array(rows + 1).map((_, i) => i * columns),
    column: new Uint32Array(rows * columns).map((_, k) => k % columns),
    value,
  }
}
