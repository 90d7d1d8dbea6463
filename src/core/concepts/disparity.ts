import type { FeatureColumns } from '../activations.ts'
import type { Concept } from './concept.ts'

/** DESIGN 4: a feature is on a side when it is present in more than this share of the side's units. */
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
 * u_im = mean over g in T_m of 1{freq⁺ > τ} − 1{freq⁻ > τ} (DESIGN 4); for a measure, the sign of value⁺ − value⁻.
 * @param columns features over response spans (2i chosen, 2i + 1 rejected)
 */
export function disparities(columns: FeatureColumns, concepts: readonly Concept[]): Disparities {
  const pairs = columns.spans / 2
  const indptr = new Uint32Array(concepts.length + 1)
  const inChosen = new Uint32Array(concepts.length)
  const inRejected = new Uint32Array(concepts.length)
  const pair: number[] = []
  const u: number[] = []
  const difference = new Float64Array(pairs)
  // Bit 1: some feature on the chosen side, bit 2: on the rejected side.
  const sides = new Uint8Array(pairs)
  concepts.forEach((concept, m) => {
    difference.fill(0)
    sides.fill(0)
    for (const f of concept.features) {
      for (let k = columns.indptr[f]!; k < columns.indptr[f + 1]!; k++) {
        const i = columns.span[k]! >> 1
        const rejected = columns.span[k]! & 1
        const present = concept.measure || columns.freq[k]! > TAU
        if (!present) continue
        const amount = concept.measure ? columns.max[k]! : 1
        difference[i]! += rejected ? -amount : amount
        sides[i]! |= rejected ? 2 : 1
      }
    }
    for (let i = 0; i < pairs; i++) {
      if (sides[i]! & 1) inChosen[m]!++
      if (sides[i]! & 2) inRejected[m]!++
      const d = difference[i]!
      if (d === 0) continue
      pair.push(i)
      u.push(concept.measure ? Math.sign(d) : d / concept.features.length)
    }
    indptr[m + 1] = pair.length
  })
  return {
    pairs,
    concepts: concepts.length,
    indptr,
    pair: Uint32Array.from(pair),
    u: Float32Array.from(u),
    inChosen,
    inRejected,
  }
}
