import type { FeatureColumns } from '../activations.ts'
import type { Concept } from '../concepts/concept.ts'
import { positionIndex } from '../stats/sample.ts'
import type { TestColumn } from './test-block.ts'
import type { OnCheckpoint } from '../linalg/checkpoint.ts'
import { uniqueLabels } from './names.ts'
import { pairColumn, type SparseColumn, within } from '../linalg/sparse-matrix.ts'
import { featureClusters, moments } from './themes.ts'

/** Lower bound of the root mean square that a feature is divided by. */
const LEAST_RMS = 1e-6

/**
 * Response-shift clusters R_m (Bergen et al. 2026): features with correlated D = freq⁺ − freq⁻, as concepts.
 * Which side was chosen does not matter.
 * @param order pairs of the sample by their number in the dataset, in an order of their own
 */
export function shiftConcepts(
  responses: FeatureColumns,
  concepts: readonly Concept[],
  order: Uint32Array,
  seed: number,
  check?: OnCheckpoint,
): Concept[] {
  const pairs = order.length
  const rank = positionIndex(responses.spans >> 1, order)
  const single = concepts.filter(
    ({ features, hidden, measure, source }) =>
      features.length === 1 && !hidden && !measure && source !== 'phrase',
  )
  const shift = single.map(({ features }) => shiftOf(responses, features[0]!, rank))
  const size = shift.map((column) => moments(pairs, column).size)
  const leading = featureClusters(pairs, shift, false, Uint32Array.from(order.keys()), { seed, check }).map(
    (members) =>
      Array.from(members)
        .sort((a, b) => size[b]! - size[a]!)
        .map((m) => single[m]!),
  )
  const labels = uniqueLabels(
    leading.map((members) => members.map(({ label }) => label)),
    2,
    'Shift',
  )
  return leading.map((members, r) => ({
    id: `r:${r + 1}`,
    label: labels[r]!,
    description: `Features that shift together: ${members.map(({ label }) => label).join('; ')}.`,
    source: 'family',
    kind: members[0]!.kind,
    features: Uint32Array.from(members, ({ features }) => features[0]!).sort(),
    family: null,
    measure: false,
    fidelity: null,
    hidden: false,
  }))
}

/**
 * The columns of shift concepts: u_i = mean over R_m of D_if / max(√mean D_f², 1e-6). D is not centred: u = 0
 * then means equal sides, and Δ does not change.
 */
export function shiftColumns(
  responses: FeatureColumns,
  concepts: readonly Concept[],
  pairOf: Uint32Array,
): TestColumn[] {
  const rank = positionIndex(responses.spans >> 1, pairOf)
  const sum = new Float64Array(pairOf.length)
  return concepts.map((concept) => {
    sum.fill(0)
    for (const f of concept.features) {
      const { row, value } = shiftOf(responses, f, rank)
      const scale = Math.max(moments(pairOf.length, { row, value }).rms, LEAST_RMS) * concept.features.length
      for (let k = 0; k < row.length; k++) sum[row[k]!]! += value[k]! / scale
    }
    const pair = new Uint32Array(sum.length)
    const u = new Float32Array(sum.length)
    let count = 0
    for (let i = 0; i < sum.length; i++) {
      if (sum[i] === 0) continue
      pair[count] = i
      u[count++] = sum[i]!
    }
    return { concept, pair: pair.slice(0, count), u: u.slice(0, count), isLength: false }
  })
}

/**
 * D of a feature over the sample's pairs.
 * @param rank number in the sample of each pair; −1 for those left out
 */
const shiftOf = (responses: FeatureColumns, f: number, rank: Int32Array): SparseColumn =>
  within(pairColumn(responses, f, -1), rank)
