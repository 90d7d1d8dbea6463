import { expect, it } from 'vitest'
import { dataClusters, testDataClusters } from '../../src/core/contexts/data-clusters.ts'
import type { ContextFindings, PromptContextInput } from '../../src/core/contexts/input.ts'
import { promptContexts, testPromptContexts } from '../../src/core/contexts/prompt-clusters.ts'
import { random } from '../../src/core/random.ts'
import { judge, type Unjudged } from '../unit/contexts/judge.ts'
import { relabelled } from '../unit/contexts/relabel.ts'
import { topical } from '../unit/contexts/topical.ts'

const confirmsAny = ({ hypotheses }: ContextFindings) => hypotheses.some(({ confirmed }) => confirmed)

const habits = [{ topic: 2, feature: 90, share: 0.4 }]
const pairs = topical({ pairs: 600, topics: 5, features: 100, seed: 4, habits })
const clusters = dataClusters(pairs)
const topics = promptContexts(pairs)

it.each([
  ['data clusters', (input: PromptContextInput) => testDataClusters(input, clusters)],
  ['prompt clusters', (input: PromptContextInput) => testPromptContexts(input, topics)],
] as const)(
  '%s of pairs confirm something on labels that say nothing in no more of sixty runs than 5% explains',
  (_, test) => {
    let alarms = 0
    for (let seed = 0; seed < 60; seed++) {
      const rng = random(seed)
      const swaps = Uint8Array.from({ length: pairs.pairs.length }, () => (rng() < 0.5 ? 1 : 0))
      if (confirmsAny(test({ ...relabelled(pairs, (i) => swaps[i] === 1), seed }))) alarms++
    }
    // At 5%, more than 7 in one case of a hundred.
    expect(alarms).toBeLessThanOrEqual(7)
  },
)

const everywhere = [{ topic: null, feature: 90, share: 0.4 }]
const unjudged = topical({ pairs: 800, topics: 5, features: 100, seed: 4, habits: everywhere })
const worlds: readonly [string, PromptContextInput, (one: Unjudged) => number][] = [
  ['mostly good, by topic', unjudged, ({ row }) => 2 - 0.5 * unjudged.topic[row]!],
  // Two responses a prompt, judged by length and by the mood of the prompt.
  [
    'by length and prompt',
    topical({ pairs: 800, topics: 5, features: 100, seed: 6, perPrompt: 2 }),
    ({ group, words }) => 0.3 * (words - 14) + 3 * (((group * 0.618) % 1) - 0.5),
  ],
]

it.each(worlds)(
  'contexts of single responses do so in no more of twenty runs than 5% explains: %s',
  (_, from, odds) => {
    const [clusters, topics] = [dataClusters(from), promptContexts(judge(from, odds, 0))]
    const alarms = [0, 0]
    for (let seed = 0; seed < 20; seed++) {
      const input = { ...judge(from, odds, seed), seed }
      if (confirmsAny(testDataClusters(input, clusters))) alarms[0]!++
      if (confirmsAny(testPromptContexts(input, topics))) alarms[1]!++
    }
    // At 5%, more than 3 in one case of sixty.
    expect(Math.max(...alarms)).toBeLessThanOrEqual(3)
  },
)
