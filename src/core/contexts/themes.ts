import { random } from '../random.ts'
import { positionIndex } from '../stats/sample.ts'
import type { OnCheckpoint } from '../linalg/checkpoint.ts'
import { denseUnitRows, gramOf } from './embedding.ts'
import { randomisedSvd } from '../linalg/randomised-svd.ts'
import { drawnEvenly, rowsOf, type SparseColumn, within } from '../linalg/sparse-matrix.ts'
import { sphericalKmeans } from './spherical-kmeans.ts'

/** What a feature must reach to be kept (Bergen et al. 2026). */
const LEAST_SUPPORT = 10
const LEAST_DEVIATION = 1e-3
const LEAST_SHIFT = 1e-4
const RANK = 128
/** Singular directions: one per this many features, at most RANK. */
const FEATURES_PER_DIRECTION = 32
/** Features in an average cluster of features. */
const FEATURES_PER_CLUSTER = 20
const MOST_CLUSTERS = 64
/** No swaps: clusters of features are an intermediate step, for which one start is enough. */
const SWAPS = 0
/** Correlations of features are computed on this many rows, at equal steps; moments use all rows. */
const GRAM_ROWS = 5000

/** A column with its moments over all rows, those where it is 0 included. */
export interface Moments {
  readonly support: number
  readonly mean: number
  readonly deviation: number
  /** Mean absolute value. */
  readonly size: number
  /** √(mean square): the deviation from 0. */
  readonly rms: number
}

export function moments(rows: number, { value }: SparseColumn): Moments {
  let sum = 0
  let size = 0
  let squares = 0
  for (let k = 0; k < value.length; k++) {
    const x = value[k]!
    sum += x
    size += Math.abs(x)
    squares += x * x
  }
  const mean = sum / rows
  const deviation = Math.sqrt(Math.max(0, squares / rows - mean ** 2))
  return { support: value.length, mean, deviation, size: size / rows, rms: Math.sqrt(squares / rows) }
}

/**
 * Clusters features that are correlated over rows (Bergen et al. 2026): standardised with full-data moments,
 * randomised SVD, the columns of ΣVᵀ of norm 1, spherical k-means. With `centred` false they are divided by
 * their deviation from 0 instead: for response shifts, 0 means that the sides are equal, and the clusters do
 * not depend on which side was chosen.
 * @param column entries of each feature, by row
 * @param order rows in an order of their own, of which some are drawn
 * @returns the features of each cluster, ascending; those that are too rare or hardly vary are in none
 */
export function featureClusters(
  rows: number,
  column: readonly SparseColumn[],
  centred: boolean,
  order: Uint32Array,
  { seed, check }: { readonly seed: number; readonly check?: OnCheckpoint | undefined },
): Uint32Array[] {
  const all = column.map((entries) => moments(rows, entries))
  const kept = Uint32Array.from(column.keys()).filter((f) => {
    const { support, deviation, rms, size } = all[f]!
    return support >= LEAST_SUPPORT && (centred ? deviation : rms) >= LEAST_DEVIATION && size >= LEAST_SHIFT
  })
  if (kept.length < 2) return []
  const gram = standardGram(
    rows,
    Array.from(kept, (f) => column[f]!),
    Array.from(kept, (f) => all[f]!),
    drawnEvenly(order, GRAM_ROWS),
    { centred, check },
  )
  const rng = random(seed)
  const rank = Math.min(RANK, Math.ceil(kept.length / FEATURES_PER_DIRECTION) + 2)
  const { values, vectors } = randomisedSvd(gram, kept.length, rank, rng, { passes: 1, check })
  const scaled = new Float32Array(kept.length * values.length)
  for (let f = 0; f < kept.length; f++)
    for (let d = 0; d < values.length; d++)
      scaled[f * values.length + d] = values[d]! * vectors[d * kept.length + f]!
  const unit = denseUnitRows(scaled, values.length)
  const clusters = Math.max(1, Math.min(MOST_CLUSTERS, Math.round(kept.length / FEATURES_PER_CLUSTER)))
  const { assignment } = sphericalKmeans(unit, clusters, rng, check, SWAPS)
  const sets = Array.from({ length: clusters }, (): number[] => [])
  assignment.forEach((c, at) => sets[c]!.push(kept[at]!))
  return sets.filter((set) => set.length > 0).map((set) => Uint32Array.from(set))
}

/**
 * XᵀX/n of the standardised columns over some rows: (AᵀA − n μμᵀ)/(n σσᵀ), without making X dense.
 * @param rows number of rows
 * @param all moments over all rows
 */
export function standardGram(
  rows: number,
  column: readonly SparseColumn[],
  all: readonly Moments[],
  drawn: Uint32Array,
  { centred, check }: { readonly centred: boolean; readonly check?: OnCheckpoint | undefined },
): Float64Array {
  const place = positionIndex(rows, drawn)
  const gram = gramOf(
    rowsOf(
      drawn.length,
      column.map((entries) => within(entries, place)),
    ),
    check,
  )
  const width = column.length
  const mean = Float64Array.from(all, (own) => (centred ? own.mean : 0))
  const scale = Float64Array.from(all, ({ deviation, rms }) => 1 / (centred ? deviation : rms))
  for (let f = 0; f < width; f++)
    for (let g = 0; g < width; g++) {
      const at = f * width + g
      gram[at] = (gram[at]! / drawn.length - mean[f]! * mean[g]!) * scale[f]! * scale[g]!
    }
  return gram
}

/**
 * How much each row expresses a set of features: the share of them that are active, Σ w_g 1{x_g > 0} / Σ w_g
 * with all w = 1 (`fraction`, Bergen et al. 2026), or with w = log(rows / support), which gives features that
 * fire everywhere little weight (`idf`).
 */
export function expression(
  rows: number,
  column: readonly SparseColumn[],
  features: Uint32Array,
  rule: 'fraction' | 'idf',
): Float64Array {
  const score = new Float64Array(rows)
  let weights = 0
  for (const f of features) {
    const active = column[f]!.row
    const weight = rule === 'fraction' ? 1 : Math.log(rows / Math.max(1, active.length))
    weights += weight
    for (const row of active) score[row]! += weight
  }
  return weights > 0 ? score.map((s) => s / weights) : score
}
