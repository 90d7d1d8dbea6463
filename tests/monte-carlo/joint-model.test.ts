import { expect, test } from 'vitest'
import { joint } from '../unit/hypotheses/joint-world.ts'

test('the joint model is empty in about 95 of 100 datasets whose labels say nothing', () => {
  const full = Array.from({ length: 100 }, (_, run) => joint(0, 100 + run)).filter(({ b }) =>
    b.some((x) => x !== 0),
  )
  expect(full.length).toBeLessThanOrEqual(12)
})
