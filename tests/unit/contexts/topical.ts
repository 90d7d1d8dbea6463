import { type Activations, featureColumns } from '../../../src/core/activations.ts'
import type { Concept } from '../../../src/core/concepts/concept.ts'
import { denseStates } from '../../../src/core/contexts/embedding.ts'
import { disparities } from '../../../src/core/concepts/disparity.ts'
import type { PromptContextInput } from '../../../src/core/contexts/input.ts'
import { namingTexts } from '../../../src/core/contexts/names.ts'
import { contentKeys } from '../../../src/core/contexts/order.ts'
import { pairTable } from '../../../src/core/pairs.ts'
import { type Random, random } from '../../../src/core/random.ts'
import { sharedFloat32 } from '../../../src/core/shared-columns.ts'
import { sampleOf } from '../../../src/core/stats/sample.ts'
import type { PackedContexts } from '../../../src/core/workspace/contexts.ts'

/** A habit of imaginary annotators: in pairs of one topic they like the side with the feature. */
export interface Habit {
  /** null: in every topic. */
  readonly topic: number | null
  readonly feature: number
  /**
   * Share of the topic's pairs in which only the chosen side has it; the feature is otherwise left as it is.
   */
  readonly share: number
}

export interface TopicalOptions {
  readonly pairs: number
  readonly topics: number
  readonly features: number
  readonly seed: number
  readonly habits?: readonly Habit[]
  /** Pairs that share a prompt. */
  readonly perPrompt?: number
  /** Words per response. */
  readonly words?: number
  /** Of states. */
  readonly dim?: number
}

/** Features f with f % topics === t are six times as frequent in topic t, in prompts as in responses. */
const TOPICAL = 6

/** Pairs about a few topics, with features whose labels say nothing of the topic's habits. */
export function topical(options: TopicalOptions): PromptContextInput & {
  readonly topic: Uint32Array
  /** The states as they stand in memory. */
  readonly dense: { readonly dim: number; readonly prompts: Float32Array; readonly responses: Float32Array }
} {
  const { pairs: n, topics, features, seed, habits = [], perPrompt = 1, words = 12, dim = 64 } = options
  const rng = random(seed)
  const prompts = Math.ceil(n / perPrompt)
  const topicOf = Uint32Array.from({ length: prompts }, () => Math.floor(rng() * topics))
  const topic = Uint32Array.from({ length: n }, (_, i) => topicOf[Math.floor(i / perPrompt)]!)
  const rate = (f: number, t: number) =>
    Math.min(0.6, (0.4 / Math.sqrt(1 + f)) * (f % topics === t ? TOPICAL : 1))
  const pairs = pairTable(
    Array.from({ length: n }, (_, i) => {
      const prompt = Math.floor(i / perPrompt)
      return {
        prompt: `${sentence(random(prompt + 7), 8, topicOf[prompt]!)} number ${prompt}`,
        chosen: sentence(rng, words + Math.floor(rng() * 6), topic[i]!),
        rejected: sentence(rng, words + Math.floor(rng() * 6), topic[i]!),
        row: i + 1,
      }
    }),
  )
  const sides = new Set(habits.map(({ feature }) => feature))
  const responses = sparse(2 * n, (span) => {
    const t = topic[span >> 1]!
    return drawn(rng, features, (f) => (sides.has(f) ? 0 : rate(f, t)))
  })
  for (const { topic: where, feature, share } of habits)
    for (let i = 0; i < n; i++)
      if ((where === null || topic[i] === where) && rng() < share) responses[2 * i]!.push(feature)
  const promptFeatures = sparse(prompts, (span) => drawn(rng, features, (f) => rate(f, topicOf[span]!)))
  const states = (rows: number, topicOf: (row: number) => number) => {
    const state = sharedFloat32(rows * dim)
    for (let k = 0; k < state.length; k++)
      state[k] = ((k % dim) % topics === topicOf(Math.floor(k / dim)) ? 1 : 0) + 0.5 * (rng() - 0.5)
    return state
  }
  const dense = {
    dim,
    prompts: states(prompts, (group) => topicOf[group]!),
    responses: states(2 * n, (span) => topic[span >> 1]!),
  }
  const columns = featureColumns([activations(responses, features)])
  const concepts = Array.from({ length: features }, (_, f) => concept(f))
  return {
    pairs,
    responses: columns,
    prompts: featureColumns([activations(promptFeatures, features)]),
    states: { prompts: denseStates(dim, dense.prompts), responses: denseStates(dim, dense.responses) },
    dense,
    concepts,
    disparities: disparities(columns, concepts),
    seed,
    topic,
  }
}

export const concept = (f: number): Concept => ({
  id: `d:${f}`,
  label: `Feature ${f}`,
  description: '',
  source: 'dictionary',
  kind: 'behaviour',
  features: Uint32Array.of(f),
  family: null,
  measure: false,
  fidelity: null,
  hidden: false,
})

function sentence(rng: Random, words: number, topic: number): string {
  return Array.from({ length: words }, () =>
    rng() < 0.5 ? `topic${topic}word${Math.floor(rng() * 8)}` : `common${Math.floor(rng() * 60)}`,
  ).join(' ')
}

function drawn(rng: Random, features: number, rate: (f: number) => number): number[] {
  const fired: number[] = []
  for (let f = 0; f < features; f++) if (rng() < rate(f)) fired.push(f)
  return fired
}

const sparse = (spans: number, of: (span: number) => number[]): number[][] =>
  Array.from({ length: spans }, (_, span) => of(span))

function activations(fired: readonly number[][], features: number): Activations {
  const indptr = new Uint32Array(fired.length + 1)
  fired.forEach((list, j) => (indptr[j + 1] = indptr[j]! + list.length))
  const total = indptr[fired.length]!
  const feature = new Uint32Array(total)
  fired.forEach((list, j) =>
    feature.set(
      [...new Set(list)].sort((a, b) => a - b),
      indptr[j],
    ),
  )
  return {
    spans: fired.length,
    features,
    indptr,
    feature,
    max: new Float32Array(total).fill(1),
    count: new Uint32Array(total).fill(1),
    units: new Uint32Array(fired.length).fill(4),
  }
}

/** The same as another worker takes it in. */
export function packed({ dense, topic: _, states: __, ...rest }: ReturnType<typeof topical>): PackedContexts {
  const { pairs } = rest
  return {
    ...rest,
    pairs: { ...pairs, ...namingTexts(pairs) },
    sample: sampleOf(pairs),
    key: contentKeys(pairs),
    states: dense,
  }
}
