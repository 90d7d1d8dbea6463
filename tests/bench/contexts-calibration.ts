/**
 * What chance confirms and what planting recovers: tsx tests/bench/contexts-calibration.ts [runs] [example |
 * harmless | helpful] [a scope] on the example's pairs or on HH's, which lie beside the checkout and are extracted when
 * they are first asked for.
 * (a) labels flipped at random: share of runs in which anything is confirmed, by scope, with its exact 95%
 *   interval;
 * (b) an effect in one topic only, planted in pairs whose labels are flipped at random: share of runs in
 *   which it is among the first five hypotheses, and in which it is confirmed, by strength;
 * (c) preference for the longer side alone: share of runs in which anything but length is confirmed;
 * (d) an effect that is equally liked everywhere but commoner in one topic: share of runs in which it is
 *   confirmed as local.
 */
import { dataClusters, testDataClusters } from '../../src/core/contexts/data-clusters.ts'
import type { ContextFindings, PromptContextInput } from '../../src/core/contexts/input.ts'
import { promptContexts, testPromptContexts } from '../../src/core/contexts/prompt-clusters.ts'
import { type RuleContext, testRuleContexts } from '../../src/core/contexts/rules.ts'
import { random } from '../../src/core/random.ts'
import { lengthDifference } from '../../src/core/stats/length.ts'
import { packContexts, unpackContexts } from '../../src/core/workspace/contexts.ts'
import { realData } from '../real-data.ts'
import { example } from '../unit/contexts/example.ts'
import { planted } from '../unit/contexts/plant.ts'
import { relabelled } from '../unit/contexts/relabel.ts'
import { topical } from '../unit/contexts/topical.ts'
import { interval } from '../interval.ts'

const runs = Number(process.argv[2] ?? 1000)
/** Where less is at stake. */
const fewer = Math.min(runs, 200)
const name = process.argv[3] ?? 'example'
/** Of the scopes, only this one and only (a), where it is given. */
const only = process.argv[4]
const data: PromptContextInput & { readonly topic?: readonly string[] } =
  name === 'example' ? await example() : await hh(name)
const n = data.pairs.length
const contexts = { data: dataClusters(data), prompt: promptContexts(data) }
/** The example's topics as the contexts that its column makes; HH has no columns. */
const columns = columnRules(data.topic)
const scopes = {
  'data clusters': (input: PromptContextInput) => testDataClusters(input, contexts.data),
  'prompt clusters': (input: PromptContextInput) => testPromptContexts(input, contexts.prompt),
  ...(columns.length > 0 && { columns: (input: PromptContextInput) => testRuleContexts(input, columns) }),
}
const say = (line: object) => console.log(JSON.stringify({ data: name, ...line }))
const confirmed = ({ hypotheses }: ContextFindings) => hypotheses.filter((one) => one.confirmed)

/** Each pair turned with probability `p(pair)`. */
function turned(p: (pair: number) => number, seed: number): PromptContextInput {
  const rng = random(seed)
  const swap = Uint8Array.from({ length: n }, (_, i) => (rng() < p(i) ? 1 : 0))
  return { ...relabelled(data, (i) => swap[i] === 1), seed }
}

for (const [scope, test] of Object.entries(scopes)) {
  if (only !== undefined && only !== scope) continue
  let alarms = 0
  for (let run = 0; run < runs; run++) if (confirmed(test(turned(() => 0.5, run))).length > 0) alarms++
  say({ bench: 'random labels', scope, runs, alarms, share: alarms / runs, interval: interval(alarms, runs) })
}

if (only !== undefined) process.exit()

const length = lengthDifference(data.pairs)
for (const [scope, test] of Object.entries(scopes)) {
  let alarms = 0
  for (let run = 0; run < fewer / 4; run++) {
    // As the file stands, chosen is longer where ℓ > 0; then P(longer is chosen) = 0.75.
    const found = test(turned((i) => (length[i]! > 0 ? 0.25 : 0.75), run))
    const other = confirmed(found).filter(({ model }) => model !== 'without-length')
    if (other.length > 0) alarms++
  }
  say({ bench: 'only length', scope, runs: fewer / 4, alarms, interval: interval(alarms, fewer / 4) })
}

/**
 * How often an effect planted in a share of a topic's pairs is seen, on labels that otherwise say nothing.
 */
function power(
  where: string,
  pairs: readonly number[],
  repeats: number,
  labels: (run: number) => PromptContextInput,
  test: (input: PromptContextInput) => ContextFindings,
): void {
  for (const share of [0.02, 0.05, 0.1, 0.2, 0.4]) {
    const counts = { firstFive: 0, confirmed: 0 }
    for (let run = 0; run < repeats; run++) {
      const rng = random(run)
      const where = pairs.filter(() => rng() < share)
      const { hypotheses } = test(planted(labels(run), where, 1, rng))
      const at = hypotheses.findIndex(({ concept }) => concept === 'd:planted')
      if (at >= 0 && at < 5) counts.firstFive++
      if (at >= 0 && hypotheses[at]!.confirmed) counts.confirmed++
    }
    say({ bench: `planted in ${where}`, inside: pairs.length, share, runs: repeats, ...counts })
  }
}

if (name === 'example') {
  // Liked alike everywhere, but commoner in one topic: not local.
  const [often, seldom, lean] = [0.48, 0.2, 0.8]
  const some = data.topic!.map((own) => (own === 'coding' ? often : seldom))
  for (const [scope, test] of Object.entries(scopes)) {
    let local = 0
    for (let run = 0; run < fewer / 2; run++) {
      const rng = random(run)
      const where = some.flatMap((share, i) => (rng() < share ? [i] : []))
      const labels = turned(() => 0.5, 2000 + run)
      const found = test(planted(labels, where, lean, rng))
      if (confirmed(found).some(({ concept }) => concept === 'd:planted')) local++
    }
    const bench = 'liked alike everywhere, 2.4 times as common in coding'
    say({ bench, scope, runs: fewer / 2, local, interval: interval(local, fewer / 2) })
  }
  const topic = 'coding'
  power(
    `${topic} of the example`,
    data.topic!.flatMap((own, i) => (own === topic ? [i] : [])),
    Math.ceil(fewer / 10),
    (run) => turned(() => 0.5, 1000 + run),
    scopes['prompt clusters'],
  )
  const large = topical({ pairs: 20_000, topics: 40, features: 300, seed: 3 })
  const found = promptContexts(large)
  power(
    'one of 40 topics of 20,000 synthetic pairs',
    Array.from(large.topic).flatMap((own, i) => (own === 7 ? [i] : [])),
    Math.ceil(fewer / 40),
    () => large,
    (input) => testPromptContexts(input, found),
  )
} else {
  // No topics are known of these: those of another seed's clusters stand in, so that what is planted fits no
  // cluster tested.
  const [largest] = promptContexts({ ...data, seed: 77 }).topics
  power(
    `a topic of ${name}`,
    [...largest!],
    Math.ceil(fewer / 10),
    (run) => turned(() => 0.5, 1000 + run),
    scopes['prompt clusters'],
  )
}

function columnRules(topic: readonly string[] = []): RuleContext[] {
  return [...new Set(topic)].map((value) => ({
    rule: { kind: 'column', column: 'topic', value },
    label: `topic: ${value}`,
    pairs: Uint32Array.from(topic.keys()).filter((i) => topic[i] === value),
  }))
}

async function hh(kind: string): Promise<PromptContextInput & { readonly topic?: readonly string[] }> {
  const workspace = await realData(`hh-${kind}-base-test.jsonl.gz`, { prompts: true })
  workspace.analyse(1)
  const { basis, dictionary, extraction } = workspace
  const packed = packContexts(basis, extraction.prompts()!, dictionary, 1)
  const { responses, concepts, disparities, seed, prompts, states } = unpackContexts(packed)
  // Labels are turned below: the texts are asked for, and the sample has to follow.
  return { pairs: basis.pairs, responses, concepts, disparities, seed, prompts, ...(states && { states }) }
}
