import { describe, expect, it } from 'vitest'
import { contextFlips } from '../../../src/core/contexts/flips.ts'
import { groupedContext } from '../../../src/core/contexts/grouped-context.ts'
import { golden, rowsWith, sampleWith, setsOf } from './golden.ts'

type Case = Omit<typeof golden.score, 'expected'>

/** The score statistics of a concept, context by context. */
function flipsOf({ group, context, length, u }: Case, bits: number) {
  const sample = sampleWith(group, length)
  const flip = contextFlips(sample, rowsWith([u]), Uint8Array.of(0), bits, 3)
  return setsOf(context).map((set) => flip(groupedContext(sample, set), Uint32Array.of(0))(0).slice())
}

describe.each(['score', 'scoreGrouped'] as const)('the effect inside a context (%s)', (name) => {
  it('has the length-adjusted score statistic of statsmodels and NumPy', () => {
    const found = flipsOf(golden[name], 0)
    const { expected } = golden[name]
    found.forEach((all, c) => expect(all[0]).toBeCloseTo(expected[c]!, 6))
  })

  it('has no mean and a variance of 1 over the flips', () => {
    const statistic = flipsOf(golden[name], 10)[0]!
    const mean = statistic.reduce((sum, x) => sum + x, 0) / statistic.length
    const variance = statistic.reduce((sum, x) => sum + x * x, 0) / statistic.length
    expect(Math.abs(mean)).toBeLessThan(0.1)
    expect(Math.abs(variance - 1)).toBeLessThan(0.15)
  })

  it('keeps the statistic when every pair is there twice in its prompt group', () => {
    const twice = <T>(list: readonly T[]) => [...list, ...list]
    const { group, context, length, u, expected } = golden[name]
    const doubled = flipsOf(
      {
        group: twice(group),
        context: twice(context),
        length: twice(length),
        u: twice(u),
      },
      0,
    )
    expected.forEach((own, c) => expect(doubled[c]![0]).toBeCloseTo(own, 6))
  })
})

it('gives nothing to a concept that is there because the chosen side is longer', () => {
  // u follows the longer side, and the longer side is chosen in four pairs of five.
  const group = Array.from({ length: 200 }, (_, i) => i)
  const length = group.map((i) => (i % 5 === 0 ? -1 : 1) * (0.4 + (i % 7) / 10))
  const context = group.map((i) => i & 1)
  const [first] = flipsOf({ group, context, length, u: length.map(Math.sign) }, 0)
  expect(Math.abs(first![0]!)).toBeLessThan(2)
})
