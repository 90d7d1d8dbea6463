import { describe, expect, it } from 'vitest'
import { layCells, membership } from '../../../src/core/contexts/context.ts'
import { contextFlips } from '../../../src/core/contexts/flips.ts'
import { discordant, golden, sampleWith, setsOf } from './golden.ts'

function flipsOf({ group, context, length, u }: typeof golden.score, bits: number) {
  const sample = sampleWith(group, length)
  const cells = layCells(sample, membership(group.length, setsOf(context)))
  const column = discordant(u)
  const all = Uint32Array.from({ length: cells.contexts }, (_, c) => c)
  return contextFlips(sample, cells, bits, 3)(column.pair, column.u, false, all)
}

describe.each(['score', 'scoreGrouped'] as const)('the effect inside a context (%s)', (name) => {
  it('has the length-adjusted score statistic of statsmodels and NumPy', () => {
    const statistics = flipsOf(golden[name], 0)
    golden[name].expected.forEach((expected, c) => expect(statistics(c)[0]).toBeCloseTo(expected, 6))
  })

  it('has no mean and a variance of 1 over the flips', () => {
    const statistic = flipsOf(golden[name], 10)(0)
    const mean = statistic.reduce((sum, x) => sum + x, 0) / statistic.length
    const variance = statistic.reduce((sum, x) => sum + x * x, 0) / statistic.length
    expect(Math.abs(mean)).toBeLessThan(0.1)
    expect(Math.abs(variance - 1)).toBeLessThan(0.15)
  })

  it('keeps the statistic when every pair is there twice in its prompt group', () => {
    const twice = <T>(list: readonly T[]) => [...list, ...list]
    const { group, context, length, u, expected } = golden[name]
    const doubled = flipsOf(
      { group: twice(group), context: twice(context), length: twice(length), u: twice(u), expected },
      0,
    )
    expected.forEach((own, c) => expect(doubled(c)[0]).toBeCloseTo(own, 6))
  })
})

it('gives nothing to a concept that is there because the chosen side is longer', () => {
  // u follows the longer side, and the longer side is chosen in four pairs of five.
  const group = Array.from({ length: 200 }, (_, i) => i)
  const length = group.map((i) => (i % 5 === 0 ? -1 : 1) * (0.4 + (i % 7) / 10))
  const statistics = flipsOf(
    { group, context: group.map((i) => i & 1), length, u: length.map(Math.sign), expected: [] },
    0,
  )
  expect(Math.abs(statistics(0)[0]!)).toBeLessThan(2)
})
