/**
 * How the detectors' cost grows on hostile text: time for four times the length over time for once. Linear
 * work gives about 4, quadratic 16: tsx tests/bench/surface.ts
 */
import { surfaceActivations } from '../../src/core/surface/activations.ts'
import { detectorById } from '../../src/core/surface/detectors.ts'
import { HOSTILE, HOSTILE_REWRITES } from '../unit/surface/hostile.ts'

/** Milliseconds, the best of three: other work shares the machine. */
function cost(work: () => unknown): number {
  const times = [1, 2, 3].map(() => {
    const started = performance.now()
    work()
    return performance.now() - started
  })
  return Math.min(...times)
}

/** The first call compiles; what takes less than a millisecond is all noise and counts as one. */
function growth(of: (times: number) => () => unknown): number {
  of(1)()
  return cost(of(4)) / Math.max(1, cost(of(1)))
}

const detectors = HOSTILE.map((seed) =>
  growth((times) => {
    const text = seed.repeat(Math.ceil((times * 50_000) / seed.length))
    return () => surfaceActivations([text], [text])
  }),
)
const rewrites = HOSTILE_REWRITES.map(([id, seed]) =>
  growth((times) => {
    const text = seed.repeat(times * 4000)
    return () => detectorById(id).rewrite!(text)
  }),
)
for (const [bench, ratios] of Object.entries({ detectors, rewrites })) {
  const worst = Math.max(...ratios)
  console.log(JSON.stringify({ bench: `hostile text, ${bench}`, worstGrowth: Number(worst.toFixed(1)) }))
}
