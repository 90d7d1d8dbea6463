/** Times the conditional hypotheses: tsx tests/bench/contexts.ts [pairs] [concepts] */
import { dataClusterHypotheses } from '../../src/core/contexts/data-clusters.ts'
import { promptClusterHypotheses } from '../../src/core/contexts/prompt-clusters.ts'
import { topical } from '../unit/contexts/topical.ts'

const sizes = process.argv[2] ? [Number(process.argv[2])] : [20_000, 100_000]
const features = Number(process.argv[3] ?? 1_100)

for (const pairs of sizes) {
  const data = topical({ pairs, topics: 40, features, seed: 1, words: 60 })
  const discordant = Math.round(data.disparities.pair.length / pairs)
  for (const [bench, run] of [
    ['data clusters', dataClusterHypotheses],
    ['prompt clusters', promptClusterHypotheses],
  ] as const) {
    const start = performance.now()
    const before = process.cpuUsage()
    const { tests, contexts } = run(data)
    // On a machine that others use too, processor time is what the work costs.
    const used = process.cpuUsage(before)
    const seconds = (milliseconds: number) => Number((milliseconds / 1000).toFixed(2))
    console.log(
      JSON.stringify({
        bench,
        pairs,
        concepts: features,
        discordantPerPair: discordant,
        contexts: contexts.length,
        tests,
        seconds: seconds(performance.now() - start),
        processorSeconds: seconds((used.user + used.system) / 1000),
      }),
    )
  }
}
