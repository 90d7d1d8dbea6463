import { describe, expect, it } from 'vitest'
import { layCells, membership } from '../../../src/core/contexts/context.ts'
import { type ResponseContrast, responseContrasts } from '../../../src/core/contexts/response-contrast.ts'
import { responseExcess } from '../../../src/core/contexts/response-excess.ts'
import {
  detectableDifference,
  taroneThreshold,
  minAttainableLogP,
} from '../../../src/core/contexts/response-power.ts'
import { type Labels, sample, type Sample } from '../../../src/core/stats/sample.ts'
import { labelPermutations } from '../../../src/core/stats/label-permutations.ts'
import golden from '../../golden/contexts/responses.json' with { type: 'json' }
import { setsOf } from './golden.ts'
import { concept } from './topical.ts'

interface Case {
  readonly group: readonly number[]
  readonly context: readonly number[]
  readonly side: readonly number[]
  readonly x: readonly number[]
  readonly half: readonly number[]
}

function sampleOf(
  group: readonly number[],
  side: readonly number[],
  words: readonly number[],
): Sample & { readonly labels: Labels } {
  const labels = { side: Int8Array.from(side), key: Uint32Array.from(words.keys()) }
  const length = Float64Array.from(words, (w, i) => side[i]! * Math.log(w + 1))
  const key = Uint32Array.from({ length: Math.max(...group) + 1 }, (_, g) => g * 2654435761)
  return { ...sample(length, Uint32Array.from(group), key, labels), labels }
}

const columnOf = (x: readonly number[], side: readonly number[]) => {
  const pair = Uint32Array.from(x.keys()).filter((i) => x[i] !== 0)
  return {
    ...{ concept: concept(0), pair, isLength: false },
    u: Float32Array.from(pair, (i) => side[i]! * x[i]!),
  }
}

function contrastsOf({ group, context, side, x, half }: Case): ResponseContrast[] {
  const data = sampleOf(
    group,
    side,
    group.map(() => 9),
  )
  const sets = setsOf(context)
  const cells = layCells(data, membership(data.n, sets))
  const { pair, u } = columnOf(x, side)
  const contrast = responseContrasts(data, data.labels, cells, Uint8Array.from(half))
  // A concept looked at before leaves nothing behind.
  contrast(pair.subarray(0, 7), u.subarray(0, 7), Uint32Array.from(sets.keys()))
  return contrast(pair, u, Uint32Array.from(sets.keys()))
}

const twice = <T>(list: readonly T[]) => [...list, ...list]
const map = (one: Case, change: <T>(list: readonly T[]) => T[]): Case => ({
  group: change(one.group),
  context: change(one.context),
  side: change(one.side),
  x: change(one.x),
  half: change(one.half),
})

describe.each(['singles', 'grouped', 'straddling'] as const)(
  'a concept of single responses in contexts (%s)',
  (name) => {
    const found = contrastsOf(golden[name])

    it('has the counts, shares, Δ, standard error, d, halves and lift of NumPy', () => {
      expect(found).toHaveLength(3)
      found.forEach((own, c) => {
        const { welch: _, ...expected } = golden[name].expected[c]!
        for (const [key, value] of Object.entries(expected))
          expect(own[key as keyof typeof expected], key).toBeCloseTo(value, 7)
      })
    })

    it('turns every sign when good and bad are swapped', () => {
      const turned = contrastsOf({ ...golden[name], side: golden[name].side.map((s) => -s) })
      found.forEach((own, c) => {
        for (const key of ['meanIn', 'meanOut', 'delta', 'd', 'deltaA', 'deltaB'] as const)
          expect(turned[c]![key]).toBeCloseTo(-own[key], 10)
        expect(turned[c]!.se).toBeCloseTo(own.se, 10)
        expect(turned[c]!.lift).toBeCloseTo(own.lift, 10)
      })
    })

    it('keeps estimates, and errors do not shrink, when every response is there twice under its prompt', () => {
      const doubled = contrastsOf(map(golden[name], twice))
      found.forEach((own, c) => {
        expect(doubled[c]!.delta).toBeCloseTo(own.delta, 10)
        expect(doubled[c]!.se).toBeCloseTo(own.se, 10)
      })
    })

    it('is the same in any order of the rows', () => {
      const reversed = contrastsOf(map(golden[name], (list) => list.toReversed()))
      found.forEach((own, c) => {
        expect(reversed[c]!.delta).toBeCloseTo(own.delta, 10)
        expect(reversed[c]!.se).toBeCloseTo(own.se, 10)
      })
    })
  },
)

it('has the standard errors of four separate means, of SciPy, where every prompt has one response', () => {
  contrastsOf(golden.singles).forEach((own, c) =>
    expect(own.se).toBeCloseTo(golden.singles.expected[c]!.welch, 7),
  )
})

describe('the excess of odds inside', () => {
  const { group, context, words, x, good, expected } = golden.excess
  const of = (turn: number, copy: <T>(list: readonly T[]) => T[] = (list) => [...list]) => {
    const side = copy(good).map((g) => (g === 1 ? turn : -turn))
    const data = sampleOf(copy(group), side, copy(words))
    return setsOf(copy(context)).map((set) => responseExcess(data, set, columnOf(copy(x), side)))
  }

  it('is that of statsmodels’ fits inside and outside, prompts with responses in both counted once', () => {
    of(1).forEach((z, c) => expect(z).toBeCloseTo(expected[c]!, 6))
  })

  it('turns its sign with the labels, and does not grow when every response is there twice', () => {
    of(-1).forEach((z, c) => expect(z).toBeCloseTo(-expected[c]!, 6))
    of(1, twice).forEach((z, c) => expect(z).toBeCloseTo(expected[c]!, 6))
  })

  it('is what the odds are inside where hardly any response elsewhere has the concept', () => {
    const side = good.map((g) => (g === 1 ? 1 : -1))
    const data = sampleOf(group, side, words)
    const [inside] = setsOf(context)
    const here = x.map((value, i) => (context[i] === 0 || i < 8 ? value : 0))
    const none = x.map((value, i) => (context[i] === 0 ? value : 0))
    expect(responseExcess(data, inside!, columnOf(here, side))).toBeCloseTo(
      responseExcess(data, inside!, columnOf(none, side)),
      10,
    )
  })
})

it('has the length-adjusted score of statsmodels under permuted labels, to Monte-Carlo error', () => {
  const { words, x, good, statistic, scale } = golden.score
  const side = good.map((g) => (g === 1 ? 1 : -1))
  const data = sampleOf([...words.keys()], side, words)
  const { pair, u } = columnOf(x, side)
  const joined = {
    ...{ pairs: data.n, concepts: 1, pair, u, indptr: Uint32Array.of(0, pair.length) },
    ...{ inChosen: new Uint32Array(1), inRejected: new Uint32Array(1) },
  }
  const targets = [{ concept: 0, withoutLength: false }]
  const found = labelPermutations(data, data.labels, joined, targets, { bits: 13, seed: 1 })
  // 8,192 permutations: the deviation is known to 0.8%, the mean to 0.011 of it.
  expect(found.statistic[0]! / statistic).toBeCloseTo(1, 1)
  expect(Math.abs(found.statistic[0]! - statistic)).toBeLessThan(4 * (0.011 + 0.008 * Math.abs(statistic)))
  expect(Math.abs(found.scale[0]! / scale - 1)).toBeLessThan(4 * 0.008)
})

describe('what could have been seen', () => {
  it('is the difference that SciPy’s root finder gives', () => {
    for (const { good, bad, present, spread, threshold, detectable } of golden.detectable) {
      const own = detectableDifference({ good, bad, present }, spread, threshold)
      if (detectable === null) expect(own).toBeNull()
      else expect(own).toBeCloseTo(detectable, 7)
    }
    expect(golden.detectable.some(({ detectable }) => detectable === null)).toBe(true)
  })

  it('is nothing for a concept whose most extreme labels would still be chance', () => {
    for (const { good, bad, present, logP } of golden.least)
      expect(minAttainableLogP({ good, bad, present })).toBeCloseTo(logP, 8)
    expect(taroneThreshold([-20, -3, -2, -1])).toBe(-2)
    expect(taroneThreshold([-0.1])).toBe(-0.1)
    expect(taroneThreshold(new Array<number>(100).fill(-30))).toBe(-30)
  })
})
