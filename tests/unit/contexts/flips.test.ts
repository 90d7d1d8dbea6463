import { describe, expect, it } from 'vitest'
import { contextFlips } from '../../../src/core/contexts/flips.ts'
import { placeOf } from '../../../src/core/contexts/place.ts'
import { golden, rowsWith, sampleWith, setsOf } from './golden.ts'

type Case = Omit<typeof golden.score, 'expected' | 'halves'>

/** The score statistics of a concept, context by context. */
function flipsOf({ group, context, length, u, half }: Case, bits: number) {
  const sample = sampleWith(group, length)
  const flip = contextFlips(sample, rowsWith([u]), Uint8Array.of(0), Uint8Array.from(half), bits, 3)
  return setsOf(context).map((set) => {
    const { all, half } = flip(placeOf(sample, set), Uint32Array.of(0))
    return { all: all(0).slice(), halves: [half(0, 0), half(0, 1)] }
  })
}

describe.each(['score', 'scoreGrouped'] as const)('the effect inside a context (%s)', (name) => {
  it('has the length-adjusted score statistic of statsmodels and NumPy', () => {
    const found = flipsOf(golden[name], 0)
    const { expected, halves } = golden[name]
    found.forEach(({ all }, c) => expect(all[0]).toBeCloseTo(expected[c]!, 6))
    found.forEach((own, c) => own.halves.forEach((score, h) => expect(score).toBeCloseTo(halves[c]![h]!, 6)))
  })

  it('has no mean and a variance of 1 over the flips', () => {
    const statistic = flipsOf(golden[name], 10)[0]!.all
    const mean = statistic.reduce((sum, x) => sum + x, 0) / statistic.length
    const variance = statistic.reduce((sum, x) => sum + x * x, 0) / statistic.length
    expect(Math.abs(mean)).toBeLessThan(0.1)
    expect(Math.abs(variance - 1)).toBeLessThan(0.15)
  })

  it('keeps the statistic when every pair is there twice in its prompt group', () => {
    const twice = <T>(list: readonly T[]) => [...list, ...list]
    const { group, context, length, u, half, expected } = golden[name]
    const doubled = flipsOf(
      {
        group: twice(group),
        context: twice(context),
        length: twice(length),
        u: twice(u),
        half: twice(half),
      },
      0,
    )
    expected.forEach((own, c) => expect(doubled[c]!.all[0]).toBeCloseTo(own, 6))
  })
})

it('gives nothing to a concept that is there because the chosen side is longer', () => {
  // u follows the longer side, and the longer side is chosen in four pairs of five.
  const group = Array.from({ length: 200 }, (_, i) => i)
  const length = group.map((i) => (i % 5 === 0 ? -1 : 1) * (0.4 + (i % 7) / 10))
  const context = group.map((i) => i & 1)
  const [first] = flipsOf({ group, context, length, u: length.map(Math.sign), half: context }, 0)
  expect(Math.abs(first!.all[0]!)).toBeLessThan(2)
})
