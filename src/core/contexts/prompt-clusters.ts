import type { Concept } from '../concepts/concept.ts'
import { random } from '../random.ts'
import { sampleOf } from '../stats/sample.ts'
import { restrict } from './test-block.ts'
import type { OnCheckpoint } from '../linalg/checkpoint.ts'
import { testedColumns } from './columns.ts'
import { type Context, membership, union } from './context.ts'
import { embedFeatures, embedStates, subjectStates } from './embedding.ts'
import {
  type ContextFindings,
  type ContextProgress,
  FLIP_BITS,
  type PromptContextInput,
  stages,
  withPower,
} from './input.ts'
import { localHypotheses } from './local-hypotheses.ts'
import { describeContexts } from './describe-contexts.ts'
import { leadingFeatures } from './names.ts'
import { describing, occurrences } from './occurrences.ts'
import { contentKeys, contentOrder } from './order.ts'
import { strongestOfNested } from './overlapping-contexts.ts'
import { leavesOf, type Merge, wardMerges } from './hierarchy.ts'
import { maxColumn } from '../linalg/sparse-matrix.ts'
import { LEAST_PAIRS } from './local-decisions.ts'
import { shiftColumns, shiftConcepts } from './shifts.ts'
import { clusterCount, sphericalKmeans } from './spherical-kmeans.ts'
import { testScope } from './test-scope.ts'
import { testsOf } from './test-table.ts'
import { expression, featureClusters } from './themes.ts'

/** A union of clusters is a context of its own where it has so many times the pairs of its largest part, */
const GROWTH = 1.4
/** and at most this share of all pairs. */
const MOST_SHARE = 0.25

/** Prompt contexts, found without using labels. */
export interface PromptContexts {
  /**
   * Pairs of each cluster of prompts by subject, largest first; any two are disjoint or nested.
   */
  readonly topics: readonly Uint32Array[]
  /** S(k): the pairs whose prompts express a cluster A_k of prompt features most. */
  readonly themes: readonly Uint32Array[]
  /** R_m: clusters of features with correlated response shifts. */
  readonly shifts: readonly Concept[]
}

/**
 * Prompt clusters (prompt-conditioned, Bergen et al. 2026), as two blocks of one scope. In the first, prompts
 * are clustered, and every concept is tested inside each cluster against the rest. In the second, as in the
 * paper, clusters A_k of prompt features give themes S(k), in which clusters R_m of response shifts are
 * tested.
 */
export function promptClusterHypotheses(
  input: PromptContextInput,
  progress?: ContextProgress,
): ContextFindings {
  const stage = stages(progress)
  stage.found(0)
  const found = promptContexts(input, stage.found)
  return testPromptContexts(input, found, stage.tested)
}

/** @param progress share that is done */
export function promptContexts(
  input: PromptContextInput,
  progress?: (share: number) => void,
): PromptContexts {
  const { pairs, responses, concepts, seed, key = contentKeys(pairs) } = input
  const order = contentOrder(key).filter((i) => pairs.prompt[i] !== '')
  const groups = Uint32Array.from(new Set(order.map((i) => pairs.group[i]!)))
  const clusters = clusterCount(groups.length)
  if (clusters < 2) return { topics: [], themes: [], shifts: [] }
  const at = (share: number) => () => progress?.(share)
  const topics = topicSets(input, groups, clusters, at(0))
  // Themes are tested with response shifts, and single responses have no other side to shift from.
  if (!pairs.paired) return { topics, themes: [], shifts: [] }
  const size = Math.max(LEAST_PAIRS, Math.round(order.length / clusters))
  const themes = themeSets(input, order, groups, size, at(0.5))
  const shifts = shiftConcepts(responses, concepts, order, seed, at(0.7))
  progress?.(1)
  return { topics, themes, shifts }
}

/** Tests concepts in topics and shifts in themes. */
export function testPromptContexts(
  input: PromptContextInput,
  { topics, themes, shifts }: PromptContexts,
  progress?: ContextProgress,
): ContextFindings {
  const { pairs, responses, concepts, disparities, seed, flipBits = FLIP_BITS } = input
  const contexts = describePromptContexts(input, topics, themes)
  const pairOf = union(pairs.length, topics)
  const whole = input.sample ?? sampleOf(pairs)
  const { sample, block: within } = restrict(whole, pairOf)
  const blocks = [
    within({ sets: topics, columns: testedColumns(whole, disparities, concepts) }),
    {
      sets: within({ sets: themes, columns: [] }).sets,
      columns: shiftColumns(responses, shifts, pairOf),
    },
  ]
  const tests = testScope(input, sample, blocks, pairOf, { flipBits, seed, progress })
  const described = [contexts.slice(0, topics.length), contexts.slice(topics.length)]
  const own = blocks.map((_, b) => testsOf(tests, b))
  return {
    contexts: blocks.flatMap(({ columns }, b) => withPower(described[b]!, tests, own[b]!, columns)),
    concepts: shifts,
    hypotheses: localHypotheses(
      blocks.map((block, b) => ({
        ...{ sample, block, tests, responses, pairOf },
        own: b === 0 ? strongestOfNested(tests, own[b]!, block.sets) : own[b]!,
        scopes: described[b]!.map(({ id, label }) => ({ kind: 'prompt-cluster', id, label })),
      })),
    ),
    tests: tests.length,
    permutations: 2 ** flipBits - 1,
  }
}

/**
 * Pairs by subject, at several grains: clusters of prompts, and unions of clusters that are near each other, by
 * Ward's criterion. An effect may belong to "recipes" or to all of "food", and in the second case each small
 * cluster has too few pairs to show it.
 * @param groups prompt groups in the order in which they are clustered
 */
function topicSets(
  { pairs, prompts, states, seed }: PromptContextInput,
  groups: Uint32Array,
  clusters: number,
  check: OnCheckpoint,
): Uint32Array[] {
  const embedded = states
    ? embedStates(subjectStates(pairs, groups, states.prompts, states.responses), groups, seed, check)
    : embedFeatures(prompts, groups, seed, check)
  const { assignment, centres } = sphericalKmeans(embedded, clusters, random(seed), check)
  const ofGroup = new Int32Array(pairs.groups).fill(-1)
  groups.forEach((group, at) => (ofGroup[group] = assignment[at]!))
  const fine = Array.from({ length: clusters }, (): number[] => [])
  pairs.group.forEach((group, i) => {
    if (ofGroup[group]! >= 0) fine[ofGroup[group]!]!.push(i)
  })
  const kept = fine.flatMap((set, c) => (set.length > 0 ? [c] : []))
  const points = kept.flatMap((c) =>
    Array.from(centres.subarray(c * embedded.columns, (c + 1) * embedded.columns)),
  )
  const sizes = kept.map((c) => fine[c]!.length)
  return grainsOf(sizes, wardMerges(points, embedded.columns, sizes))
    .map((leaves) => Uint32Array.from(leaves.flatMap((leaf) => fine[kept[leaf]!]!)).sort())
    .sort((a, b) => b.length - a.length)
}

/**
 * The clusters and those of their unions that are contexts, each as its clusters: a union is left out where it
 * is hardly larger than the largest one kept inside it, and where it is too large to be one subject.
 * @param sizes pairs of each cluster
 */
export function grainsOf(sizes: readonly number[], merges: readonly Merge[]): number[][] {
  const all = sizes.reduce((sum, size) => sum + size, 0)
  const leaves = leavesOf(sizes.length, merges)
  /** By node, the largest kept at or under it. */
  const inside = [...sizes]
  return leaves.filter((_, node) => {
    if (node < sizes.length) return true
    const { left, right, size } = merges[node - sizes.length]!
    const largest = Math.max(inside[left]!, inside[right]!)
    const isKept = size >= GROWTH * largest && size <= MOST_SHARE * all
    inside.push(isKept ? size : largest)
    return isKept
  })
}

/**
 * S(k): for each cluster A_k of prompt features, the pairs whose prompts express it most, `size` of them at
 * most.
 */
function themeSets(
  { pairs, prompts, seed, themeRule = 'idf' }: PromptContextInput,
  order: Uint32Array,
  groups: Uint32Array,
  size: number,
  check: OnCheckpoint,
): Uint32Array[] {
  const groupAt = order.map((i) => pairs.group[i]!)
  const score = new Float64Array(order.length)
  const column = Array.from({ length: prompts.features }, (_, f) => maxColumn(prompts, f))
  return featureClusters(pairs.groups, column, true, groups, { seed, check })
    .map((features) => {
      const ofGroup = expression(pairs.groups, column, features, themeRule)
      for (let at = 0; at < score.length; at++) score[at] = ofGroup[groupAt[at]!]!
      return strongest(order, score, size)
    })
    .filter((set) => set.length >= LEAST_PAIRS)
}

/** The items of the largest scores above 0, ascending; the first ones of equal scores. */
function strongest(items: Uint32Array, score: Float64Array, size: number): Uint32Array {
  const bar = largestBar(score, size)
  const chosen = new Uint32Array(size)
  let count = 0
  for (let at = 0; at < score.length; at++) if (score[at]! > bar) chosen[count++] = items[at]!
  if (bar > 0)
    for (let at = 0; at < score.length && count < size; at++)
      if (score[at] === bar) chosen[count++] = items[at]!
  return chosen.subarray(0, count).sort()
}

const BINS = 1024

/**
 * The size-th largest of the scores above 0, or 0 where there are fewer. Only the scores of one histogram bin
 * are sorted.
 */
function largestBar(score: Float64Array, size: number): number {
  let most = 0
  for (let at = 0; at < score.length; at++) if (score[at]! > most) most = score[at]!
  const perBin = (BINS - 1) / most
  const counts = new Uint32Array(BINS)
  for (let at = 0; at < score.length; at++) if (score[at]! > 0) counts[Math.floor(score[at]! * perBin)]!++
  let bin = BINS - 1
  let above = 0
  for (; bin > 0 && above + counts[bin]! < size; bin--) above += counts[bin]!
  const within: number[] = []
  for (let at = 0; at < score.length; at++)
    if (score[at]! > 0 && Math.floor(score[at]! * perBin) === bin) within.push(score[at]!)
  return (
    Float64Array.from(within)
      .sort()
      .at(above - size) ?? 0
  )
}

function describePromptContexts(
  input: PromptContextInput,
  topics: readonly Uint32Array[],
  themes: readonly Uint32Array[],
): Context[] {
  const { pairs, prompts, concepts } = input
  const sets = [...topics, ...themes]
  const groupSets = sets.map((set) => Uint32Array.from(new Set(set.map((i) => pairs.group[i]!))))
  const shown = describing(concepts)
  const families = leadingFeatures(
    occurrences(prompts, shown, membership(pairs.groups, groupSets)),
    shown.map(({ label }) => label),
  )
  const heads = sets.map((set, c) =>
    c < topics.length
      ? { id: `prompt:${c + 1}`, kind: 'prompt-cluster' as const, pairs: set }
      : { id: `theme:${c - topics.length + 1}`, kind: 'prompt-theme' as const, pairs: set },
  )
  return describeContexts(input, heads, families)
}
