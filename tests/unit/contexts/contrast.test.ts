import { describe, expect, it } from 'vitest'
import { contrastsIn, golden, sampleWith, setsOf } from './golden.ts'

type Case = typeof golden.singles

function contrastsOf({ group, context, u, half }: Pick<Case, 'group' | 'context' | 'u' | 'half'>) {
  const sample = sampleWith(
    group,
    group.map(() => 0),
  )
  return setsOf(context).map((set) => contrastsIn(sample, [u], set, Uint8Array.from(half))(0))
}

describe.each(['singles', 'grouped'] as const)('a concept in contexts against elsewhere (%s)', (name) => {
  const found = contrastsOf(golden[name])

  it('has the means, Δ, standard error, d, halves and excess of NumPy', () => {
    expect(found).toHaveLength(3)
    found.forEach((own, c) => {
      const expected = golden[name].expected[c]!
      for (const key of ['meanIn', 'meanOut', 'delta', 'se', 'd', 'deltaA', 'deltaB', 'zExcess'] as const)
        expect(own[key], key).toBeCloseTo(expected[key], 8)
    })
  })

  it('turns every sign when chosen and rejected are swapped', () => {
    const turned = contrastsOf({ ...golden[name], u: golden[name].u.map((x) => -x) })
    found.forEach((own, c) => {
      for (const key of ['meanIn', 'delta', 'd', 'deltaA', 'zExcess'] as const)
        expect(turned[c]![key]).toBeCloseTo(-own[key], 10)
      expect(turned[c]!.se).toBeCloseTo(own.se, 10)
    })
  })

  it('keeps estimates, and errors do not shrink, when every pair is there twice in its prompt group', () => {
    const twice = <T>(list: readonly T[]) => [...list, ...list]
    const { group, context, u, half } = golden[name]
    const doubled = contrastsOf({
      group: twice(group),
      context: twice(context),
      u: twice(u),
      half: twice(half),
    })
    found.forEach((own, c) => {
      expect(doubled[c]!.delta).toBeCloseTo(own.delta, 10)
      expect(doubled[c]!.se).toBeCloseTo(own.se, 10)
      expect(doubled[c]!.zExcess).toBeCloseTo(own.zExcess, 10)
    })
  })

  it('is the same in any order of the pairs', () => {
    const back = <T>(list: readonly T[]) => list.toReversed()
    const { group, context, u, half } = golden[name]
    const reversed = contrastsOf({ group: back(group), context: back(context), u: back(u), half: back(half) })
    found.forEach((own, c) => expect(reversed[c]!.se).toBeCloseTo(own.se, 10))
  })
})

it('is Welch’s z of SciPy where every prompt group is one pair', () => {
  contrastsOf(golden.singles).forEach((own, c) =>
    expect(own.delta / own.se).toBeCloseTo(golden.singles.expected[c]!.welch, 8),
  )
})

it('sees no excess where a concept leans the same way everywhere and is only commoner inside', () => {
  const pairs = 400
  const context = Array.from({ length: pairs }, (_, i) => (i < 60 ? 0 : 1))
  // Inside every pair is discordant, outside one in four; three in four lean chosen in both.
  const u = context.map((c, i) => (c === 1 && i % 4 !== 0 ? 0 : (c === 0 ? i : i / 4) % 4 === 3 ? -1 : 1))
  const group = context.map((_, i) => i)
  const inside = contrastsOf({ group, context, u, half: group.map((i) => i & 1) })[0]!
  expect(inside.delta / inside.se).toBeGreaterThan(3)
  expect(inside.zExcess).toBeLessThan(2)
})
