import { expect, it } from 'vitest'
import { overallHypotheses } from '../../src/core/hypotheses/overall.ts'
import { example, neutral } from '../unit/contexts/example.ts'

const data = await example()

it('the example, with labels that a coin decided, confirms nothing in at least 19 of 20 seeds', () => {
  let quiet = 0
  for (let seed = 1; seed <= 20; seed++) {
    const flipped = neutral(data, seed)
    const { hypotheses } = overallHypotheses({ ...flipped, columns: flipped.responses, seed })
    if (!hypotheses.some((h) => h.confirmed)) quiet++
  }
  expect(quiet).toBeGreaterThanOrEqual(19)
})
