import { random } from '../random.ts'
import { sampleOf } from '../stats/sample.ts'
import { restrict } from './block.ts'
import { testedColumns } from './columns.ts'
import { LEAST_PAIRS, testBlocks } from './context-tests.ts'
import { clusterRows, type Context } from './context.ts'
import { embedFeatures, embedStates } from './embedding.ts'
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
import { maxColumn } from './rows.ts'
import { shiftColumns } from './shifts.ts'
import { clusterCount, sphericalKmeans } from './spherical-kmeans.ts'
import { expression, featureClusters } from './themes.ts'

/**
 * Prompt clusters (prompt-conditioned, DESIGN 4), as two blocks of one scope. Prompts are clustered, and every concept is
 * tested inside each cluster against the rest: the direct question. And, as in the paper, clusters A_k of prompt features
 * give themes, S(k) the pairs that express A_k most, in which clusters R_m of response shifts are tested.
 */
export function promptClusterHypotheses(
  input: PromptContextInput,
  progress?: ContextProgress,
): ContextFindings {
  const { pairs, responses, concepts, disparities, seed, flipBits = FLIP_BITS } = input
  const stage = stages(progress)
  stage.found(0)
  const permutations = 2 ** flipBits - 1
  const order = contentOrder(pairs).filter((i) => pairs.prompt[i] !== '')
  const kept = order.slice().sort()
  const groups = Uint32Array.from(new Set(order.map((i) => pairs.group[i]!)))
  const clusters = clusterCount(groups.length)
  if (clusters < 2) return { contexts: [], concepts: [], hypotheses: [], tests: 0, permutations }

  const topics = topicSets(input, kept, groups, clusters)
  stage.found(0.4)
  const themes = themeSets(input, order, Math.max(LEAST_PAIRS, Math.round(kept.length / clusters)))
  stage.found(0.6)
  const shifts = shiftColumns(responses, concepts, kept, seed)
  stage.found(0.8)

  const whole = sampleOf(pairs)
  const part = restrict(whole, kept)
  const topicBlock = part.block({ sets: topics, columns: testedColumns(whole, disparities, concepts) })
  const themeBlock = { sets: part.block({ sets: themes, columns: [] }).sets, columns: shifts }
  const contexts = describePromptContexts(input, topics, themes)
  stage.found(1)

  const parity = Uint8Array.from(kept, (i) => pairs.row[i]! & 1)
  const blocks = [topicBlock, themeBlock]
  const tested = testBlocks(part.sample, blocks, { flipBits, seed, parity, progress: stage.tested })
  const described = [contexts.slice(0, topics.length), contexts.slice(topics.length)]
  const hypotheses = localHypotheses(
    blocks.map((block, b) => ({
      sample: part.sample,
      block,
      tests: tested[b]!,
      scopes: described[b]!.map(({ id, label }) => ({ kind: 'prompt-cluster', id, label })),
      responses,
      pairOf: kept,
    })),
  )
  return {
    contexts: blocks.flatMap(({ columns }, b) => withPower(described[b]!, tested[b]!, columns)),
    concepts: shifts.map(({ concept }) => concept),
    hypotheses,
    tests: tested.reduce((sum, tests) => sum + tests.length, 0),
    permutations,
  }
}

/** Pairs by cluster of their prompts, largest first. @param groups prompt groups in the order in which they are clustered */
function topicSets(
  { pairs, prompts, promptStates, seed }: PromptContextInput,
  kept: Uint32Array,
  groups: Uint32Array,
  clusters: number,
): Uint32Array[] {
  const embedded = promptStates
    ? embedStates(promptStates, groups, seed)
    : embedFeatures(prompts, groups, seed)
  const { assignment } = sphericalKmeans(embedded, clusters, random(seed))
  const clusterOf = new Int32Array(pairs.groups).fill(-1)
  groups.forEach((group, at) => (clusterOf[group] = assignment[at]!))
  const ofPair = new Int32Array(pairs.length).fill(-1)
  for (const i of kept) ofPair[i] = clusterOf[pairs.group[i]!]!
  return clusterRows(ofPair, clusters).sort((a, b) => b.length - a.length || a[0]! - b[0]!)
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
      const of = (i: number) => score[pairs.group[i]!]!
      // The sort is stable: equals stay in the order of `order`.
      return order
        .filter((i) => of(i) > 0)
        .sort((a, b) => of(b) - of(a))
        .slice(0, size)
        .sort()
    })
    .filter((set) => set.length >= LEAST_PAIRS)
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
  const phrases = contrastivePhrases(
    sets.map((set) => {
      const groups = new Map(Array.from(set, (i) => [pairs.group[i]!, pairs.prompt[i]!]))
      return [...groups.values()]
    }),
  )
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
