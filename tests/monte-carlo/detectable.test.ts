import { expect, it } from 'vitest'
import { detectableMean } from '../../src/core/contexts/power.ts'
import { detectableDifference } from '../../src/core/contexts/response-power.ts'
import { random } from '../../src/core/random.ts'

const RUNS = 4000

it.each([40, 90])('names an effect that %i discordant pairs show four times in five', (discordant) => {
  const threshold = 3.5
  const lean = detectableMean(1, 1 / Math.sqrt(discordant), threshold)!
  const rng = random(discordant)
  let seen = 0
  for (let run = 0; run < RUNS; run++) {
    let sum = 0
    for (let i = 0; i < discordant; i++) sum += rng() < (1 + lean) / 2 ? 1 : -1
    if (sum >= threshold * Math.sqrt(discordant)) seen++
  }
  // The sum moves in steps of 2, which alone shifts the share by several percent.
  expect(Math.abs(seen / RUNS - 0.8)).toBeLessThan(0.1)
})

it('names a difference that the labels of 140 single responses show four times in five', () => {
  const [good, bad, share, threshold] = [80, 60, 0.35, 3.2] as const
  const n = good + bad
  const spread = Math.sqrt(share * (1 - share) * (1 / good + 1 / bad))
  const size = detectableDifference({ good, bad, present: share * n }, spread, threshold)!
  const [p1, p0] = [share + (size * bad) / n, share - (size * good) / n]
  const rng = random(5)
  const count = (trials: number, p: number) => {
    let hits = 0
    for (let i = 0; i < trials; i++) hits += rng() < p ? 1 : 0
    return hits
  }
  let seen = 0
  for (let run = 0; run < RUNS; run++) {
    const [a, b] = [count(good, p1), count(bad, p0)]
    const all = (a + b) / n
    const z = (a / good - b / bad) / Math.sqrt(all * (1 - all) * (1 / good + 1 / bad))
    if (z >= threshold) seen++
  }
  expect(Math.abs(seen / RUNS - 0.8)).toBeLessThan(0.05)
})
