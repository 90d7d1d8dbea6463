import type { Concept } from '../concepts/concept.ts'
import type { Disparities } from '../concepts/disparity.ts'
import { lengthItself } from '../hypotheses/test-concepts.ts'
import type { Sample } from '../stats/sample.ts'
import type { TestColumn } from './test-block.ts'
import { LEAST_DISCORDANT } from './local-decisions.ts'

/** Smaller families are not tested in contexts. */
const LEAST_FAMILY = 10

/**
 * The concepts that are tested in contexts: not hidden, families of at least LEAST_FAMILY features, with
 * enough discordant pairs in all.
 */
export function testedColumns(
  sample: Sample,
  disparities: Disparities,
  concepts: readonly Concept[],
): TestColumn[] {
  const isLength = lengthItself(sample)
  const columns: TestColumn[] = []
  concepts.forEach((concept, m) => {
    const [from, to] = [disparities.indptr[m]!, disparities.indptr[m + 1]!]
    if (concept.hidden || to - from < LEAST_DISCORDANT) return
    if (concept.source === 'family' && concept.features.length < LEAST_FAMILY) return
    const pair = disparities.pair.subarray(from, to)
    const u = disparities.u.subarray(from, to)
    columns.push({ concept, pair, u, isLength: concept.measure && isLength(pair, u) })
  })
  return columns
}
