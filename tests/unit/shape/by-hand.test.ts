import { describe, expect, it } from 'vitest'
import {
  balance,
  balancedWeights,
  effectiveSampleSize,
  MOST_WEIGHT,
} from '../../../src/core/shape/balance.ts'
import { collateral, effectiveWeight, orderOf } from '../../../src/core/shape/collateral.ts'
import type { Shaping } from '../../../src/core/shape/decision.ts'
import { dropCount, dropOrder, flipOrder } from '../../../src/core/shape/drop-count.ts'
import { estimate, redraw } from '../../../src/core/shape/evaluate/bootstrap.ts'
import { accuracySentence, conceptSentence } from '../../../src/core/shape/evaluate/sentences.ts'
import { impact } from '../../../src/core/shape/impact.ts'
import { createMemo } from '../../../src/core/shape/memo.ts'
import { orient } from '../../../src/core/shape/orient.ts'
import { pairsToEdit } from '../../../src/core/shape/pairs-to-edit.ts'
import { CHOSEN, presenceOf, REJECTED } from '../../../src/core/shape/presence.ts'
import { defaultTemplate } from '../../../src/core/shape/protocols/inoculate.ts'
import { allowedProtocols, protocolWords, requirePossible } from '../../../src/core/shape/protocols.ts'
import { fitBradleyTerry } from '../../../src/core/shape/reliance.ts'
import { responseScores } from '../../../src/core/shape/response-scores.ts'
import { conceptScores, rootDifference } from '../../../src/core/shape/score.ts'
import { alongDifference } from '../../../src/core/shape/state-components.ts'
import { isLength, lambdaOf, neutralisingLambda, signOf } from '../../../src/core/shape/strength.ts'
import type { VerdictKind } from '../../../src/core/verdict.ts'
import { columnsOf, decide } from './columns.ts'

const list = (values: ArrayLike<number>) => Array.from(values)
const sigmoid = (x: number) => 1 / (1 + Math.exp(-x))

/** A shaping of some pairs that changes nothing but what is given. */
function shaped(pairs: number, change: Partial<Shaping> = {}): Shaping {
  return {
    ...{ offsets: new Float64Array(pairs), dropped: new Uint8Array(pairs), droppedCount: 0 },
    ...{ flipped: new Uint8Array(pairs), weights: new Float64Array(pairs).fill(1), weighing: null },
    ...{ softLabels: null, length: new Float64Array(pairs), seed: 1, verdicts: [] },
    ...change,
  }
}

describe('weights', () => {
  it('are the nearest to equal ones that bring a mean to its target', () => {
    // Of four pairs two have x = 1: a mean of ¼ takes w = ½ there and 1½ elsewhere.
    const rows = Float64Array.of(1, 1)
    const found = balance([{ target: 0.25, held: false }], { rows, plain: 2 })
    expect(found.exact).toBe(true)
    expect(found.reached[0]).toBeCloseTo(0.25, 6)
    const { weights, plain } = balancedWeights(rows, found)
    expect([...weights, plain].map((w) => w.toFixed(5))).toEqual(['0.50000', '0.50000', '1.50000'])
    expect(found.multipliers[0]).toBeCloseTo(Math.log(3), 5)
    expect(found.constant).toBeCloseTo(-Math.log(1.5), 5)
  })

  it('are at most 2.5, where the others make up for it', () => {
    // Of ten pairs one has x = 1, one x = 0.5: a mean of 0.32 takes more than 2.5 of the first.
    const rows = Float64Array.of(1, 0.5)
    const found = balance([{ target: 0.32, held: false }], { rows, plain: 8 })
    const { weights, plain } = balancedWeights(rows, found)
    expect(weights[0]).toBe(MOST_WEIGHT)
    expect(weights[0]! + weights[1]! + 8 * plain).toBeCloseTo(10, 5)
    expect((weights[0]! + 0.5 * weights[1]!) / 10).toBeCloseTo(0.32, 5)
  })

  it('come as near as they can to what is out of reach; what is held gives way last', () => {
    // All pairs have x = 1 or y = 1, so that the means of x and y add up to 1.
    const rows = Float64Array.of(1, 0, 1, 0, 0, 1, 0, 1)
    const found = balance(
      [
        { target: 0.3, held: true },
        { target: 0.5, held: false },
      ],
      { rows, plain: 0 },
    )
    expect(found.exact).toBe(false)
    expect(found.reached[0]).toBeCloseTo(0.3, 2)
    expect(found.reached[1]).toBeCloseTo(0.7, 2)
  })

  it('tell as much as (Σw)²/Σw² equal ones, without those that are dropped', () => {
    expect(effectiveSampleSize(Float64Array.of(2, 1, 1, 9), Uint8Array.of(0, 0, 0, 1))).toBeCloseTo(
      16 / 6,
      12,
    )
    expect(effectiveSampleSize(Float64Array.of(2), Uint8Array.of(1))).toBe(0)
  })
})

describe('what a pair still teaches', () => {
  it('is its weight, less what an offset explains, in the order that it goes', () => {
    const { pull, total } = effectiveWeight(
      shaped(6, {
        offsets: Float64Array.of(0, 1, -1, 1, 0, 5),
        weights: Float64Array.of(2, 1, 1, 1, 1, 1),
        flipped: Uint8Array.of(0, 0, 0, 1, 0, 0),
        dropped: Uint8Array.of(0, 0, 0, 0, 0, 1),
        softLabels: Float64Array.of(NaN, NaN, NaN, NaN, 0.25, NaN),
      }),
    )
    const [less, more] = [2 * sigmoid(-1), 2 * sigmoid(1)]
    const expected = [2, less, more, -more, -0.5, 0]
    expected.forEach((value, i) => expect(pull[i]).toBeCloseTo(value, 12))
    expect(total).toBeCloseTo(2 + less + 2 * more + 0.5, 12)
  })

  it('turns with its order: 1, −1 flipped, 2p − 1 with a soft label', () => {
    const one = { flipped: Uint8Array.of(0, 1, 1), softLabels: Float64Array.of(NaN, NaN, 0.75) }
    expect([0, 1, 2].map((pair) => orderOf(one, pair))).toEqual([1, -1, 0.5])
    expect(orderOf({ ...one, softLabels: null }, 2)).toBe(-1)
  })

  it('moves the means of concepts, most moved first; where a style is cut, its pairs count 0', () => {
    const disparities = {
      ...{
        pairs: 4,
        concepts: 3,
        indptr: Uint32Array.of(0, 2, 5, 6),
        pair: Uint32Array.of(0, 1, 0, 1, 2, 3),
      },
      ...{
        u: Float32Array.of(1, -1, 1, 1, 1, 1),
        inChosen: new Uint32Array(3),
        inRejected: new Uint32Array(3),
      },
    }
    const basis = { disparities, concepts: [{ id: 'a' }, { id: 'b' }, { id: 'c' }] }
    const dropped = shaped(4, { dropped: Uint8Array.of(1, 0, 0, 0), droppedCount: 1 })
    const moved = collateral(dropped, basis).map(({ concept, before, after }) => [concept, before, after])
    expect(moved.map(([id]) => id)).toEqual(['a', 'b', 'c'])
    const near = [0, -1 / 3, 0.75, 2 / 3, 0.25, 1 / 3]
    moved.flatMap(([, ...own]) => own).forEach((x, at) => expect(x).toBeCloseTo(near[at]!, 12))
    const masked = {
      ...{
        normalisation: { mean: 0, sd: 1 },
        touched: 2,
        dropped: 0,
        reached: true,
        pairs: Uint32Array.of(0, 2),
      },
      verdict: decide('b', 'suppress', 'rewrite'),
      calibration: null as never,
    }
    expect(collateral(shaped(4, { verdicts: [masked] }), basis)).toEqual([
      { concept: 'b', before: 0.75, after: 0.25 },
    ])
    expect(collateral(shaped(4), basis)).toEqual([])
    const nothing = shaped(4, { dropped: new Uint8Array(4).fill(1), droppedCount: 4 })
    expect(collateral(nothing, basis).map(({ after }) => after)).toEqual([0, 0])
  })

  it('is summed up: pairs that go, flips, lengths, and what is touched', () => {
    const sum = impact(
      shaped(5, {
        dropped: Uint8Array.of(1, 0, 0, 0, 0),
        droppedCount: 1,
        flipped: Uint8Array.of(1, 1, 0, 0, 0),
        offsets: Float64Array.of(0, 0, 0.5, 0, 0),
        weights: Float64Array.of(1, 1, 1, 3, 1),
        length: Float64Array.of(5, 1, 2, 1, -3),
      }),
    )
    expect(sum).toMatchObject({
      touched: 4,
      dropped: 1,
      flipped: 1,
      lengthBefore: 1.2,
      weights: [],
      misses: [],
    })
    expect(sum.lengthAfter).toBeCloseTo((-1 + 2 + 3 - 3) / 6, 12)
    expect(sum.effectiveSampleSize).toBeCloseTo(36 / 12, 12)
    expect(sum.offsets.reduce((count, bin) => count + bin.count, 0)).toBe(4)
    // With weights, pairs without the concepts have e^−c.
    const weighing = { constant: Math.log(2), gamma: 0, rest: [], misses: [] }
    const weights = Float64Array.of(0.5, 1.2, 0.5)
    expect(impact(shaped(3, { weights, weighing })).touched).toBe(1)
    expect(impact(shaped(0)).lengthBefore).toBe(0)
  })
})

describe('drops and flips', () => {
  const delta = Float64Array.of(1, -2, 3, 0, -1, 3)

  it('begin where the concept speaks most for the verdict’s opposite', () => {
    const suppress = list(dropOrder(delta, 'suppress', 1))
    expect(suppress.slice(0, 2).toSorted()).toEqual([2, 5])
    expect(suppress.slice(2)).toEqual([0])
    expect(list(dropOrder(delta, 'amplify', 1))).toEqual([1, 4])
  })

  it('flip first what everything else speaks most against', () => {
    const logOdds = () => Float64Array.of(0.5, 9, -1, 9, 9, 2)
    expect(list(flipOrder(delta, 'suppress', 1, logOdds))).toEqual([2, 0, 5])
  })

  it('are as few as bring the coefficient down to the target', () => {
    // Six pairs for, two against: at b = 0 the score is Σx/2, which two fewer of one more side make 0.
    const columns = Float64Array.of(1, 1, 1, 1, 1, 1, -1, -1)
    const problem = {
      ...{
        delta: columns,
        length: null,
        candidates: [0, 1, 2, 3, 4, 5],
        dropped: new Uint8Array(8),
        target: 0,
      },
    }
    expect(dropCount(problem)).toEqual({ count: 4, reached: true })
    expect(dropCount({ ...problem, flip: true })).toEqual({ count: 2, reached: true })
    expect(dropCount({ ...problem, candidates: [0, 1, 2] })).toEqual({ count: 3, reached: false })
    expect(dropCount({ ...problem, dropped: Uint8Array.of(0, 0, 0, 0, 0, 1, 0, 0) })).toMatchObject({
      count: 3,
    })
    expect(dropCount({ ...problem, target: 5 })).toEqual({ count: 0, reached: true })
  })
})

describe('a reward head', () => {
  /** The coefficient of ±1 with `more` pairs for and `fewer` against: of them and half a pair either way. */
  const balanced = (more: number, fewer: number) => Math.log((more + 0.5) / (fewer + 0.5))
  const column = (more: number, fewer: number) =>
    Float64Array.from({ length: more + fewer }, (_, i) => (i < more ? 1 : -1))

  it('has the log odds of the pairs and half a pair on either side', () => {
    expect(fitBradleyTerry([column(6, 2)])[0]).toBeCloseTo(balanced(6, 2), 6)
    expect(fitBradleyTerry([column(6, 0)])[0]).toBeCloseTo(balanced(6, 0), 6)
  })

  it('leaves out what is dropped, exchanges what is flipped, counts weights, and takes offsets as known', () => {
    const own = column(6, 2)
    const eight = (at: number, value: number, rest = 0) =>
      Array.from({ length: 8 }, (_, i) => (i === at ? value : rest))
    expect(fitBradleyTerry([own], { dropped: Uint8Array.from(eight(0, 1)) })[0]).toBeCloseTo(
      balanced(5, 2),
      6,
    )
    expect(fitBradleyTerry([own], { flipped: Uint8Array.from(eight(0, 1)) })[0]).toBeCloseTo(
      balanced(5, 3),
      6,
    )
    expect(fitBradleyTerry([own], { weights: Float64Array.from(eight(7, 3, 1)) })[0]).toBeCloseTo(
      balanced(6, 4),
      6,
    )
    const known = fitBradleyTerry([own], { offset: own.map((x) => 0.7 * x) })[0]!
    // Offsets of b·x move the coefficient by −b, but for the prior, which holds it up.
    const slope = (b: number) => 6.5 - 8 * sigmoid(b + 0.7) - sigmoid(b) - 0
    expect(slope(known)).toBeCloseTo(0, 5)
    expect(fitBradleyTerry([])).toHaveLength(0)
  })

  it('relies on nothing any more with the offsets of strength 1, also where a concept is on one side only', () => {
    for (const own of [column(60, 20), column(40, 0)]) {
      const b = fitBradleyTerry([own])
      const [away] = neutralisingLambda([own], 1, b, {})
      const left = fitBradleyTerry([own], { offset: own.map((x) => away! * x) })[0]!
      expect(Math.abs(left)).toBeLessThan(0.03 * b[0]! + 1e-9)
    }
    const columns = [column(60, 20), Float64Array.from({ length: 80 }, (_, i) => (i % 3) - 1)]
    const both = fitBradleyTerry(columns)
    const kept = both.slice()
    expect(neutralisingLambda(columns, 1, both, {})).toHaveLength(1)
    expect(both).toEqual(kept)
    const b = fitBradleyTerry([column(600, 200)])
    expect(neutralisingLambda([column(600, 200)], 1, b, {})[0]).toBe(b[0])
  })
})

describe('strength', () => {
  it('goes to 0 at 1 where the data lean chosen, and doubles where they lean rejected', () => {
    expect(['suppress', 'keep', 'amplify'].map((verdict) => signOf(verdict as 'keep'))).toEqual([1, 0, -1])
    const lambda = (verdict: VerdictKind, strength: number, b: number) => lambdaOf({ verdict, strength }, b)
    expect(lambda('suppress', 0.5, 3)).toBe(1.5)
    expect(lambda('suppress', 1, -3)).toBe(3)
    expect(lambda('amplify', 1, 3)).toBe(-3)
    expect(Object.is(lambda('keep', 1, -3), 0)).toBe(true)
    expect(Object.is(lambda('amplify', 0, 3), 0)).toBe(true)
    // A person's own λ is what it is.
    expect(lambdaOf({ verdict: 'suppress', strength: 1, lambda: 0.7 }, -3)).toBe(0.7)
    expect(lambdaOf({ verdict: 'keep', strength: 1, lambda: 0.7 }, 3)).toBe(0)
  })

  it('holds length fixed unless the concept is length: a correlation above 0.9, of either sign', () => {
    // x = (3, 4), y = (a, b): r = (3a + 4b) / 5|y|.
    const x = Float64Array.of(3, 4)
    expect(isLength(x, Float64Array.of(5, 0))).toBe(false)
    expect(isLength(x, Float64Array.of(4, 3))).toBe(true)
    expect(isLength(x, Float64Array.of(-4, -3))).toBe(true)
    const just = (r: number) =>
      Float64Array.of(0.6 * r - 0.8 * Math.sqrt(1 - r * r), 0.8 * r + 0.6 * Math.sqrt(1 - r * r))
    expect(isLength(x, just(0.899))).toBe(false)
    expect(isLength(x, just(0.901))).toBe(true)
    expect(isLength(x, Float64Array.of(0, 0))).toBe(false)
    expect(isLength(Float64Array.of(0, 0), x)).toBe(false)
  })
})

describe('where a concept is', () => {
  const columns = {
    ...columnsOf([
      [1, 0, 1, 1, 0, 1, 2, 5],
      [1, 0, 0, 0, 0, 1, 0, 0],
    ]),
    freq: Float32Array.of(0.5, 0.5, 0.5, 0.5, 0.01, 0.5, 0.5, 0.5),
  }

  it('is by the share of its features, present above 1% of the units', () => {
    const { u, sides } = presenceOf(columns, { features: [0, 1] }, false)
    // The feature of pair 3’s chosen side is in 1% of it: not present.
    expect(list(u)).toEqual([1, 0, -1, -0.5])
    expect(list(sides)).toEqual([CHOSEN, CHOSEN | REJECTED, REJECTED, REJECTED])
  })

  it('of a measure is the sign of the difference', () => {
    expect(list(presenceOf(columns, { features: [0] }, true).u)).toEqual([1, 0, -1, -1])
  })

  it('has its texts edited: as large a share of those pairs as the strength says', () => {
    const sides = Uint8Array.of(1, 2, 3, 0, 1, 1)
    const at = { flipped: Uint8Array.of(0, 0, 0, 0, 1, 0), dropped: Uint8Array.of(0, 0, 0, 0, 0, 1) }
    const chosen = (isFlipped: boolean) => (isFlipped ? REJECTED : CHOSEN)
    expect(list(pairsToEdit(1, sides, chosen, at, 1))).toEqual([0, 2])
    expect(list(pairsToEdit(2, sides, () => 3, at, 1))).toEqual([0, 1, 2, 4])
    const half = list(pairsToEdit(0.5, sides, () => 3, at, 1))
    expect(half).toHaveLength(2)
    expect(half).toEqual(half.toSorted((a, b) => a - b))
    expect(list(pairsToEdit(0.1, sides, () => 3, at, 1))).toEqual([])
  })

  it('is seen by a head as a difference of roots, signed', () => {
    const own = columnsOf([[4, 1, 0, 9, -4, 0]])
    expect(list(rootDifference(own, 0))).toEqual([1, -3, -2])
  })

  it('is seen along a direction of the states as chosen − rejected', () => {
    const states = { dim: 2, state: Float32Array.of(9, 9, 9, 9, 3, 1, 1, 5) }
    expect(alongDifference(Float64Array.of(1, 0.5), states, 1)).toBe(2 - 2)
    expect(alongDifference(Float64Array.of(1, 0), states, 1)).toBe(2)
    expect(alongDifference(Float64Array.of(0, 1), states, 1)).toBe(-4)
  })

  it('of single responses is scored on the side that there is', () => {
    const own = columnsOf([[1, 9, 9, 3, 5, 9]])
    const { z, normalisation } = responseScores(own, Int8Array.of(1, -1, 1), { features: [0] })
    expect(normalisation.mean).toBe(3)
    expect(normalisation.sd).toBeCloseTo(Math.sqrt(8 / 3), 12)
    expect(list(z).map((x) => Number((x * normalisation.sd).toFixed(12)))).toEqual([-2, 0, 2])
    const stored = responseScores(own, Int8Array.of(1, -1, 1), {
      features: [0],
      normalisation: { mean: 1, sd: 2 },
    })
    expect(list(stored.z)).toEqual([0, 1, 2])
    // The mean of ten such scores is not quite the score: what is left is rounding.
    const large = new Array<number>(10).fill(123_457)
    const scored = { features: [0], weights: [0.7] }
    const alike = columnsOf([large.flatMap((x) => [x, 0])])
    expect(responseScores(alike, new Int8Array(10).fill(1), scored).normalisation.sd).toBe(0)
    expect(conceptScores(columnsOf([large]), scored).sd).toBe(0)
    const flat = responseScores(columnsOf([[0.1, 0, 0.1, 0, 0.1, 0]]), Int8Array.of(1, 1, 1), {
      features: [0],
    })
    expect(list(flat.z)).toEqual([0, 0, 0])
  })
})

describe('what is remembered', () => {
  it('is what this turn or the one before asked for', () => {
    const computed: string[] = []
    const memo = createMemo()
    const get = (key: string) => memo.get(key, () => computed.push(key))
    get('a')
    get('b')
    memo.turn()
    get('a')
    memo.turn()
    get('a')
    get('b')
    get('b')
    expect(computed).toEqual(['a', 'b', 'b'])
    const stopped = createMemo(() => {
      throw new Error('stop')
    })
    expect(() => stopped.get('a', () => computed.push('never'))).toThrow('stop')
    expect(computed).toHaveLength(3)
  })

  it('is a column as the pairs are now', () => {
    const column = Float64Array.of(1, 2)
    const at = (flipped: Uint8Array) => ({ flipped, dropped: new Uint8Array(2), history: String(flipped) })
    const memo = createMemo()
    expect(orient(memo, 'x', column, at(Uint8Array.of(0, 0)))).toBe(column)
    expect(list(orient(memo, 'x', column, at(Uint8Array.of(0, 1))))).toEqual([1, -2])
    expect(list(orient(memo, 'x', column, at(Uint8Array.of(1, 0))))).toEqual([-1, 2])
  })
})

describe('intervals', () => {
  it('are the 2.5% and 97.5% quantiles of the draws', () => {
    const draws = Float64Array.from({ length: 201 }, (_, k) => 200 - k)
    expect(estimate(7, draws)).toEqual({ value: 7, low: 5, high: 195 })
  })

  it('draw groups with replacement, the same for all numbers', () => {
    let draw = 0
    // Of two groups the first is always drawn.
    const [a, b] = redraw(
      [
        { value: 10, change: Float64Array.of(1, 5) },
        { value: 0, change: Float64Array.of(2, 0) },
      ],
      2,
      () => (draw++, 0),
    ) as [Float64Array, Float64Array]
    expect(a).toHaveLength(500)
    expect(draw).toBe(1000)
    expect([a[0], a[499], b[0]]).toEqual([10 + 1 - 5, 6, 2])
  })
})

describe('what a proof says', () => {
  const number = (value: number, low = value - 0.1, high = value + 0.1) => ({ value, low, high })
  const stand = (q: number) => ({ deltaWin: 0, ciLow: 0, ciHigh: 0, q, confirmed: false })
  const proof = {
    ...({ concept: 's:bold', verdict: 'suppress', protocol: 'offsets', method: 'matched' } as const),
    ...{ before: number(1.5), after: number(0.1), reduction: number(0.94, 0.91, 0.97) },
    place: { before: stand(0.01), after: stand(0.5), left: true },
  }
  const said = (change: object) => conceptSentence('Bold', { ...proof, ...change })
  const place = (before: number, after: number) => ({
    before: stand(before),
    after: stand(after),
    left: false,
  })

  it('is how far the reliance fell or rose, and whether it left the table', () => {
    expect(said({})).toBe('Reliance on Bold fell by 94% (91–97); it has left the table.')
    expect(said({ place: place(0.1, 0.1) })).toBe(
      'Reliance on Bold fell by 94% (91–97); it is still in the table.',
    )
    expect(said({ place: place(0.1, 0.11) })).toBe('Reliance on Bold fell by 94% (91–97).')
    expect(said({ place: place(0.11, 0.1) })).toBe('Reliance on Bold fell by 94% (91–97).')
    const rose = number(-0.5, -0.6, -0.4)
    expect(said({ verdict: 'amplify', reduction: rose, place: place(1, 1) })).toBe(
      'Reliance on Bold rose by 50% (40–60).',
    )
    expect(said({ reduction: number(1.05, 0.9, 1.2), place: place(1, 1) })).toBe(
      'Reliance on Bold fell by 100% (90–100).',
    )
    expect(said({ reduction: number(1.11), after: number(-0.17), place: place(1, 1) })).toBe(
      'Reliance on Bold was turned around: 1.50 → −0.17.',
    )
  })

  it('is that there was none to begin with where its interval holds 0', () => {
    const none = { before: number(0.1, 0, 0.2), after: number(0.05, -0.1, 0.2), place: place(1, 1) }
    expect(said(none)).toBe(
      'A reward head hardly relied on Bold to begin with (0.10, 0.00 to 0.20); afterwards 0.05, −0.10 to 0.20.',
    )
    expect(said({ ...none, before: number(0.1, 0.01, 0.2) })).toContain('fell by')
  })

  it('is whether what was to be kept was kept: within a tenth, or by chance', () => {
    const keep = { verdict: 'keep', after: number(1.4), place: place(1, 1) }
    expect(said({ ...keep, reduction: number(0.1, 0.05, 0.15) })).toBe(
      'Reliance on Bold was kept: 1.50 → 1.40.',
    )
    expect(said({ ...keep, reduction: number(0.3, -0.01, 0.6) })).toContain('was kept')
    expect(said({ ...keep, reduction: number(0.11, 0.01, 0.2) })).toBe(
      'Bold was to be kept, but reliance on it fell by 11% (1–20): 1.50 → 1.40.',
    )
    expect(said({ ...keep, reduction: number(-0.2, -0.3, -0.01) })).toContain('rose by 20% (1–30)')
  })

  it('names what a head does not see', () => {
    expect(said({ protocol: 'steer' })).toBe(
      'Bold has a direction, and the data stays as it is: a reward head relies on it as before (1.50).',
    )
    expect(said({ protocol: 'mask', place: place(1, 1) })).toBe(
      'Reliance on Bold fell by 94% (91–97) for a head that does not see what is masked.',
    )
  })

  it('of accuracy counts texts that were not read', () => {
    const accuracy = { before: number(0.671), after: number(0.67), change: number(0) }
    expect(accuracySentence(accuracy, 0)).toBe('Accuracy on held-out pairs 0.67 → 0.67.')
    expect(accuracySentence(accuracy, 1)).toContain('One edited text was not extracted anew')
    expect(accuracySentence(accuracy, 2)).toContain('2 edited texts were not extracted anew')
  })
})

describe('protocols', () => {
  it('of single responses are those that can act on them', () => {
    const latent = { id: 'd:1', source: 'dictionary', measure: false } as const
    expect(allowedProtocols(latent, 'suppress', 'responses')).toEqual(['offsets', 'drop'])
    expect(protocolWords('drop', 'responses').name).toBe('Drop')
    expect(protocolWords('mask', 'responses').name).toBe(protocolWords('mask', 'pairs').name)
    const mask = decide('d:1', 'suppress', 'mask')
    expect(() => requirePossible([mask], 'pairs')).not.toThrow()
    expect(() => requirePossible([mask], 'responses')).toThrow('is for pairs')
    expect(() => requirePossible([{ ...mask, verdict: 'keep' }], 'responses')).not.toThrow()
    expect(() => requirePossible([decide('d:1', 'suppress', 'drop')], 'responses')).not.toThrow()
    const residual = { calibration: { residual: { on: 'f:1', slope: 1 } } as never }
    expect(() => requirePossible([{ ...decide('d:1', 'suppress'), ...residual }], 'responses')).toThrow(
      'kept concepts',
    )
  })

  it('ask for a concept in its own words', () => {
    const concept = { id: 'd:1', source: 'dictionary', label: 'Flattery', description: 'Flatters' } as const
    expect(defaultTemplate(concept)).toBe('Here, give answers of this kind: Flattery.')
    expect(defaultTemplate({ ...concept, id: 's:bold', source: 'surface' })).toBe(
      'Here, give answers that use bold text.',
    )
    expect(defaultTemplate({ ...concept, source: 'phrase', label: '“as an AI”' })).toBe(
      'In your answer, use the words “as an AI”.',
    )
  })
})
