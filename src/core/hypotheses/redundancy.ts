import type { Disparities } from '../concepts/disparity.ts'
import { lassoLogistic } from '../stats/lasso-logistic.ts'
import type { Sample } from '../stats/sample.ts'
import type { FlipTarget, SignFlips } from '../stats/sign-flips.ts'
import { discordantPairs } from './test-concepts.ts'

/** The penalty is chosen so that no concept enters the model in this share of sign flips. */
const NOTHING_ENTERS = 0.95

/**
 * Tests which concepts carry signal given the others: an L1 logistic model through the origin of the labels
 * on disparities divided by their root mean square, with ℓ unpenalised where ℓ has both signs. A concept
 * enters an empty model where its score |Σν_g| over its root mean square exceeds the penalty, so the penalty
 * is taken from the sign flips: the 95th percentile of the largest such score under random labels.
 * @param flips of these concepts, in this order
 * @returns the coefficient of each concept; 0 where the others carry its signal
 */
export function jointCoefficients(
  sample: Sample,
  disparities: Disparities,
  concepts: readonly FlipTarget[],
  flips: SignFlips,
): Float64Array {
  if (concepts.length === 0) return new Float64Array(0)
  const columns = concepts.map(({ concept }) => {
    const { pair, u } = discordantPairs(disparities, concept)
    return { row: pair, value: unitScale(u, sample.n) }
  })
  const largest = new Float64Array(flips.flips)
  columns.forEach(({ value }, t) => {
    const unit = flips.scale[t]! * value.scale
    for (let f = 0; f < flips.flips; f++) {
      largest[f] = Math.max(largest[f]!, Math.abs(flips.statistic[t * flips.flips + f]!) * unit)
    }
  })
  const penalty = largest.subarray(1).sort()[Math.floor(NOTHING_ENTERS * (flips.flips - 1))]!

  const row = Uint32Array.from(sample.length.keys())
  const nuisances = nuisanceColumns(sample).map((values) => ({ row, value: unitScale(values, sample.n) }))
  const all = [...columns, ...nuisances]
  const indptr = new Uint32Array(all.length + 1)
  all.forEach(({ row }, m) => (indptr[m + 1] = indptr[m]! + row.length))
  const x = {
    rows: sample.n,
    columns: all.length,
    indptr,
    row: new Uint32Array(indptr[all.length]!),
    value: new Float64Array(indptr[all.length]!),
  }
  all.forEach(({ row, value }, m) => {
    x.row.set(row, indptr[m])
    x.value.set(value.values, indptr[m])
  })
  const penalties = new Float64Array(all.length).fill(penalty)
  // Where one side is always longer, the coefficient of length has no finite estimate, so it is penalised
  // like a concept's.
  const bothSigns = sample.length.some((l) => l > 0) && sample.length.some((l) => l < 0)
  if (bothSigns) penalties.fill(0, concepts.length)
  return lassoLogistic(x, penalties).subarray(0, concepts.length)
}

/**
 * ℓ; of unpaired data, whose rows are signed by their label, also the label, which is the intercept's column,
 * with ℓ taken about its mean to keep the two apart.
 */
function nuisanceColumns({ length, labels, n }: Sample): Float64Array[] {
  if (!labels) return [length]
  const mean = length.reduce((sum, l) => sum + Math.abs(l), 0) / n
  return [length.map((l, i) => l - mean * labels.side[i]!), Float64Array.from(labels.side)]
}

/** Values divided by their root mean square over n pairs, and the factor applied. */
function unitScale(values: Float32Array | Float64Array, n: number): { values: Float64Array; scale: number } {
  let squares = 0
  for (const value of values) squares += value * value
  const scale = squares === 0 ? 0 : Math.sqrt(n / squares)
  return { values: Float64Array.from(values, (value) => value * scale), scale }
}
