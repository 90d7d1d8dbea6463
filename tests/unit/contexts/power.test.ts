import { expect, it } from 'vitest'
import { detectableMean, leastDiscordant } from '../../../src/core/contexts/power.ts'
import { weightedQ } from '../../../src/core/contexts/weighted-q.ts'
import { random } from '../../../src/core/random.ts'
import { golden } from './golden.ts'

it('has the q of statsmodels on weighted p values', () => {
  const { p, weight, q } = golden.weightedQ
  weightedQ(Float64Array.from(p), Float64Array.from(weight)).forEach((own, t) =>
    expect(own).toBeCloseTo(q[t]!, 8),
  )
})

it.each([40, 90])('names an effect that %i discordant pairs show four times in five', (discordant) => {
  const threshold = 3.5
  const lean = detectableMean(1, 1 / Math.sqrt(discordant), threshold)!
  const rng = random(discordant)
  let seen = 0
  const runs = 4000
  for (let run = 0; run < runs; run++) {
    let sum = 0
    for (let i = 0; i < discordant; i++) sum += rng() < (1 + lean) / 2 ? 1 : -1
    if (sum >= threshold * Math.sqrt(discordant)) seen++
  }
  // The sum moves in steps of 2, which alone shifts the share by several percent.
  expect(Math.abs(seen / runs - 0.8)).toBeLessThan(0.1)
})

it('names no effect where all pairs on one side would not do', () => {
  expect(detectableMean(1, 1 / 3, 3.5)).toBeNull()
})

it('asks for more discordant pairs the more tests there are', () => {
  expect(leastDiscordant([12, 30, 40], 10)).toBe(10)
  expect(leastDiscordant(new Array<number>(5000).fill(30), 10)).toBe(14)
})
