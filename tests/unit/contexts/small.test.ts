import { describe, expect, it } from 'vitest'
import { dataClusters, testDataClusters } from '../../../src/core/contexts/data-clusters.ts'
import type { ContextFindings, PromptContextInput } from '../../../src/core/contexts/input.ts'
import { promptContexts, testPromptContexts } from '../../../src/core/contexts/prompt-clusters.ts'
import { shiftConcepts } from '../../../src/core/contexts/shifts.ts'
import type { Hypothesis } from '../../../src/core/hypothesis.ts'
import { judge } from './judge.ts'
import { relabelled } from './relabel.ts'
import { topical } from './topical.ts'

/*
 * Contexts of a few hundred pairs, tested in a moment: everything that can be counted is counted again here.
 */

const PLANTED = 20
const TOPICS = 3
const PAIRS = 300
const flipBits = 6
const data = topical({
  ...{ pairs: PAIRS, topics: TOPICS, features: 24, seed: 5, dim: 9 },
  habits: [{ topic: 1, feature: PLANTED, share: 0.6 }],
})
const all = Array.from({ length: PAIRS }, (_, i) => i)
const topics = [0, 1, 2].map((t) => Uint32Array.from(all.filter((i) => data.topic[i] === t)))

/** Responses of a feature, by span. */
const spansOf = ({ responses: { span, indptr } }: PromptContextInput, f: number) =>
  new Set(span.subarray(indptr[f], indptr[f + 1]))
const featureOf = ({ concept }: Pick<Hypothesis, 'concept'>) => Number(concept.slice(2))
const planted = ({ hypotheses }: ContextFindings) =>
  hypotheses.filter((one) => one.concept === `d:${PLANTED}` && one.confirmed).map(({ scope }) => scope.id)
const mean = (values: readonly number[]) => values.reduce((sum, x) => sum + x, 0) / values.length

/** Counts a hypothesis of pairs again. */
function recounted(input: PromptContextInput, one: Hypothesis, inside: readonly number[]) {
  const has = spansOf(input, featureOf(one))
  const u = (i: number) => Number(has.has(2 * i)) - Number(has.has(2 * i + 1))
  const outside = all.filter((i) => !inside.includes(i))
  const discordant = inside.filter((i) => u(i) !== 0)
  const [meanIn, meanOut] = [mean(inside.map(u)), mean(outside.map(u))]
  // Rows are counted from 1: the pairs of odd rows are one half.
  const half = (odd: boolean) => {
    const part = (set: readonly number[]) => mean(set.filter((i) => (i % 2 === 0) === odd).map(u))
    return part(inside) - part(outside)
  }
  return {
    ...{ n: inside.length, discordant: discordant.length },
    winRate: discordant.filter((i) => u(i) > 0).length / discordant.length,
    prevalenceChosen: inside.filter((i) => has.has(2 * i)).length / inside.length,
    prevalenceRejected: inside.filter((i) => has.has(2 * i + 1)).length / inside.length,
    ...{ meanIn, meanOut, delta: meanIn - meanOut },
    deltaMin: Math.min(Math.abs(half(true)), Math.abs(half(false))),
  }
}

function expectCounts(input: PromptContextInput, { hypotheses, contexts }: ContextFindings): void {
  expect(hypotheses.length).toBeGreaterThan(3)
  for (const one of hypotheses) {
    if (!one.concept.startsWith('d:')) continue
    const { pairs } = contexts.find(({ id }) => id === one.scope.id)!
    const { meanIn, meanOut, delta, deltaMin } = one.local!
    const { n, discordant, winRate, prevalenceChosen, prevalenceRejected } = one
    const found = {
      n,
      discordant,
      winRate,
      prevalenceChosen,
      prevalenceRejected,
      meanIn,
      meanOut,
      delta,
      deltaMin,
    }
    for (const [field, value] of Object.entries(recounted(input, one, [...pairs])))
      expect(found[field as keyof typeof found], `${one.concept} ${field}`).toBeCloseTo(value, 9)
  }
}

describe('pairs in given sets', () => {
  const told: number[] = []
  const found = testDataClusters({ ...data, flipBits }, topics, (done, total) => told.push(done / total))

  it('are counted', () => {
    expectCounts(data, found)
    expect(found.contexts.map(({ id, size, kind }) => [id, size, kind])).toEqual(
      topics.map(({ length }, c) => [`data:${c + 1}`, length, 'data-cluster']),
    )
    expect(found.permutations).toBe(63)
  })

  it('confirm what is planted in one of them, there alone, and what would be detected', () => {
    expect(planted(found)).toEqual(['data:2'])
    const one = found.hypotheses[0]!
    expect(one).toMatchObject({ concept: `d:${PLANTED}`, confirmed: true, discovered: true })
    expect(one.deltaWin).toBeGreaterThan(0.2)
    expect(one.ciLow).toBeLessThan(one.deltaWin)
    // Of 64 labellings, one; of 499 draws of contexts, none.
    expect(one.pPermutation).toBe(1 / 64)
    expect(one.local!.deltaHigh - one.local!.delta).toBeCloseTo(one.local!.delta - one.local!.deltaLow, 12)
    expect(one.local!.z).toBeCloseTo(
      (1.959964 * one.local!.delta) / (one.local!.deltaHigh - one.local!.delta),
      4,
    )
    const { tests, powered, detectable } = found.contexts[1]!
    expect(powered).toBeLessThanOrEqual(tests)
    expect(detectable).toBeGreaterThan(0.05)
    expect(detectable).toBeLessThan(0.6)
    expect(found.contexts.reduce((sum, own) => sum + own.tests, 0)).toBe(found.tests)
  })

  it('are told of: each set and each draw', () => {
    expect(told).toHaveLength(3 + 499)
    expect(told).toEqual(told.toSorted((a, b) => a - b))
    expect(told.at(-1)).toBe(1)
  })

  it('of fewer than 25 pairs, or all but so few, are not tested', () => {
    const sizes = (size: number) => {
      const sets = [Uint32Array.from(all.slice(0, size)), Uint32Array.from(all.slice(size))]
      return testDataClusters({ ...data, flipBits }, sets).contexts.map(({ tests }) => tests > 0)
    }
    expect(sizes(24)).toEqual([false, false])
    expect(sizes(60)).toEqual([true, true])
  })

  it('turn round with the labels', () => {
    const turned = testDataClusters({ ...relabelled(data, () => true), flipBits }, topics)
    expect(turned.hypotheses[0]!.winRate).toBeCloseTo(1 - found.hypotheses[0]!.winRate, 12)
    expect(planted(turned)).toEqual(['data:2'])
  })
})

describe('prompts', () => {
  const contexts = promptContexts({ ...data, flipBits })

  it('cluster by subject: topics that hold one subject each, in nested sets, largest first', () => {
    expect(contexts.topics.length).toBeGreaterThanOrEqual(3)
    for (const set of contexts.topics) {
      const own = [0, 1, 2].map((t) => [...set].filter((i) => data.topic[i] === t).length)
      expect(Math.max(...own)).toBe(set.length)
    }
    const sizes = contexts.topics.map(({ length }) => length)
    expect(sizes).toEqual(sizes.toSorted((a, b) => b - a))
    expect(new Set(contexts.topics.flatMap((set) => [...set])).size).toBe(PAIRS)
    const nothing = promptContexts({
      ...topical({ pairs: 20, topics: 2, features: 12, seed: 1, dim: 9 }),
      flipBits,
    })
    expect(nothing).toEqual({ topics: [], themes: [], shifts: [] })
  })

  it('express themes: at least 25 pairs each, ascending', () => {
    expect(contexts.themes.length).toBeGreaterThan(0)
    for (const set of contexts.themes) {
      expect(set.length).toBeGreaterThanOrEqual(25)
      expect([...set]).toEqual([...set].toSorted((a, b) => a - b))
    }
  })

  it('are tested by topic for concepts and by theme for shifts, as one scope', () => {
    const given = { topics, themes: contexts.themes, shifts: contexts.shifts }
    const found = testPromptContexts({ ...data, flipBits }, given)
    expectCounts(data, found)
    expect(planted(found)).toEqual(['prompt:2'])
    expect(found.concepts).toBe(contexts.shifts)
    const ids = found.contexts.map(({ id, kind }) => `${id} ${kind}`)
    expect(ids.slice(0, 3)).toEqual([1, 2, 3].map((c) => `prompt:${c} prompt-cluster`))
    expect(ids.slice(3)).toEqual(contexts.themes.map((_, c) => `theme:${c + 1} prompt-theme`))
    const shifted = found.hypotheses.filter(({ concept }) => concept.startsWith('r:'))
    for (const { scope } of shifted) expect(scope.id).toMatch(/^theme:/)
    expect(new Set(found.contexts.map(({ label }) => label)).size).toBe(found.contexts.length)
  })

  it('of a test in the whole and in a part leave the one that says more', () => {
    const whole = Uint32Array.from([...topics[0]!, ...topics[1]!]).sort()
    const nested = [whole, topics[1]!, topics[0]!, topics[2]!]
    const found = testPromptContexts({ ...data, flipBits }, { topics: nested, themes: [], shifts: [] })
    const where = found.hypotheses
      .filter(({ concept }) => concept === `d:${PLANTED}`)
      .map(({ scope }) => scope.id)
    expect(where[0]).toBe('prompt:2')
    expect(where).not.toContain('prompt:1')
  })
})

describe('features that shift together', () => {
  it('are concepts named after what shifts most', () => {
    const features = data.concepts.length
    const order = Uint32Array.from(all)
    const hidden = data.concepts.map((own, f) => (f === 3 ? { ...own, hidden: true } : own))
    const shifts = shiftConcepts(data.responses, hidden, order, 1)
    const members = shifts.flatMap((own) => [...own.features])
    expect(new Set(members).size).toBe(members.length)
    expect(members).not.toContain(3)
    expect(members.length).toBeGreaterThan(features / 2)
    // Pairs whose sides differ in a feature.
    const apart = data.concepts.map((_, f) => {
      const has = spansOf(data, f)
      return all.filter((i) => has.has(2 * i) !== has.has(2 * i + 1)).length
    })
    for (const { id, source, features, label, description } of shifts) {
      expect(id).toMatch(/^r:\d+$/)
      expect(source).toBe('family')
      expect([...features]).toEqual([...features].toSorted((a, b) => a - b))
      expect(description.startsWith('Features that shift together: Feature ')).toBe(true)
      const leading = Number(/\d+/.exec(label)![0])
      expect(apart[leading]).toBe(Math.max(...Array.from(features, (f) => apart[f]!)))
    }
  })
})

describe('single responses in given sets', () => {
  const feature = PLANTED
  const unjudged = topical({
    ...{ pairs: PAIRS, topics: TOPICS, features: 24, seed: 5, dim: 9 },
    habits: [{ topic: null, feature, share: 0.4 }],
  })
  const judged = judge(
    unjudged,
    (one) => 0.4 - (unjudged.topic[one.row] === 1 && one.has(feature) ? 3.5 : 0),
    7,
  )
  const rows = Array.from({ length: judged.pairs.length }, (_, i) => i)
  const sets = [0, 1, 2].map((t) =>
    Uint32Array.from(rows.filter((i) => unjudged.topic[judged.pairs.row[i]! - 1] === t)),
  )
  const told: number[] = []
  const found = testDataClusters({ ...judged, flipBits }, sets, (done, total) => told.push(done / total))

  it('are counted', () => {
    expect(found.hypotheses.length).toBeGreaterThan(3)
    for (const one of found.hypotheses) {
      const inside = [...found.contexts.find(({ id }) => id === one.scope.id)!.pairs]
      const has = spansOf(judged, featureOf(one))
      const present = (i: number) => has.has(2 * i) || has.has(2 * i + 1)
      const good = (i: number) => judged.pairs.chosen[i] !== ''
      const [own, others] = [inside.filter(present), inside.filter((i) => !present(i))]
      expect(one.n).toBe(inside.length)
      expect(one.discordant).toBe(own.length)
      expect(one.winRate).toBeCloseTo(own.filter(good).length / own.length, 12)
      expect(one.winRateWithout).toBeCloseTo(others.filter(good).length / others.length, 12)
      expect(Math.min(own.length, others.length)).toBeGreaterThanOrEqual(10)
    }
  })

  it('confirm what is punished in one of them, there alone', () => {
    expect(planted(found)).toEqual(['data:2'])
    const one = found.hypotheses[0]!
    expect(one.deltaWin).toBeLessThan(-0.2)
    expect(one.local!.delta).toBeLessThan(-0.2)
    expect(one.pPermutation).toBeLessThanOrEqual(1 / 64 + 1 / 100)
    expect(found.contexts[1]!.detectable).toBeGreaterThan(0.05)
    expect(told).toEqual(told.toSorted((a, b) => a - b))
    expect(told).toHaveLength(3 + judged.concepts.length + 99)
    expect(told.at(-1)).toBe(1)
  })

  it('need 25 responses, 10 of them good and 10 bad', () => {
    const good = rows.filter((i) => judged.pairs.chosen[i] !== '')
    const bad = rows.filter((i) => judged.pairs.chosen[i] === '')
    const tested = (goods: number, bads: number) => {
      const inside = [...good.slice(0, goods), ...bad.slice(0, bads)].toSorted((a, b) => a - b)
      const rest = rows.filter((i) => !inside.includes(i))
      const sets = [inside, rest].map((set) => Uint32Array.from(set))
      return testDataClusters({ ...judged, flipBits }, sets).contexts[0]!.tests > 0
    }
    expect(tested(100, 9)).toBe(false)
    expect(tested(9, 100)).toBe(false)
    expect(tested(60, 60)).toBe(true)
  })
})

it('data clusters are found without the labels', () => {
  const found = dataClusters(data)
  expect(dataClusters(relabelled(data, (i) => i % 3 === 0))).toEqual(found)
  expect(found.length).toBeGreaterThan(2)
})
