/**
 * What chance confirms and what planting recovers in contexts of single responses: tsx
 * tests/bench/response-contexts.ts [runs]
 * (a) labels dealt by topic, length and prompt alone: share of runs in which anything is confirmed, by scope,
 *   with its exact 95% interval; the same of the example with every pair cut in two and labels dealt anew;
 * (b) a feature of a share of the responses that is punished in one topic only: share of runs in which it is
 *   confirmed there;
 * (c) the same punished everywhere, but commoner in one topic: share of runs in which it is called local;
 * (d) processor time of 20,000 responses × 1,100 concepts.
 */
import {
  dataClusters,
  dataClusterHypotheses,
  testDataClusters,
} from '../../src/core/contexts/data-clusters.ts'
import type { ContextFindings, PromptContextInput } from '../../src/core/contexts/input.ts'
import {
  promptClusterHypotheses,
  promptContexts,
  testPromptContexts,
} from '../../src/core/contexts/prompt-clusters.ts'
import { example } from '../unit/contexts/example.ts'
import { judge, type Unjudged } from '../unit/contexts/judge.ts'
import { topical } from '../unit/contexts/topical.ts'
import { interval } from '../interval.ts'

const runs = Number(process.argv[2] ?? 200)
const say = (line: object) => console.log(JSON.stringify(line))
const confirmed = ({ hypotheses }: ContextFindings) => hypotheses.filter((one) => one.confirmed)

const pairs = 800
const feature = 90
const plain = { pairs, topics: 5, features: 100 } as const
const byTopic = topical({ ...plain, seed: 4 })
const prompts = topical({ ...plain, seed: 6, perPrompt: 2 })
const cut = await example()
const mood = (group: number) => 3 * (((group * 0.618) % 1) - 0.5)
const nulls: readonly [string, PromptContextInput, (one: Unjudged) => number][] = [
  ['mostly good, by topic', byTopic, ({ row }) => 2 - 0.5 * byTopic.topic[row]!],
  ['two a prompt, by length and prompt', prompts, ({ group, words }) => 0.3 * (words - 14) + mood(group)],
  ['the example’s chosen responses', cut, ({ words }) => 0.8 + 0.01 * (words - 60)],
]
for (const [world, from, odds] of nulls) {
  const [clusters, topics] = [dataClusters(judge(from, odds, 0)), promptContexts(judge(from, odds, 0))]
  for (const [scope, test] of [
    ['data clusters', (input: PromptContextInput) => testDataClusters(input, clusters)],
    ['prompt clusters', (input: PromptContextInput) => testPromptContexts(input, topics)],
  ] as const) {
    let [alarms, familyWise] = [0, 0]
    for (let seed = 0; seed < runs; seed++) {
      const found = test({ ...judge(from, odds, 1000 + seed), seed })
      if (confirmed(found).length > 0) alarms++
      if (found.hypotheses.some(({ pPermutation }) => pPermutation <= 0.05)) familyWise++
    }
    say({ bench: 'random labels', world, scope, runs, alarms, familyWise, interval: interval(alarms, runs) })
  }
}

for (const share of [0.1, 0.2, 0.4, 0.6]) {
  for (const odds of [-1.5, -3]) {
    let hits = 0
    const repeats = Math.ceil(runs / 10)
    for (let run = 0; run < repeats; run++) {
      const from = topical({ ...plain, seed: 50 + run, habits: [{ topic: null, feature, share }] })
      const input = judge(from, (one) => 1 + (from.topic[one.row] === 2 && one.has(feature) ? odds : 0), run)
      const found = promptClusterHypotheses({ ...input, seed: run })
      const inside = ({ pairs }: { pairs: Uint32Array }) =>
        pairs.filter((i) => from.topic[i] === 2).length > pairs.length / 2
      const there = new Set(found.contexts.filter(inside).map(({ id }) => id))
      if (confirmed(found).some(({ concept, scope }) => concept === `d:${feature}` && there.has(scope.id)))
        hits++
    }
    say({ bench: 'punished in one of 5 topics', responses: pairs, share, logOdds: odds, runs: repeats, hits })
  }
}

{
  let alarms = 0
  for (let run = 0; run < runs / 2; run++) {
    const habits = [0, 1, 2, 3, 4].map((topic) => ({ topic, feature, share: topic === 2 ? 0.6 : 0.25 }))
    const from = topical({ ...plain, seed: 500 + run, habits })
    const input = judge(from, (one) => 1 - (one.has(feature) ? 1.5 : 0), run)
    const found = promptClusterHypotheses({ ...input, seed: run })
    if (confirmed(found).some(({ concept }) => concept === `d:${feature}`)) alarms++
  }
  say({
    bench: 'punished everywhere, 2.4 times as common in one topic',
    runs: runs / 2,
    alarms,
    interval: interval(alarms, runs / 2),
  })
}

const large = judge(topical({ pairs: 20_000, topics: 40, features: 1_100, seed: 1, words: 60 }), () => 0.5, 2)
for (const [bench, run] of [
  ['data clusters', dataClusterHypotheses],
  ['prompt clusters', promptClusterHypotheses],
] as const) {
  const before = process.cpuUsage()
  const { tests, contexts } = run(large)
  const { user, system } = process.cpuUsage(before)
  say({
    bench,
    responses: large.pairs.length,
    contexts: contexts.length,
    tests,
    processorSeconds: (user + system) / 1e6,
  })
}
