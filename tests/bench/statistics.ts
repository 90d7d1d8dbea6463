/** Times the overall statistics: tsx tests/bench/statistics.ts [pairs] [concepts] */
import { disparities } from '../../src/core/concepts/disparity.ts'
import { explainedSignal } from '../../src/core/hypotheses/explained-signal.ts'
import { overallHypotheses } from '../../src/core/hypotheses/overall.ts'
import { synthetic } from '../unit/stats/synthetic.ts'

const sizes = process.argv[2] ? [Number(process.argv[2])] : [20_000, 100_000]
const features = Number(process.argv[3] ?? 1_100)

for (const n of sizes) {
  // Prevalence falls like that of real features: some in half of the responses, most in a few in a hundred.
  const data = synthetic({ n, features, seed: 1, rate: (f) => 0.5 / Math.sqrt(1 + f), planted: 0.3 })
  const timed = <T>(name: string, work: () => T): T => {
    const start = performance.now()
    const result = work()
    const seconds = (performance.now() - start) / 1000
    console.log(
      JSON.stringify({ bench: name, pairs: n, concepts: features, seconds: Number(seconds.toFixed(2)) }),
    )
    return result
  }
  const u = timed('disparities', () => disparities(data.columns, data.concepts))
  timed('overall hypotheses', () => overallHypotheses({ ...data, disparities: u, seed: 1 }))
  timed('explained signal', () => explainedSignal({ ...data, state: null, seed: 1 }))
}
