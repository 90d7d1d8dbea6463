import { expect, test } from 'vitest'
import type { Disparities } from '../../../src/core/concepts/disparity.ts'
import { replicate } from '../../../src/core/hypotheses/confirm.ts'
import { sample } from '../../../src/core/stats/sample.ts'
import { concept } from '../stats/synthetic.ts'

/**
 * Forty prompts with a pair each, of equal lengths; one concept, which is on the chosen side of every pair.
 */
const prompts = Uint32Array.from({ length: 40 }, (_, i) => i)
const pairs = sample(
  new Float64Array(40),
  prompts,
  prompts.map((i) => Math.imul(i + 1, 0x9e3779b1)),
)
const disparities: Disparities = {
  pairs: 40,
  concepts: 1,
  indptr: Uint32Array.of(0, 40),
  pair: prompts,
  u: new Float32Array(40).fill(1),
  inChosen: Uint32Array.of(40),
  inRejected: Uint32Array.of(0),
}
const replicated = (bits: number) => [
  ...replicate(pairs, disparities, [concept('always', [0])], bits, 1).replicated,
]

// No flip but the first reaches the statistic of a concept that wins all, so that its p is 1/2^bits.
test('each of the two directions is tested at half of 5%: p = 1/32 does not replicate, p = 1/64 does', () => {
  expect(replicated(5)).toEqual([])
  expect(replicated(6)).toEqual([0])
})
