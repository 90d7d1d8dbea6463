import { disparities } from '../../../src/core/concepts/disparity.ts'
import { jointCoefficients } from '../../../src/core/hypotheses/redundancy.ts'
import { random } from '../../../src/core/random.ts'
import { lengthModel } from '../../../src/core/stats/length-model.ts'
import { sampleOf } from '../../../src/core/stats/sample.ts'
import { signFlips } from '../../../src/core/stats/sign-flips.ts'
import { columnsOf, concept, randomPairs } from '../stats/synthetic.ts'

const n = 800

/** A habit in a share of the chosen responses, a companion that comes with it half of the time, and noise. */
export function joint(planted: number, seed: number) {
  const rng = random(seed)
  const spans = Array.from({ length: 2 * n }, (_, span) => span)
  const habit = spans.filter((span) => rng() < (span % 2 ? 0.1 : 0.1 + planted))
  const has = new Set(habit)
  const companion = spans.filter((span) => rng() < (has.has(span) ? 0.5 : 0.02))
  const noise = spans.filter(() => rng() < 0.2)
  const sample = sampleOf(randomPairs(n, 1, rng))
  const concepts = ['habit', 'companion', 'noise'].map((id, f) => concept(id, [f]))
  const u = disparities(columnsOf(2 * n, [habit, companion, noise]), concepts)
  const targets = concepts.map((_, m) => ({ concept: m, withoutLength: false }))
  const flips = signFlips(sample, u, targets, lengthModel(sample)!.gamma, { bits: 10, seed })
  return {
    observed: targets.map((_, t) => flips.statistic[t * flips.flips]!),
    b: jointCoefficients(sample, u, targets, flips),
  }
}
