import type { Concept } from '../concepts/concept.ts'
import { random } from '../random.ts'
import { sampleOf } from '../stats/sample.ts'
import { restrict } from './block.ts'
import { testedColumns } from './columns.ts'
import { testBlocks } from './context-tests.ts'
import { clusterRows, type Context } from './context.ts'
import {
  type ContextFindings,
  type ContextInput,
  type ContextProgress,
  FLIP_BITS,
  stages,
  withPower,
} from './input.ts'
import { localHypotheses } from './local-hypotheses.ts'
import { contrastivePhrases, leadingFeatures, uniqueLabels } from './names.ts'
import { describing, occurrences } from './occurrences.ts'
import { contentOrder } from './order.ts'
import { pairColumn, rowNorms, rowsOf, unitRows } from './rows.ts'
import { clusterCount, sphericalKmeans } from './spherical-kmeans.ts'

/** DESIGN 4: this share of the pairs, those with least activity, is left out. */
const SILENT = 0.05

/**
 * Data clusters (feature-conditioned, DESIGN 4): pairs are clustered by what both responses do, which says nothing of
 * which was chosen, and every concept is tested inside each cluster against the rest.
 */
export function dataClusterHypotheses(input: ContextInput, progress?: ContextProgress): ContextFindings {
  const { pairs, responses, concepts, disparities, seed, flipBits = FLIP_BITS } = input
  const stage = stages(progress)
  stage.found(0)
  const clustering = activityConcepts(concepts).flatMap(({ features }) =>
    Array.from(features, (f) => pairColumn(responses, f, 1)),
  )
  const activity = rowsOf(pairs.length, clustering)
  const norm = rowNorms(activity)
  const silent = percentile(norm, SILENT)
  const loud = (i: number) => norm[i]! > 0 && norm[i]! >= silent
  const order = contentOrder(pairs).filter(loud)
  const kept = order.slice().sort()
  const rank = new Int32Array(pairs.length).fill(-1)
  kept.forEach((i, at) => (rank[i] = at))
  stage.found(0.3)

  const clusters = clusterCount(order.length)
  const permutations = 2 ** flipBits - 1
  if (clusters < 2) return { contexts: [], concepts: [], hypotheses: [], tests: 0, permutations }
  const { assignment } = sphericalKmeans(unitRows(activity, order), clusters, random(seed))
  const cluster = new Int32Array(kept.length)
  order.forEach((i, at) => (cluster[rank[i]!] = assignment[at]!))
  const sets = clusterRows(cluster, clusters).sort((a, b) => b.length - a.length || a[0]! - b[0]!)
  stage.found(0.8)

  const whole = sampleOf(pairs)
  const part = restrict(whole, kept)
  const block = part.block({
    sets: sets.map((set) => set.map((at) => kept[at]!)),
    columns: testedColumns(whole, disparities, concepts),
  })
  const contexts = describeDataClusters(
    input,
    sets.map((set) => set.map((at) => kept[at]!)),
  )
  stage.found(1)

  const parity = Uint8Array.from(kept, (i) => pairs.row[i]! & 1)
  const [tests] = testBlocks(part.sample, [block], { flipBits, seed, parity, progress: stage.tested }) as [
    ReturnType<typeof testBlocks>[number],
  ]
  const scopes = contexts.map(({ id, label }) => ({ kind: 'data-cluster' as const, id, label }))
  const hypotheses = localHypotheses([{ sample: part.sample, block, tests, scopes, responses, pairOf: kept }])
  return {
    contexts: withPower(contexts, tests, block.columns),
    concepts: [],
    hypotheses,
    tests: tests.length,
    permutations,
  }
}

/**
 * Whose activity places a pair: latents that are shown. Families are sums of them, and detectors, present or absent for a
 * whole response, would drown shares of sentences; they stand in only where there is no dictionary yet.
 */
function activityConcepts(concepts: readonly Concept[]): Concept[] {
  const usable = concepts.filter(({ hidden, measure }) => !hidden && !measure)
  const latents = usable.filter(({ source }) => source === 'dictionary')
  return latents.length > 0 ? latents : usable.filter(({ source }) => source === 'surface')
}

/** Linear interpolation between order statistics, as NumPy's default. */
function percentile(values: Float64Array, share: number): number {
  const sorted = values.slice().sort()
  const at = share * (sorted.length - 1)
  const below = sorted[Math.floor(at)] ?? 0
  return below + (at - Math.floor(at)) * ((sorted[Math.ceil(at)] ?? 0) - below)
}

/** @param sets pairs of each cluster */
function describeDataClusters(
  { pairs, responses, concepts }: ContextInput,
  sets: readonly Uint32Array[],
): Context[] {
  const contextOf = new Int32Array(pairs.length).fill(-1)
  sets.forEach((set, c) => set.forEach((i) => (contextOf[i] = c)))
  const shown = describing(concepts)
  const counts = occurrences(
    responses,
    shown,
    (span) => (contextOf[span >> 1]! >= 0 ? [contextOf[span >> 1]!] : []),
    sets.length,
  )
  const families = leadingFeatures(
    counts,
    shown.map(({ label }) => label),
  )
  const phrases = contrastivePhrases(sets.map((set) => Array.from(set, (i) => pairs.prompt[i]!)))
  const parts = sets.map((_, c) => [...families[c]!.slice(0, 1), ...phrases[c]!, ...families[c]!.slice(1)])
  const labels = uniqueLabels(parts, 3, 'Mixed')
  return sets.map((set, c) => ({
    id: `data:${c + 1}`,
    kind: 'data-cluster',
    label: labels[c]!,
    phrases: phrases[c]!,
    families: families[c]!,
    pairs: set,
    size: set.length,
  }))
}
