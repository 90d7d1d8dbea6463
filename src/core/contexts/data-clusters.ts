import type { Concept } from '../concepts/concept.ts'
import { random } from '../random.ts'
import { sampleOf } from '../stats/sample.ts'
import { restrict } from './test-block.ts'
import type { OnCheckpoint } from '../linalg/checkpoint.ts'
import { testedColumns } from './columns.ts'
import { clusterRows, type Context, membership, union } from './context.ts'
import {
  type ContextFindings,
  type ContextInput,
  type ContextProgress,
  FLIP_BITS,
  stages,
  withPower,
} from './input.ts'
import { localHypotheses } from './local-hypotheses.ts'
import { describeContexts } from './describe-contexts.ts'
import { leadingFeatures } from './names.ts'
import { describing, occurrences } from './occurrences.ts'
import { contentKeys, contentOrder } from './order.ts'
import { pairColumn, rowNorms, rowsOf, unitRows } from '../linalg/sparse-matrix.ts'
import { clusterCount, sphericalKmeans } from './spherical-kmeans.ts'
import { testScope } from './test-scope.ts'
import { testsOf } from './test-table.ts'

/** The share of the pairs, those with least activity, that is left out (Bergen et al. 2026). */
const SILENT = 0.05

/**
 * Data clusters (feature-conditioned, Bergen et al. 2026): pairs are clustered by the summed activity of both
 * responses, which does not depend on which was chosen, and every concept is tested inside each cluster
 * against the rest.
 */
export function dataClusterHypotheses(input: ContextInput, progress?: ContextProgress): ContextFindings {
  const stage = stages(progress)
  stage.found(0)
  const clusters = dataClusters(input, () => stage.found(0))
  stage.found(1)
  return testDataClusters(input, clusters, stage.tested)
}

/** The pairs of each cluster, largest first; the SILENT share is in none. */
export function dataClusters(
  { pairs, key = contentKeys(pairs), responses, concepts, seed }: ContextInput,
  check?: OnCheckpoint,
): Uint32Array[] {
  const activity = rowsOf(
    pairs.length,
    activityConcepts(concepts).flatMap(({ features }) =>
      Array.from(features, (f) => pairColumn(responses, f, 1)),
    ),
  )
  const norm = rowNorms(activity)
  const silent = percentile(norm, SILENT)
  const order = contentOrder(key).filter((i) => norm[i]! > 0 && norm[i]! >= silent)
  const clusters = clusterCount(order.length)
  const { assignment } = sphericalKmeans(unitRows(activity, order), clusters, random(seed), check)
  const ofPair = new Int32Array(pairs.length).fill(-1)
  order.forEach((i, at) => (ofPair[i] = assignment[at]!))
  return clusterRows(ofPair, clusters)
}

/** Tests every concept in each of some disjoint sets of pairs against the others. */
export function testDataClusters(
  input: ContextInput,
  clusters: readonly Uint32Array[],
  progress?: ContextProgress,
): ContextFindings {
  const { pairs, responses, concepts, disparities, seed, flipBits = FLIP_BITS } = input
  const contexts = describeDataClusters(input, clusters)
  const pairOf = union(pairs.length, clusters)
  const whole = input.sample ?? sampleOf(pairs)
  const { sample, block: within } = restrict(whole, pairOf)
  const block = within({ sets: clusters, columns: testedColumns(whole, disparities, concepts) })
  const tests = testScope(input, sample, [block], pairOf, { flipBits, seed, progress })
  const own = testsOf(tests, 0)
  const scopes = contexts.map(({ id, label }) => ({ kind: 'data-cluster' as const, id, label }))
  return {
    contexts: withPower(contexts, tests, own, block.columns),
    concepts: [],
    hypotheses: localHypotheses([{ sample, block, tests, own, scopes, responses, pairOf }]),
    tests: tests.length,
    permutations: 2 ** flipBits - 1,
  }
}

/**
 * The concepts whose activity pairs are clustered by: visible latents. Families are sums of latents, and
 * detectors, which are present or absent for a whole response, would dominate shares of sentences; they are
 * used only where nothing is extracted yet.
 */
function activityConcepts(concepts: readonly Concept[]): Concept[] {
  const usable = concepts.filter(({ hidden, measure }) => !hidden && !measure)
  const latents = usable.filter(({ source }) => source === 'dictionary')
  return latents.length > 0 ? latents : usable.filter(({ source }) => source === 'surface')
}

/** Linear interpolation between order statistics (NumPy's default; Hyndman & Fan 1996, type 7). */
function percentile(values: Float64Array, share: number): number {
  const sorted = values.slice().sort()
  const at = share * (sorted.length - 1)
  const below = sorted[Math.floor(at)] ?? 0
  return below + (at - Math.floor(at)) * ((sorted[Math.ceil(at)] ?? 0) - below)
}

/** @param sets pairs of each cluster */
function describeDataClusters(input: ContextInput, sets: readonly Uint32Array[]): Context[] {
  const shown = describing(input.concepts)
  const families = leadingFeatures(
    occurrences(input.responses, shown, membership(input.pairs.length, sets), 1),
    shown.map(({ label }) => label),
  )
  const heads = sets.map((pairs, c) => ({ id: `data:${c + 1}`, kind: 'data-cluster' as const, pairs }))
  return describeContexts(input, heads, families)
}
