import { expect, it } from 'vitest'
import { overallHypotheses } from '../../src/core/hypotheses/overall.ts'
import { world } from '../unit/response-world.ts'

it.each([
  ['where most are good', { n: 250, features: 30, base: 2 }],
  [
    'where prompts and length matter',
    { n: 240, features: 30, perPrompt: 4, byPrompt: 1.5, byLength: 1, lumpy: true },
  ],
  [
    'where pairs were cut in two',
    { n: 240, features: 30, perPrompt: 2, halved: true, byLength: 1, lumpy: true },
  ],
])('single responses confirm nothing on labels that say nothing, %s', (_, options) => {
  const runs = Array.from(
    { length: 100 },
    (_, run) =>
      overallHypotheses({ ...world({ ...options, seed: 1000 + run }), seed: 1, flipBits: 8 }).hypotheses,
  )
  const share = (has: (run: (typeof runs)[number]) => boolean) => runs.filter(has).length / runs.length
  expect(share((run) => run.some(({ confirmed }) => confirmed))).toBeLessThanOrEqual(0.05)
  // Of 100 runs at 5%, 11 or more would come once in 90 times.
  expect(share((run) => run.some(({ pPermutation }) => pPermutation <= 0.05))).toBeLessThanOrEqual(0.1)
  const tests = runs.flat()
  expect(tests.filter(({ p }) => p <= 0.05).length / tests.length).toBeLessThan(0.07)
})
