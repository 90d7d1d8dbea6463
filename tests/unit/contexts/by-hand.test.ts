import { describe, expect, it } from 'vitest'
import type { FeatureColumns } from '../../../src/core/activations.ts'
import type { Concept } from '../../../src/core/concepts/concept.ts'
import { wilson } from '../../../src/core/contexts/across.ts'
import { testedColumns } from '../../../src/core/contexts/columns.ts'
import { clusterRows, layCells, membership, slots, union } from '../../../src/core/contexts/context.ts'
import { deltaError } from '../../../src/core/contexts/contrast.ts'
import { dataClusters } from '../../../src/core/contexts/data-clusters.ts'
import { forest } from '../../../src/core/contexts/forest.ts'
import { groupedContext } from '../../../src/core/contexts/grouped-context.ts'
import { stages } from '../../../src/core/contexts/input.ts'
import { describing, occurrences } from '../../../src/core/contexts/occurrences.ts'
import { overlap } from '../../../src/core/contexts/overlapping-contexts.ts'
import { phraseBook } from '../../../src/core/contexts/phrase-book.ts'
import { shiftColumns } from '../../../src/core/contexts/shifts.ts'
import { joinColumns, restrict, splitColumns } from '../../../src/core/contexts/test-block.ts'
import { expression, featureClusters, moments, standardGram } from '../../../src/core/contexts/themes.ts'
import { leadingFeatures, uniqueLabels } from '../../../src/core/contexts/names.ts'
import { random } from '../../../src/core/random.ts'
import { pairsOf } from '../tables.ts'
import { sampleWith } from './golden.ts'
import { concept } from './topical.ts'

const set = (...pairs: number[]) => Uint32Array.from(pairs)
/** Features over spans, from feature → {span: share of units}. */
function columns(spans: number, features: readonly Readonly<Record<number, number>>[]): FeatureColumns {
  const entries = features.map((own) => Object.entries(own))
  const indptr = new Uint32Array(features.length + 1)
  entries.forEach((own, f) => (indptr[f + 1] = indptr[f]! + own.length))
  const freq = Float32Array.from(entries.flat(), ([, value]) => value)
  const span = Uint32Array.from(entries.flat(), ([span]) => Number(span))
  return { spans, features: features.length, indptr, span, max: freq, freq }
}
const named = (id: string, more: Partial<Concept> = {}): Concept => ({ ...concept(0), id, ...more })

describe('sets of pairs', () => {
  it('are known by pair, united and sorted', () => {
    const member = membership(5, [set(0, 2), set(2, 4), set()])
    expect([...member.indptr]).toEqual([0, 1, 1, 3, 3, 4])
    expect([...member.context]).toEqual([0, 0, 1, 1])
    expect([...union(5, [set(4, 0), set(2, 4)])]).toEqual([0, 2, 4])
    const rows = clusterRows(Int32Array.of(1, -1, 0, 0, 3, 0, 3), 4)
    expect(rows.map((own) => [...own])).toEqual([[2, 3, 5], [4, 6], [0]])
  })

  it('that are disjoint or nested overlap where the larger holds the first of the smaller', () => {
    expect(overlap(set(0, 3, 5, 9), set(9))).toBe(true)
    expect(overlap(set(0), set(0, 3, 5))).toBe(true)
    expect(overlap(set(3, 5), set(0, 3, 5))).toBe(true)
    expect(overlap(set(4), set(0, 3, 5))).toBe(false)
    expect(overlap(set(6), set(0, 3, 5))).toBe(false)
    expect(overlap(set(0, 3), set(1, 2))).toBe(false)
  })

  it('are numbered anew at every call', () => {
    const number = slots(4)
    expect([...number(set(2, 0))]).toEqual([1, -1, 0, -1])
    expect([...number(set(3))]).toEqual([-1, -1, -1, 0])
  })

  // Prompt groups: {0, 1, 4}, {2}, {3, 5}.
  const sample = sampleWith([0, 0, 1, 2, 0, 2], new Array<number>(6).fill(0))

  it('have cells, one for each prompt group with pairs inside', () => {
    const cells = layCells(sample, membership(6, [set(0, 1, 2), set(3, 4, 5), set(2, 3, 5)]))
    expect([...cells.groupPtr]).toEqual([0, 2, 4, 6])
    expect([...cells.context]).toEqual([0, 1, 0, 2, 1, 2])
    expect([...cells.size]).toEqual([2, 1, 1, 1, 2, 2])
    expect([...cells.groupSize]).toEqual([3, 1, 2])
    expect([...cells.pairs]).toEqual([3, 3, 3])
    expect([...cells.groups]).toEqual([2, 2, 2])
    // Of the first context, groups 0 and 2 have pairs outside; of the others, two and one.
    expect([...cells.groupsOutside]).toEqual([2, 2, 1])
    expect([...cells.pairCell.subarray(0, 2)]).toEqual([0, 0])
  })

  it('are read prompt group by prompt group', () => {
    const context = groupedContext(sample, set(0, 2, 3, 4, 5))
    expect([...context.pairs]).toEqual([0, 4, 2, 3, 5])
    expect([...context.start]).toEqual([0, 2, 3, 5])
    expect([...context.groupSize]).toEqual([3, 1, 2])
    // One pair of the first group is outside.
    expect(context).toMatchObject({ groupsOutside: 1, inIn: 4 + 1 + 4, inOut: 2, outOut: 1 - 9 - 1 - 4 })
  })

  it('that are a part of a sample are numbered within it', () => {
    const column = { concept: concept(0), pair: set(0, 3, 5), u: Float32Array.of(1, -1, 0.5), isLength: true }
    const { sample: kept, block } = restrict(sample, set(0, 3, 4))
    const { sets, columns } = block({ sets: [set(0, 4, 5), set(1, 2)], columns: [column] })
    expect(kept.n).toBe(3)
    expect(sets.map((own) => [...own])).toEqual([[0, 2], []])
    expect([[...columns[0]!.pair], [...columns[0]!.u]]).toEqual([
      [0, 1],
      [1, -1],
    ])
    expect(columns[0]!.isLength).toBe(true)
    expect(restrict(sample, set(0, 1, 2, 3, 4, 5)).sample).toBe(sample)
    const dealt = splitColumns(6, [set(3, 5), set(0, 1, 3)], [column], (s) => s === 1)
    expect(dealt.map(([own]) => [[...own!.pair], [...own!.u]])).toEqual([
      [[], []],
      [
        [0, 2],
        [1, -1],
      ],
    ])
    const both = splitColumns(6, [set(3, 5), set(0, 1, 3)], [column])
    expect([...both[0]![0]!.u]).toEqual([-1, 0.5])
    const joined = joinColumns(6, [column, { ...column, pair: set(2), u: Float32Array.of(1) }])
    expect([...joined.indptr]).toEqual([0, 3, 4])
    expect([...joined.pair]).toEqual([0, 3, 5, 2])
    expect([...joined.u]).toEqual([1, -1, 0.5, 1])
  })
})

describe('concepts that are tested in contexts', () => {
  const sample = sampleWith([...new Array<number>(12).keys()], new Array<number>(12).fill(0))
  const tested = (concepts: readonly Concept[], discordant: readonly number[]) => {
    const indptr = new Uint32Array(concepts.length + 1)
    discordant.forEach((count, m) => (indptr[m + 1] = indptr[m]! + count))
    const size = indptr.at(-1)!
    const disparities = {
      ...{ pairs: 12, concepts: concepts.length, indptr },
      pair: Uint32Array.from({ length: size }, (_, k) => k % 12),
      u: new Float32Array(size).fill(1),
      ...{ inChosen: new Uint32Array(2), inRejected: new Uint32Array(2) },
    }
    return testedColumns(sample, disparities, concepts).map(
      ({ concept, pair }) => `${concept.id} ${pair.length}`,
    )
  }
  const family = (id: string, features: number) =>
    named(id, { source: 'family', features: Uint32Array.from({ length: features }, (_, f) => f) })

  it('are visible, have 10 discordant pairs and, where they are families, 10 features', () => {
    expect(tested([named('a'), named('b'), named('hidden', { hidden: true })], [10, 9, 12])).toEqual(['a 10'])
    expect(tested([family('f9', 9), family('f10', 10), named('one')], [12, 12, 12])).toEqual([
      'f10 12',
      'one 12',
    ])
  })

  it('describe contexts where they are families, else where they are detectors', () => {
    const all = [
      named('latent'),
      named('detector', { source: 'surface' }),
      named('length', { source: 'surface', measure: true }),
      named('dense', { source: 'surface', hidden: true }),
    ]
    expect(describing(all).map(({ id }) => id)).toEqual(['detector'])
    const families = [...all, family('f', 2), { ...family('gone', 2), hidden: true }]
    expect(describing(families).map(({ id }) => id)).toEqual(['f'])
  })

  it('occur in a context as often as their features in its responses', () => {
    const responses = columns(6, [
      { 0: 1, 1: 1, 4: 1 },
      { 2: 1, 3: 1 },
    ])
    const concepts = [
      named('a'),
      named('both', { features: set(0, 1) }),
      named('mined', { features: set(7) }),
    ]
    const counts = occurrences(responses, concepts, membership(3, [set(0, 1), set(2)]), 1)
    expect(counts.map((own) => [...own])).toEqual([
      [
        [0, 2],
        [1, 4],
      ],
      [
        [0, 1],
        [1, 1],
      ],
    ])
  })
})

describe('one concept across contexts', () => {
  it('has Wilson’s interval', () => {
    // Wilson (1927): 8 of 10.
    const { low, high } = wilson(8, 10)
    expect([low, high].map((x) => x.toFixed(4))).toEqual(['0.4902', '0.9433'])
    expect(wilson(0, 10).low).toBeCloseTo(0, 12)
  })

  it('is shown with at least five discordant pairs, most in favour first', () => {
    const rows = Array.from({ length: 18 }, (_, i) => [`q${i}`, 'yes', 'no'] as const)
    // Contexts of 5 pairs (4 won), 4 pairs (all won), and 9 pairs (7 won).
    const u = [1, 1, 1, 1, -1, 1, 1, 1, 1, ...new Array<number>(7).fill(1), -1, -1]
    const disparities = {
      ...{ pairs: 18, concepts: 2, indptr: set(0, 0, 18), pair: set(...u.keys()), u: Float32Array.from(u) },
      ...{ inChosen: set(0, 0), inRejected: set(0, 0) },
    }
    const context = (id: string, from: number, to: number) => {
      const pairs = set(...u.keys()).slice(from, to)
      return {
        id,
        kind: 'data-cluster',
        label: id,
        description: '',
        prompts: [],
        phrases: [],
        families: [],
        pairs,
        size: to - from,
      } as const
    }
    const contexts = [context('five', 0, 5), context('four', 5, 9), context('nine', 9, 18)]
    const shown = forest(pairsOf(...rows), disparities, 1, contexts)
    expect(
      shown.map(({ context, discordant, winRate, against }) => [context, discordant, winRate, against]),
    ).toEqual([
      ['nine', 9, 7 / 9, 0.5],
      ['five', 5, 0.8, 0.5],
    ])
    expect(forest(pairsOf(...rows), disparities, 0, contexts)).toEqual([])
  })

  it('has an error of Δ with G/(G − 1) for either side', () => {
    const sizes = { nIn: 4, nOut: 8, groupsIn: 3, groupsOut: 5 }
    expect(deltaError(sizes, 2, 0, 0)).toBeCloseTo(Math.sqrt((1.5 * 2) / 16), 12)
    expect(deltaError(sizes, 0, 2, 0)).toBeCloseTo(Math.sqrt((1.25 * 2) / 64), 12)
    expect(deltaError(sizes, 2, 2, 0.5)).toBeCloseTo(
      Math.sqrt(3 / 16 + 2.5 / 64 - (2 * Math.sqrt(1.5 * 1.25) * 0.5) / 32),
      12,
    )
    expect(deltaError(sizes, 0, 0, 9)).toBe(0)
  })
})

describe('moments of a feature', () => {
  it('count the rows where it is 0', () => {
    const own = moments(8, { row: set(0, 1, 2), value: Float32Array.of(1, -3, 4) })
    expect(own).toMatchObject({ support: 3, mean: 0.25, size: 1, rms: Math.sqrt(26 / 8) })
    expect(own.deviation).toBeCloseTo(Math.sqrt(26 / 8 - 1 / 16), 12)
  })

  it('standardise what features share', () => {
    // x = (1, 1, 0, 0), y = (1, 0, 1, 0): uncorrelated, but their products with 0 as the centre are not.
    const own = [
      { row: set(0, 1), value: Float32Array.of(1, 1) },
      { row: set(0, 2), value: Float32Array.of(1, 1) },
    ]
    const all = own.map((column) => moments(4, column))
    const drawn = set(0, 1, 2, 3)
    const gram = (centred: boolean) => [...standardGram(4, own, all, drawn, { centred })].map((x) => x + 0)
    expect(gram(true)).toEqual([1, 0, 0, 1])
    gram(false).forEach((x, at) => expect(x).toBeCloseTo([1, 0.5, 0.5, 1][at]!, 12))
    // On some of the rows, with the moments of all.
    expect([...standardGram(4, own, all, set(0, 3), { centred: true })]).toEqual([1, 1, 1, 1])
  })

  it('say which are kept: 10 rows, a deviation of 0.001, a size of 0.0001', () => {
    const rows = 1000
    const feature = (support: number, value: number, from = 0) => ({
      row: Uint32Array.from({ length: support }, (_, k) => from + k),
      value: new Float32Array(support).fill(value),
    })
    const clustersOf = (...own: ReturnType<typeof feature>[]) =>
      featureClusters(
        rows,
        own,
        true,
        Uint32Array.from({ length: rows }, (_, i) => i),
        { seed: 1 },
      )
        .flatMap((members) => [...members])
        .toSorted((a, b) => a - b)
    const good = feature(20, 1)
    expect(clustersOf(good, feature(10, 1), feature(9, 1))).toEqual([0, 1])
    expect(clustersOf(good, feature(rows, 1), good)).toEqual([0, 2])
    expect(clustersOf(good, feature(20, 0.011), feature(20, 0.0049), good)).toEqual([0, 1, 3])
    expect(clustersOf(good)).toEqual([])
    expect(clustersOf(good, good)).toEqual([0, 1])
  })
})

describe('a theme', () => {
  const own = [
    { row: set(0, 1), value: new Float32Array(2) },
    { row: set(0, 1, 2, 3), value: new Float32Array(4) },
    { row: set(1), value: new Float32Array(1) },
  ]

  it('is expressed by the share of its features', () => {
    expect([...expression(4, own, set(0, 1), 'fraction')]).toEqual([1, 1, 0.5, 0.5])
  })

  it('gives no weight to a feature that fires everywhere, and most to a rare one', () => {
    const score = expression(4, own, set(0, 1, 2), 'idf')
    expect(score[0]).toBeCloseTo(1 / 3, 12)
    expect(score[1]).toBeCloseTo(1, 12)
    expect([score[2], score[3]]).toEqual([0, 0])
    expect([...expression(4, own, set(1), 'idf')]).toEqual([0, 0, 0, 0])
  })
})

describe('a shift', () => {
  it('is the mean of the differences of its features, each over its root mean square', () => {
    // Feature 0 shifts pair 0 by 1 and pair 1 by −1; feature 1 shifts pair 0 by 0.5, and cancels on pair 1.
    const responses = columns(6, [
      { 0: 1, 3: 1 },
      { 0: 0.5, 2: 0.25, 3: 0.25 },
    ])
    const both = named('r:1', { source: 'family', features: set(0, 1) })
    const [column] = shiftColumns(responses, [both], set(0, 1, 2))
    expect([...column!.pair]).toEqual([0, 1])
    expect(column!.u[0]).toBeCloseTo((1 / Math.sqrt(2 / 3) + 0.5 / Math.sqrt(0.25 / 3)) / 2, 5)
    expect(column!.u[1]).toBeCloseTo(-1 / Math.sqrt(2 / 3) / 2, 5)
    expect(column!.isLength).toBe(false)
  })
})

describe('data clusters', () => {
  it('leave out the silent twentieth, and what has no activity at all', () => {
    // 41 pairs, of which pair i has activity in i + 1 units: the 5% point is between pairs 2 and 3.
    const pairs = 41
    const rng = random(3)
    const features = Array.from({ length: 4 }, (): Record<number, number> => ({}))
    for (let i = 0; i < pairs; i++) features[Math.floor(rng() * 4)]![2 * i] = (i + 1) / pairs
    const table = pairsOf(...Array.from({ length: pairs }, (_, i) => [`q${i}`, `a${i}`, `b${i}`] as const))
    const inside = (activity: readonly Record<number, number>[]) => {
      const responses = columns(2 * pairs, activity)
      const concepts = activity.map((_, f) => ({ ...concept(f), features: set(f) }))
      const found = dataClusters({ pairs: table, responses, concepts, disparities: null as never, seed: 1 })
      return [...union(pairs, found)]
    }
    expect(inside(features)).toEqual(Array.from({ length: 39 }, (_, i) => i + 2))
    expect(inside([{ 8: 1, 10: 1 }])).toEqual([4, 5])
  })
})

describe('progress', () => {
  it('is 30 parts for finding contexts and 70 for testing in them', () => {
    const told: number[] = []
    const { found, tested } = stages((done, total) => told.push(done, total))
    found(0.5)
    tested(1, 3)
    tested(3, 3)
    expect(told).toEqual([15, 100, 53, 100, 100, 100])
    expect(() => stages(undefined).found(1)).not.toThrow()
  })
})

describe('names', () => {
  it('need three occurrences, more of them than elsewhere, and are three at most', () => {
    const labels = ['a', 'b', 'c', 'd', 'e', 'f']
    const here = new Map([0, 1, 2, 3, 4].map((f) => [f, 20 + f]))
    const there = new Map([[5, 100]])
    const [first, second] = leadingFeatures([here, there], labels)
    expect(first!.slice(0, 2)).toEqual(['e', 'd'])
    expect(second).toEqual(['f'])
    expect(leadingFeatures([new Map([[0, 2]]), new Map([[1, 200]])], labels)[0]).toEqual([])
    expect(leadingFeatures([new Map([[0, 3]]), new Map([[1, 200]])], labels)[0]).toEqual(['a'])
  })

  it('are as short as makes them differ', () => {
    const parts = [['a', 'b'], ['a', 'b'], ['a', 'c', 'd'], [], [], ['a', 'b']]
    expect(uniqueLabels(parts, 1, 'Mixed')).toEqual(['a', 'a, b', 'a, c', 'Mixed', 'Mixed (2)', 'a, b (2)'])
    expect(uniqueLabels([['a', 'b', 'c']], 2, 'Mixed')).toEqual(['a, b'])
  })

  it('are words and pairs of neighbours within a clause, singular and plural alike', () => {
    const book = phraseBook()
    const read = (text: string) => {
      const seen: string[] = []
      book.begin()
      book.read(text, (phrase, form) => seen.push(`${book.written(phrase, form)}=${book.folded(phrase)}`))
      return seen
    }
    expect(read('Red apples. red apple')).toEqual(['red=red', 'apples=apple', 'red apples=red apple'])
    // Nothing is reported twice in a round, and everything again in the next.
    expect(read('apples')).toEqual(['apples=apple'])
    expect(read('bread. butter')).toEqual(['bread=bread', 'butter=butter'])
    expect(read('bread and butter')).toEqual(['bread=bread', 'butter=butter'])
    // Short words, numbers, and words that only look like plurals.
    expect(read('ox 12 gas glass bus')).toEqual([
      'gas=gas',
      'glass=glass',
      'gas glass=gas glass',
      'bus=bus',
      'glass bus=glass bus',
    ])
    expect(book.size()).toBe(10)
  })
})
