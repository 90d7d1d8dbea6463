import type { Concept } from '../concepts/concept.ts'
import { random } from '../random.ts'
import { sampleOf } from '../stats/sample.ts'
import { restrict } from './block.ts'
import { testedColumns } from './columns.ts'
import { testBlocks } from './context-tests.ts'
import { clusterRows, type Context } from './context.ts'
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
import { contrastivePhrases, leadingFeatures, uniqueLabels } from './names.ts'
import { describing, occurrences } from './occurrences.ts'
import { contentOrder } from './order.ts'
import { testResponses } from './response-tests.ts'
import { maxColumn } from './rows.ts'
import { LEAST_PAIRS } from './scope.ts'
import { shiftColumn, shiftConcepts } from './shifts.ts'
import { clusterCount, sphericalKmeans } from './spherical-kmeans.ts'
import { expression, featureClusters } from './themes.ts'

/** What is known of prompts before any label is looked at. */
export interface PromptContexts {
  /** Pairs of each cluster of prompts by subject, largest first; disjoint. */
  readonly topics: readonly Uint32Array[]
  /** S(k): the pairs whose prompts express a cluster A_k of prompt features most. */
  readonly themes: readonly Uint32Array[]
  /** R_m: clusters of features whose response shifts go together. */
  readonly shifts: readonly Concept[]
}

/**
 * Prompt clusters (prompt-conditioned, DESIGN 4), as two blocks of one scope. Prompts are clustered, and every concept is
 * tested inside each cluster against the rest: the direct question. And, as in the paper, clusters A_k of prompt features
 * give themes S(k), in which clusters R_m of response shifts are tested.
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
  const { pairs, responses, concepts, seed } = input
  const order = contentOrder(pairs).filter((i) => pairs.prompt[i] !== '')
  const groups = Uint32Array.from(new Set(order.map((i) => pairs.group[i]!)))
  const clusters = clusterCount(groups.length)
  if (clusters < 2) return { topics: [], themes: [], shifts: [] }
  const topics = topicSets(input, groups, clusters)
  progress?.(0.5)
  // Themes are for clusters of response shifts, and single responses have no other side to shift from.
  if (!pairs.paired) return { topics, themes: [], shifts: [] }
  const themes = themeSets(input, order, Math.max(LEAST_PAIRS, Math.round(order.length / clusters)))
  progress?.(0.7)
  const shifts = shiftConcepts(responses, concepts, order.slice().sort(), seed)
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
  const pairOf = Uint32Array.from(topics.flatMap((set) => [...set])).sort()
  const whole = input.sample ?? sampleOf(pairs)
  const { sample, block: within } = restrict(whole, pairOf)
  const blocks = [
    within({ sets: topics, columns: testedColumns(whole, disparities, concepts) }),
    {
      sets: within({ sets: themes, columns: [] }).sets,
      columns: shifts.map((shift) => shiftColumn(responses, shift, pairOf)),
    },
  ]
  const parity = Uint8Array.from(pairOf, (i) => pairs.row[i]! & 1)
  const tested = sample.judged
    ? [testResponses(sample, sample.judged, blocks[0]!, { flipBits, seed, progress }), []]
    : testBlocks(sample, blocks, { flipBits, seed, parity, progress })
  const described = [contexts.slice(0, topics.length), contexts.slice(topics.length)]
  return {
    contexts: blocks.flatMap(({ columns }, b) => withPower(described[b]!, tested[b]!, columns)),
    concepts: shifts,
    hypotheses: localHypotheses(
      blocks.map((block, b) => ({
        sample,
        block,
        tests: tested[b]!,
        scopes: described[b]!.map(({ id, label }) => ({ kind: 'prompt-cluster', id, label })),
        responses,
        pairOf,
      })),
    ),
    tests: tested.reduce((sum, tests) => sum + tests.length, 0),
    permutations: 2 ** flipBits - 1,
  }
}

/** Pairs by cluster of their prompts. @param groups prompt groups in the order in which they are clustered */
function topicSets(
  { pairs, prompts, states, seed }: PromptContextInput,
  groups: Uint32Array,
  clusters: number,
): Uint32Array[] {
  const embedded = states
    ? embedStates(subjectStates(pairs, groups, states.prompts, states.responses), groups, seed)
    : embedFeatures(prompts, groups, seed)
  const { assignment } = sphericalKmeans(embedded, clusters, random(seed))
  const ofGroup = new Int32Array(pairs.groups).fill(-1)
  groups.forEach((group, at) => (ofGroup[group] = assignment[at]!))
  return clusterRows(
    Int32Array.from(pairs.group, (group) => ofGroup[group]!),
    clusters,
  )
}

/** S(k): for each cluster A_k of prompt features, the pairs whose prompts express it most, `size` of them at most. */
function themeSets(
  { pairs, prompts, seed, themeRule = 'idf' }: PromptContextInput,
  order: Uint32Array,
  size: number,
): Uint32Array[] {
  const column = Array.from({ length: prompts.features }, (_, f) => maxColumn(prompts, f))
  return featureClusters(pairs.groups, column, true, seed)
    .map((features) => {
      const score = expression(pairs.groups, column, features, themeRule)
      return strongest(
        order,
        Float64Array.from(order, (i) => score[pairs.group[i]!]!),
        size,
      )
    })
    .filter((set) => set.length >= LEAST_PAIRS)
}

/** The items of the largest scores above 0, ascending; of equals the first ones. */
function strongest(items: Uint32Array, score: Float64Array, size: number): Uint32Array {
  const bar = Math.max(0, score.toSorted().at(-size) ?? 0)
  let room = size - score.reduce((count, own) => count + (own > bar ? 1 : 0), 0)
  return items.filter((_, at) => score[at]! > bar || (bar > 0 && score[at] === bar && room-- > 0)).sort()
}

function describePromptContexts(
  { pairs, prompts, concepts }: PromptContextInput,
  topics: readonly Uint32Array[],
  themes: readonly Uint32Array[],
): Context[] {
  const sets = [...topics, ...themes]
  const contextsOf = Array.from({ length: pairs.groups }, () => new Set<number>())
  sets.forEach((set, c) => set.forEach((i) => contextsOf[pairs.group[i]!]!.add(c)))
  const shown = describing(concepts)
  const families = leadingFeatures(
    occurrences(prompts, shown, (group) => contextsOf[group]!, sets.length),
    shown.map(({ label }) => label),
  )
  const phrases = contrastivePhrases(sets.map((set) => Array.from(set, (i) => pairs.prompt[i]!)))
  const parts = sets.map((_, c) => [...phrases[c]!, ...families[c]!])
  const labels = uniqueLabels(parts, 3, 'Mixed prompts')
  return sets.map((set, c): Context => {
    const isTopic = c < topics.length
    return {
      id: isTopic ? `prompt:${c + 1}` : `theme:${c - topics.length + 1}`,
      kind: isTopic ? 'prompt-cluster' : 'prompt-theme',
      label: labels[c]!,
      phrases: phrases[c]!,
      families: families[c]!,
      pairs: set,
      size: set.length,
    }
  })
}
