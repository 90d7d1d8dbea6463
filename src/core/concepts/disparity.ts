import type { FeatureColumns } from '../activations.ts'
import { sharedFloat32, sharedUint32 } from '../shared-columns.ts'
import type { Concept } from './concept.ts'

/**
 * A side has a feature when the feature is present in more than this share of its units (Bergen et al. 2026).
 */
export const TAU = 0.01

/**
 * Signed disparities by concept, sparse columns: for concept m the discordant pairs (u ≠ 0) are
 * pair[indptr[m] .. indptr[m+1]), ascending, with u in [−1, 1]; positive where the chosen side has more.
 */
export interface Disparities {
  readonly pairs: number
  readonly concepts: number
  readonly indptr: Uint32Array
  readonly pair: Uint32Array
  readonly u: Float32Array
  /** Per concept: responses in which any feature is present (for a measure: all of them), on either side. */
  readonly inChosen: Uint32Array
  readonly inRejected: Uint32Array
}

/**
 * u_im = mean over g in T_m of 1{freq⁺ > τ} − 1{freq⁻ > τ} (Bergen et al. 2026, arXiv 2606.12360); of
 * several concepts as one, 1{any⁺} − 1{any⁻}; for a
 * measure, the sign of value⁺ − value⁻. Of unpaired data u is ±1 by label times the share of the concept's
 * features that are present; a response has a measure where its value is above the median response's.
 * @param columns features over response spans (2i chosen, 2i + 1 rejected)
 * @param paired false for unpaired data, which has one response a row
 */
export function disparities(
  columns: FeatureColumns,
  concepts: readonly Concept[],
  paired = true,
): Disparities {
  const pairs = columns.spans / 2
  const indptr = new Uint32Array(concepts.length + 1)
  const inChosen = new Uint32Array(concepts.length)
  const inRejected = new Uint32Array(concepts.length)
  const room = concepts.reduce((sum, { features }) => sum + entries(columns, features), 0)
  const pair = new Uint32Array(room)
  const u = new Float32Array(room)
  const difference = new Float64Array(pairs)
  // Bit 1: some feature on the chosen side, bit 2: on the rejected side.
  const sides = new Uint8Array(pairs)
  const touched = new Uint32Array(pairs)
  let end = 0
  concepts.forEach((concept, m) => {
    let count = 0
    const absent = absence(columns, concept, paired)
    for (const f of concept.features) {
      for (let k = columns.indptr[f]!; k < columns.indptr[f + 1]!; k++) {
        if (absent(k)) continue
        const i = columns.span[k]! >> 1
        const rejected = columns.span[k]! & 1
        const amount = concept.measure ? columns.max[k]! : 1
        if (sides[i] === 0) touched[count++] = i
        difference[i]! += rejected ? -amount : amount
        sides[i]! |= rejected ? 2 : 1
      }
    }
    const present = touched.subarray(0, count)
    if (concept.features.length > 1) present.sort()
    const anyOf = concept.combine === 'max'
    for (const i of present) {
      if (sides[i]! & 1) inChosen[m]!++
      if (sides[i]! & 2) inRejected[m]!++
      const d = anyOf ? (sides[i]! & 1) - (sides[i]! >> 1) : difference[i]!
      difference[i] = sides[i] = 0
      if (d === 0) continue
      pair[end] = i
      u[end++] = concept.measure || anyOf ? Math.sign(d) : d / concept.features.length
    }
    indptr[m + 1] = end
  })
  const kept = { pair: sharedUint32(end), u: sharedFloat32(end) }
  kept.pair.set(pair.subarray(0, end))
  kept.u.set(u.subarray(0, end))
  return {
    pairs,
    concepts: concepts.length,
    indptr,
    ...kept,
    inChosen,
    inRejected,
  }
}

/** The disparities of some concepts, then those of others, of the same pairs. */
export function joinDisparities(first: Disparities, second: Disparities): Disparities {
  const [before, more] = [first.pair.length, second.pair.length]
  const join = (a: Uint32Array, b: Uint32Array) => Uint32Array.from([...a, ...b])
  const indptr = new Uint32Array(first.concepts + second.concepts + 1)
  indptr.set(first.indptr)
  second.indptr.forEach((at, m) => (indptr[first.concepts + m] = before + at))
  const entries = { pair: sharedUint32(before + more), u: sharedFloat32(before + more) }
  entries.pair.set(first.pair)
  entries.pair.set(second.pair, before)
  entries.u.set(first.u)
  entries.u.set(second.u, before)
  return {
    pairs: first.pairs,
    concepts: first.concepts + second.concepts,
    indptr,
    ...entries,
    inChosen: join(first.inChosen, second.inChosen),
    inRejected: join(first.inRejected, second.inRejected),
  }
}

/** Whether an entry of the columns belongs to a response that does not have the concept. */
export function absence(
  columns: FeatureColumns,
  { measure, features }: Concept,
  paired: boolean,
): (entry: number) => boolean {
  if (!measure) return (k) => !(columns.freq[k]! > TAU)
  if (paired) return () => false
  const [from, to] = [columns.indptr[features[0]!]!, columns.indptr[features[0]! + 1]!]
  const median = columns.max.slice(from, to).sort()[(to - from) >> 1] ?? 0
  return (k) => !(columns.max[k]! > median)
}

/** Entries of some features. */
function entries({ indptr }: FeatureColumns, features: Uint32Array): number {
  return features.reduce((sum, f) => sum + indptr[f + 1]! - indptr[f]!, 0)
}
