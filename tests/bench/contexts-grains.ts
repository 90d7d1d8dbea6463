/**
 * An effect that is spread over a topic: tsx tests/bench/contexts-grains.ts [seeds]. Of HH helpful, 1,200 pairs of
 * which 104 are about food; "talk to a friend" is planted into the chosen response of 52 of these. Runs in which
 * it is confirmed in some context, and which contexts those are.
 */
import { featureColumns, poolUnits, selectSpans } from '../../src/core/activations.ts'
import { disparities } from '../../src/core/concepts/disparity.ts'
import { spanStates } from '../../src/core/contexts/embedding.ts'
import type { PromptContextInput } from '../../src/core/contexts/input.ts'
import { contentKeys, contentOrder } from '../../src/core/contexts/order.ts'
import { promptContexts, testPromptContexts } from '../../src/core/contexts/prompt-clusters.ts'
import { pairTable, responseSpans } from '../../src/core/pairs.ts'
import { random } from '../../src/core/random.ts'
import { textFeatures } from '../../src/core/workspace/text-features.ts'
import { realData } from '../real-data.ts'
import { planted } from '../unit/contexts/plant.ts'

const FOOD =
  /\b(recipes?|cook|cooking|bake|baking|dinner|chicken|soup|cake|sauce|bread|pasta|meal|dish|rice|vegetarian|oven|ingredients?|cheese|salad|pizza|beef|chocolate|dessert|breakfast|eat)\b/i
const [PAIRS, INSIDE, PLANTED] = [1200, 104, 52]
const seeds = Number(process.argv[2] ?? 10)

const { data, food } = await subset()
let confirmed = 0
for (let seed = 1; seed <= seeds; seed++) {
  const rng = random(seed)
  const where = food
    .map((pair) => [rng(), pair] as const)
    .sort(([a], [b]) => a - b)
    .slice(0, PLANTED)
    .map(([, pair]) => pair)
    .sort((a, b) => a - b)
  const input = { ...planted(data, where, 1, rng), seed }
  const contexts = promptContexts(input)
  const found = testPromptContexts(input, contexts)
  const inFood = new Set(food)
  const own = found.hypotheses.filter((one) => one.concept === 'd:planted' && one.confirmed)
  if (own.length > 0) confirmed++
  const shown = own.map(({ scope, discordant, n }) => `${scope.label} (${discordant} of ${n})`)
  const largest = found.contexts
    .filter(({ kind }) => kind === 'prompt-cluster')
    .map(({ pairs }) => pairs.filter((i) => inFood.has(i)).length / pairs.length ** 0.5)
  console.log(
    JSON.stringify({ seed, contexts: found.contexts.length, confirmed: shown, best: Math.max(...largest) }),
  )
}
console.log(JSON.stringify({ bench: 'spread over a topic', seeds, confirmed }))

/** Pairs of HH helpful: so many about food, and others. */
async function subset(): Promise<{ data: PromptContextInput; food: number[] }> {
  const workspace = await realData('hh-helpful-base-test.jsonl.gz', { prompts: true })
  workspace.analyse(1)
  const { basis, dictionary, extraction } = workspace
  const all = basis.pairs
  const isFood = (i: number) => FOOD.test(all.prompt[i]!.split('\n\n')[0]!)
  const order = [...contentOrder(contentKeys(all))]
  const kept = Uint32Array.from([
    ...order.filter(isFood).slice(0, INSIDE),
    ...order.filter((i) => !isFood(i)).slice(0, PAIRS - INSIDE),
  ]).sort()
  const pairs = pairTable(
    Array.from(kept, (i) => ({
      prompt: all.prompt[i]!,
      chosen: all.chosen[i]!,
      rejected: all.rejected[i]!,
      row: all.row[i]!,
    })),
  )
  const groups = new Uint32Array(pairs.groups)
  kept.forEach((i, at) => (groups[pairs.group[at]!] = all.group[i]!))
  const spans = responseSpans(kept)
  const text = textFeatures(pairs, dictionary.latents)
  const units = basis.units!
  const prompts = extraction.prompts()!
  const responses = featureColumns([
    selectSpans(poolUnits(units, dictionary.presence), spans),
    text.surface,
    text.phrases,
  ])
  const concepts = [...basis.concepts.filter(({ source }) => source !== 'surface' && source !== 'phrase'), ...text.concepts]
  const [promptStates, responseStates] = [spanStates(prompts), spanStates(units)]
  const data: PromptContextInput = {
    ...{ pairs, responses, concepts, seed: 1 },
    disparities: disparities(responses, concepts),
    prompts: featureColumns([selectSpans(poolUnits(prompts, dictionary.presence), groups)]),
    states: {
      prompts: { dim: promptStates.dim, read: (row, into) => promptStates.read(groups[row]!, into) },
      responses: { dim: responseStates.dim, read: (row, into) => responseStates.read(spans[row]!, into) },
    },
  }
  return { data, food: [...kept.keys()].filter((at) => isFood(kept[at]!)) }
}
