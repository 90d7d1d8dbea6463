import type { Concept } from '../concepts/concept.ts'
import type { Disparities } from '../concepts/disparity.ts'
import type { Sample } from '../stats/sample.ts'
import type { Column } from './block.ts'
import { LEAST_DISCORDANT } from './scope.ts'

/** DESIGN 4: smaller families are not tested in contexts. */
const LEAST_FAMILY = 10
/** A measure whose sign agrees with length's this much is length. */
const IS_LENGTH = 0.9

/**
 * The concepts that are tested in contexts: not hidden, families of at least LEAST_FAMILY features, with enough discordant
 * pairs in all.
 */
export function testedColumns(
  sample: Sample,
  disparities: Disparities,
  concepts: readonly Concept[],
): Column[] {
  const lengths = sample.length.reduce((count, l) => count + Math.abs(Math.sign(l)), 0)
  const columns: Column[] = []
  concepts.forEach((concept, m) => {
    const [from, to] = [disparities.indptr[m]!, disparities.indptr[m + 1]!]
    if (concept.hidden || to - from < LEAST_DISCORDANT) return
    if (concept.source === 'family' && concept.features.length < LEAST_FAMILY) return
    const pair = disparities.pair.subarray(from, to)
    const u = disparities.u.subarray(from, to)
    const isLength = concept.measure && Math.abs(agreement(sample, pair, u, lengths)) > IS_LENGTH
    columns.push({ concept, pair, u, isLength })
  })
  return columns
}

/** Correlation about 0 of sign u with sign ℓ. @param lengths pairs with ℓ ≠ 0 */
function agreement({ length }: Sample, pair: Uint32Array, u: Float32Array, lengths: number): number {
  let agree = 0
  for (let k = 0; k < pair.length; k++) agree += Math.sign(u[k]!) * Math.sign(length[pair[k]!]!)
  return lengths === 0 ? 0 : agree / Math.sqrt(lengths * pair.length)
}
