import type { FeatureColumns } from '../activations.ts'
import type { Concept } from '../concepts/concept.ts'
import type { Column } from './block.ts'
import { uniqueLabels } from './names.ts'
import { pairColumn } from './rows.ts'
import { featureClusters, moments } from './themes.ts'

/** Below this a feature's deviation does not divide. */
const LEAST_RMS = 1e-6

/**
 * Response-shift clusters R_m (DESIGN 4): features whose D = freq⁺ − freq⁻ go together, each as a concept and as a column
 * u_i = mean over R_m of D_if / max(√mean D_f², 1e-6). D is not centred: u = 0 where the sides are equal, and Δ is the same.
 * @param pairOf pair in the dataset of each pair of the sample, ascending
 */
export function shiftColumns(
  responses: FeatureColumns,
  concepts: readonly Concept[],
  pairOf: Uint32Array,
  seed: number,
): Column[] {
  const rank = new Int32Array(responses.spans >> 1).fill(-1)
  pairOf.forEach((i, at) => (rank[i] = at))
  const single = concepts.filter(
    ({ features, hidden, measure, source }) =>
      features.length === 1 && !hidden && !measure && source !== 'phrase',
  )
  const shift = single.map(({ features }) => {
    const each = pairColumn(responses, features[0]!, -1)
    return (visit: (row: number, value: number) => void) =>
      each((pair, x) => {
        if (rank[pair]! >= 0) visit(rank[pair]!, x)
      })
  })
  const clusters = featureClusters(pairOf.length, shift, false, seed)
  const sums = clusters.map((members) => {
    const u = new Float64Array(pairOf.length)
    for (const m of members) {
      const scale = Math.max(moments(pairOf.length, shift[m]!).rms, LEAST_RMS) * members.length
      shift[m]!((at, x) => (u[at]! += x / scale))
    }
    return u
  })
  const leading = clusters.map((members) =>
    Array.from(members)
      .sort((a, b) => moments(pairOf.length, shift[b]!).size - moments(pairOf.length, shift[a]!).size)
      .map((m) => single[m]!),
  )
  const labels = uniqueLabels(
    leading.map((members) => members.map(({ label }) => label)),
    2,
    'Shift',
  )
  return clusters.map((members, r): Column => {
    const pair = Uint32Array.from(sums[r]!.keys()).filter((at) => sums[r]![at] !== 0)
    return {
      concept: {
        id: `r:${r + 1}`,
        label: labels[r]!,
        description: `Features that shift together: ${leading[r]!.map(({ label }) => label).join('; ')}.`,
        source: 'family',
        kind: leading[r]![0]!.kind,
        features: Uint32Array.from(members, (m) => single[m]!.features[0]!),
        family: null,
        measure: false,
        fidelity: null,
        hidden: false,
      },
      pair,
      u: Float32Array.from(pair, (at) => sums[r]![at]!),
      isLength: false,
    }
  })
}
