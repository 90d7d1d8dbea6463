import { expect, it } from 'vitest'
import { acrossContexts, wilson } from '../../../src/core/contexts/across.ts'
import { promptClusterHypotheses } from '../../../src/core/contexts/prompt-clusters.ts'
import { golden } from './golden.ts'
import { topical } from './topical.ts'

it('has the Wilson interval of statsmodels', () => {
  for (const [hits, trials, low, high] of golden.wilson) {
    expect(wilson(hits!, trials!).low).toBeCloseTo(low!, 8)
    expect(wilson(hits!, trials!).high).toBeCloseTo(high!, 8)
  }
})

it('follows one concept through every context, and agrees with its hypotheses there', () => {
  const habit = { topic: 1, feature: 30, share: 0.5 }
  const data = topical({ pairs: 500, topics: 4, features: 60, seed: 2, habits: [habit] })
  const { contexts, hypotheses } = promptClusterHypotheses(data)
  const lines = acrossContexts(data.pairs, data.disparities, 30, contexts)
  expect(lines.map(({ context }) => context.id)).toEqual(contexts.map(({ id }) => id))
  const own = hypotheses.filter(({ concept }) => concept === 'd:30')
  expect(own.length).toBeGreaterThan(0)
  for (const { scope, local, winRate, discordant } of own) {
    const line = lines.find(({ context }) => context.id === scope.id)!
    expect(line.delta.value).toBeCloseTo(local!.delta, 10)
    expect(line.delta.low).toBeCloseTo(local!.deltaLow, 10)
    expect(line.winRate!.value).toBeCloseTo(winRate, 10)
    expect(line.discordant).toBe(discordant)
  }
  // Where nobody has it, Δ is below 0 and uncertain only by what is elsewhere.
  const without = lines.filter((line) => line.discordant === 0)
  expect(without.length).toBeGreaterThan(0)
  for (const line of without) {
    expect(line.winRate).toBeNull()
    expect(line.delta.high).toBeLessThan(0)
    expect(line.delta.low).toBeLessThan(line.delta.high)
  }
})
