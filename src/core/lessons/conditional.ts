import { cholesky, solveCholesky } from '../linalg/cholesky.ts'
import { sparseDesign } from '../stats/design.ts'
import { sigmoid } from '../stats/logistic.ts'
import { ridgeLogistic } from '../stats/ridge-logistic.ts'
import type { Sample } from '../stats/sample.ts'

/** A concept's discordant pairs, ascending, and their u. */
export interface DisparityColumn {
  readonly pair: Uint32Array
  readonly u: Float32Array | Float64Array
}

/** Ridge on the columns that are given: keeps a fit finite where one of them is never on the losing side. */
const PENALTY = 1

/**
 * What each of some concepts adds to others: the score statistic of a further coefficient in the logistic
 * model through the origin of the labels on the given columns and ℓ, about standard normal where it adds
 * nothing. With r = 1 − σ(η) and w = σ(1 − σ), x enters less its projection, b = (ZᵀWZ)⁻¹ZᵀWx; the variance
 * is that of whole prompt groups, Σ_g (Σ_{i∈g} r_i(x_i − z_i·b))² (Rao 1948; White 1982).
 */
export function conditionalScores(
  sample: Sample,
  given: readonly DisparityColumn[],
  asked: readonly DisparityColumn[],
): Float64Array {
  const nuisances = nuisanceColumns(sample)
  const width = given.length + nuisances.length
  const { indptr, column, value } = rowsOf(sample.n, [...given, ...nuisances])
  const design = sparseDesign(width, indptr, column, value)
  const penalty = Float64Array.from({ length: width }, (_, j) => (j < given.length ? PENALTY : 1e-6))
  const rows = Uint32Array.from({ length: sample.n }, (_, i) => i)
  const b = ridgeLogistic(design, rows, { penalty, tolerance: 1e-12 })
  const p = Float64Array.from(rows, (i) => sigmoid(design.dot(i, b)))

  const information = new Float64Array(width * width)
  const groupScore = new Float64Array(sample.clusters * width)
  for (let i = 0; i < sample.n; i++) {
    const w = p[i]! * (1 - p[i]!)
    for (let k = indptr[i]!; k < indptr[i + 1]!; k++) {
      groupScore[sample.cluster[i]! * width + column[k]!]! += (1 - p[i]!) * value[k]!
      for (let l = indptr[i]!; l < indptr[i + 1]!; l++)
        information[column[k]! * width + column[l]!]! += w * value[k]! * value[l]!
    }
  }
  const total = new Float64Array(width)
  groupScore.forEach((s, k) => (total[k % width]! += s))
  const meat = new Float64Array(width * width)
  for (let g = 0; g < sample.clusters; g++) {
    const own = groupScore.subarray(g * width, (g + 1) * width)
    own.forEach((s, a) => {
      if (s !== 0) own.forEach((t, c) => (meat[a * width + c]! += s * t))
    })
  }
  penalty.forEach((kappa, j) => (information[j * (width + 1)]! += kappa + 1e-9))
  cholesky(information, width)

  return Float64Array.from(asked, ({ pair, u }) => {
    const projection = new Float64Array(width)
    const own = new Map<number, number>()
    let score = 0
    pair.forEach((i, at) => {
      const w = p[i]! * (1 - p[i]!)
      for (let k = indptr[i]!; k < indptr[i + 1]!; k++) projection[column[k]!]! += w * value[k]! * u[at]!
      const s = (1 - p[i]!) * u[at]!
      score += s
      own.set(sample.cluster[i]!, (own.get(sample.cluster[i]!) ?? 0) + s)
    })
    solveCholesky(information, projection)
    let variance = 0
    for (let a = 0; a < width; a++)
      for (let c = 0; c < width; c++) variance += projection[a]! * projection[c]! * meat[a * width + c]!
    for (const [g, s] of own) {
      let cross = 0
      for (let j = 0; j < width; j++) cross += projection[j]! * groupScore[g * width + j]!
      variance += s * s - 2 * s * cross
    }
    const explained = projection.reduce((sum, b, j) => sum + b * total[j]!, 0)
    return variance > 0 ? (score - explained) / Math.sqrt(variance) : 0
  })
}

/**
 * ℓ; of unpaired data, whose rows are signed by their label, also the label, which is the intercept's column.
 */
function nuisanceColumns({ n, length, labels }: Sample): DisparityColumn[] {
  const pair = Uint32Array.from({ length: n }, (_, i) => i)
  const dense = (values: ArrayLike<number>) => ({ pair, u: Float64Array.from(values) })
  return labels ? [dense(length), dense(labels.side)] : [dense(length)]
}

function rowsOf(n: number, columns: readonly DisparityColumn[]) {
  const indptr = new Uint32Array(n + 1)
  for (const { pair } of columns) for (const i of pair) indptr[i + 1]!++
  for (let i = 0; i < n; i++) indptr[i + 1]! += indptr[i]!
  const next = indptr.slice(0, n)
  const column = new Uint32Array(indptr[n]!)
  const value = new Float64Array(indptr[n]!)
  columns.forEach(({ pair, u }, j) =>
    pair.forEach((i, k) => {
      column[next[i]!] = j
      value[next[i]!++] = u[k]!
    }),
  )
  return { indptr, column, value }
}
