import { expect, it } from 'vitest'
import { detectableMean, leastDiscordant } from '../../../src/core/contexts/power.ts'
import { weightedQ } from '../../../src/core/contexts/weighted-q.ts'
import { golden } from './golden.ts'

it('has the q of statsmodels on weighted p values', () => {
  const { p, weight, q } = golden.weightedQ
  weightedQ(Float64Array.from(p), Float64Array.from(weight)).forEach((own, t) =>
    expect(own).toBeCloseTo(q[t]!, 8),
  )
})

it('names no effect where all pairs on one side would not do', () => {
  expect(detectableMean(1, 1 / 3, 3.5)).toBeNull()
})

it('asks for more discordant pairs the more tests there are', () => {
  expect(leastDiscordant([12, 30, 40], 10)).toBe(10)
  expect(leastDiscordant(new Array<number>(5000).fill(30), 10)).toBe(14)
})
