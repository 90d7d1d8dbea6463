import { describe, expect, it } from 'vitest'
import { withPower } from '../../../src/core/contexts/input.ts'
import {
  decideTests,
  type ScopeStatistics,
  testEvidence,
  updateMaxStatistic,
} from '../../../src/core/contexts/local-decisions.ts'
import { localHypotheses } from '../../../src/core/contexts/local-hypotheses.ts'
import { permutationP } from '../../../src/core/contexts/context-permutation.ts'
import { detectableMean, leastDiscordant, Z_POWER } from '../../../src/core/contexts/power.ts'
import { type TestTable, testTable } from '../../../src/core/contexts/test-table.ts'
import { sampleWith } from './golden.ts'
import { concept } from './topical.ts'

type Row = Partial<Record<'score' | 'delta' | 'deltaA' | 'deltaB' | 'se' | 'lift', number>>

/** A test that is confirmed, but for what is given. */
const sound: Required<Row> = { score: 5, delta: 0.5, deltaA: 0.4, deltaB: 0.6, se: 0.1, lift: 1 }

function tableOf(rows: readonly Row[]): TestTable {
  const table = testTable(rows.length)
  rows.forEach((row, t) => {
    for (const [field, value] of Object.entries({ ...sound, ...row }))
      table[field as keyof typeof sound][t] = value
  })
  return table
}

const sample = sampleWith([0, 1, 2, 3], [0, 0, 0, 0])

interface Scope extends Partial<ScopeStatistics> {
  /** Evidence of each relabelling, the observed one first. */
  readonly largest?: readonly number[]
}

/** Decides tests of a scope of 40 relabellings, in which everything but what is given speaks for them. */
function decided(rows: readonly Row[], { largest, ...statistics }: Scope = {}): TestTable {
  const table = tableOf(rows)
  const sign = (tests: Uint32Array) => Float64Array.from(tests, (t) => Math.sign(table.score[t]!))
  const evidence = largest ?? [12.5, ...new Array<number>(39).fill(1)]
  decideTests(sample, table, Float64Array.from(evidence), 1, {
    elsewhere: (tests) => new Float64Array(tests.length).fill(0.01),
    scoresOn: (tests) => sign(tests).map((s) => 3 * s),
    zExcess: (t) => 3 * Math.sign(table.score[t]!),
    detectable: (_, threshold) => threshold,
    ...statistics,
  })
  return table
}

const confirmed = (row: Row, scope?: Scope) => decided([row], scope).confirmed[0] === 1

describe('a test inside a context', () => {
  it('is confirmed where everything speaks for it, in either direction', () => {
    expect(confirmed({})).toBe(true)
    expect(confirmed({ score: -5, delta: -0.5, deltaA: -0.4, deltaB: -0.6 })).toBe(true)
  })

  it.each([
    ['Δ on the first half has the other sign', { deltaA: -0.01 }],
    ['Δ on the second half has the other sign', { deltaB: -0.01 }],
    ['Δ has the other sign', { delta: -0.5 }],
    ['Δ on a half is 0', { deltaA: 0 }],
    ['Δ has no error', { se: 0 }],
  ] as const)('is not where %s', (_, row) => {
    expect(confirmed(row)).toBe(false)
  })

  it('has a family-wise p: the share of relabellings with as much evidence, the observed one among them', () => {
    // Score 5 is evidence of 12.5; two of forty reach it.
    const two = decided([{}], { largest: [12.5, 12.5, ...new Array<number>(38).fill(12.4)] })
    expect(two.pPermutation[0]).toBe(0.05)
    expect(two.confirmed[0]).toBe(1)
    const three = decided([{}], { largest: [12.5, 12.5, 13, ...new Array<number>(37).fill(12.4)] })
    expect(three.pPermutation[0]).toBe(0.075)
    expect(three.confirmed[0]).toBe(0)
  })

  it('has the larger p of that inside and that of the difference from elsewhere', () => {
    const at = (p: number) => decided([{}], { elsewhere: () => [p] })
    expect(at(0.05).pPermutation[0]).toBe(0.05)
    expect(at(0.05).confirmed[0]).toBe(1)
    expect(at(0.051).confirmed[0]).toBe(0)
    expect(at(0.001).pPermutation[0]).toBe(0.025)
  })

  it('needs an excess of 1.96 in its own direction', () => {
    expect(confirmed({}, { zExcess: () => 1.96 })).toBe(true)
    expect(confirmed({}, { zExcess: () => 1.9599 })).toBe(false)
    expect(confirmed({}, { zExcess: () => -3 })).toBe(false)
  })

  it('needs to show on both halves of most of nine splits, with 1.645', () => {
    /** @param good splits of nine in which the second half shows it */
    const shownIn = (good: number, level = 1.645) => {
      let call = 0
      return confirmed({}, { scoresOn: () => [call++ % 2 === 0 || call <= 2 * good ? level : 1.6] })
    }
    expect(shownIn(5)).toBe(true)
    expect(shownIn(4)).toBe(false)
    expect(shownIn(9, 1.6449)).toBe(true)
    expect(shownIn(9, 1.6448)).toBe(false)
  })

  it('is split by prompt group, each half once', () => {
    const halves: boolean[][] = []
    const pairs = sampleWith([0, 0, 1, 1, 2, 2, 3, 3], new Array<number>(8).fill(0))
    const table = tableOf([{}])
    decideTests(pairs, table, Float64Array.from([12.5, ...new Array<number>(39).fill(1)]), 1, {
      elsewhere: () => [0.01],
      zExcess: () => 3,
      detectable: () => null,
      scoresOn: (_, isIn) => {
        halves.push([0, 1, 2, 3, 4, 5, 6, 7].map(isIn))
        return [3]
      },
    })
    expect(halves).toHaveLength(18)
    for (let split = 0; split < 9; split++) {
      const [first, second] = [halves[2 * split]!, halves[2 * split + 1]!]
      expect(second).toEqual(first.map((isIn) => !isIn))
      for (let g = 0; g < 4; g++) expect(first[2 * g]).toBe(first[2 * g + 1])
    }
    expect(new Set(halves.map(String)).size).toBeGreaterThan(4)
    expect(table.detectable[0]).toBeNaN()
  })

  it('has the p of its score or that of Δ, whichever is larger; 1 where their signs differ', () => {
    const { p } = decided([
      { score: 1.959964, delta: 0.5 },
      { score: 5, delta: 0.2576, se: 0.1 },
      { score: -5, delta: 0.5 },
      { score: 0 },
      { se: 0 },
    ])
    expect(p[0]).toBeCloseTo(0.05, 6)
    expect(p[1]).toBeCloseTo(0.01, 4)
    expect([p[2], p[3], p[4]]).toEqual([1, 1, 1])
  })

  it('needs q ≤ 0.1, where lift weighs the p values', () => {
    // p = 0.1 alone is q = 0.1; beside a test of p = 1 and as much lift it is 0.2.
    const row = { score: 1.644854 }
    const weak = { largest: [1, ...new Array<number>(39).fill(0)] }
    expect(decided([row], weak).q[0]).toBeCloseTo(0.1, 5)
    expect(decided([{ score: 1.65 }], weak).confirmed[0]).toBe(1)
    const both = decided([{ score: 1.65 }, { score: 0 }], weak)
    expect(both.q[0]).toBeCloseTo(2 * both.p[0]!, 10)
    expect(both.confirmed[0]).toBe(0)
    const lifted = decided([{ score: 1.65, lift: 4 }, { score: 0 }], weak)
    expect(lifted.q[0]).toBeCloseTo((2 * lifted.p[0]! * 2.5) / 4, 10)
  })

  it('says what would be detected: the score at the 95% point of the evidence, less what lift gives', () => {
    // Of 40 relabellings the 38th has 8.
    const largest = [...new Array<number>(37).fill(2), 8, 18, 18]
    const { detectable } = decided([{}, { lift: Math.E ** 2 }, { lift: Math.E ** 9 }], { largest })
    expect(detectable[0]).toBeCloseTo(4, 10)
    expect(detectable[1]).toBeCloseTo(Math.sqrt(12), 10)
    expect(detectable[2]).toBe(0)
  })

  it('is compared with elsewhere among the 400 strongest, ties in order', () => {
    const rows = Array.from({ length: 403 }, (_, t) =>
      t === 1 ? { score: 4.9 } : t === 402 ? { score: 6 } : {},
    )
    const asked: number[][] = []
    decided(rows, {
      largest: [18, ...new Array<number>(39).fill(0)],
      elsewhere: (tests) => {
        asked.push([...tests])
        return new Float64Array(tests.length)
      },
    })
    expect(asked).toHaveLength(1)
    expect(asked[0]!.slice(0, 3)).toEqual([402, 0, 2])
    expect(asked[0]).toHaveLength(400)
    expect(asked[0]).not.toContain(1)
    expect(asked[0]!.at(-1)).toBe(399)
  })
})

describe('evidence', () => {
  it('is T²/2 + log(lift)', () => {
    expect(testEvidence(tableOf([{ score: -3, lift: Math.E }]), 0)).toBeCloseTo(5.5, 12)
  })

  it('of a scope is its largest, relabelling by relabelling', () => {
    const largest = Float64Array.of(5, 5, 5)
    updateMaxStatistic(largest, [4, -3, 2], Math.E)
    expect([...largest]).toEqual([9, 5.5, 5])
  })
})

describe('power', () => {
  it('is 80% where a·m − threshold = z√(1 − m²)', () => {
    expect(Z_POWER).toBeCloseTo(0.841621, 6)
    const [reach, spread, threshold] = [0.4, 0.05, 3]
    const lean = detectableMean(reach, spread, threshold)! / reach
    expect((reach / spread) * lean - threshold).toBeCloseTo(Z_POWER * Math.sqrt(1 - lean ** 2), 10)
    // All pairs on one side just do.
    expect(detectableMean(1, 1 / 3, 3)).toBeCloseTo(1, 10)
  })

  it('needs a discordant pair more where one test more than 2^(d − 1) has d', () => {
    const tests = (count: number, d: number) => new Array<number>(count).fill(d)
    expect(leastDiscordant(tests(512, 30), 10)).toBe(10)
    expect(leastDiscordant(tests(513, 30), 10)).toBe(11)
    // Those with 10 are no tests of at least 11.
    expect(leastDiscordant([...tests(500, 10), ...tests(13, 30)], 10)).toBe(11)
    expect(leastDiscordant([], 10)).toBe(10)
    expect(leastDiscordant(tests(3, 2), 2)).toBe(3)
  })

  it('of a context is that of its single features', () => {
    const table = tableOf([{}, {}, {}, {}])
    table.context.set([0, 0, 0, 1])
    table.column.set([0, 1, 2, 1])
    table.detectable.set([0.3, 0.1, NaN, 0.2])
    const family = { ...concept(1), features: Uint32Array.of(1, 2) }
    const columns = [concept(0), family, concept(3)].map((own) => ({ concept: own })) as never
    const contexts = [{ id: 'a' }, { id: 'b' }] as never
    expect(withPower(contexts, table, Uint32Array.of(0, 1, 2, 3), columns)).toEqual([
      { id: 'a', tests: 3, powered: 1, detectable: 0.3 },
      { id: 'b', tests: 1, powered: 0, detectable: null },
    ])
  })
})

it('a difference from elsewhere has (b + 1)/(B + 1) for b of B draws that reach it, ties among them', () => {
  const tests = { delta: Float64Array.of(-0.6, 0.2), se: Float64Array.of(0.2, 0.1) }
  const largest = Float64Array.of(3, 2.9, 3.1, 1, 2 - 1e-10, 0, 0, 0, 0)
  expect([...permutationP(tests, Uint32Array.of(1, 0), largest)]).toEqual([0.5, 0.3])
})

describe('hypotheses that are listed', () => {
  const pairs = 8
  const groups = Array.from({ length: pairs }, (_, i) => i)
  const everything = Uint32Array.from(groups)

  /** Tests of concepts of their own in one context that holds all pairs. */
  function listed(rows: readonly (Row & { readonly confirmed?: number; readonly q?: number })[]): string[] {
    const table = tableOf(rows.map(({ confirmed: _, q: __, ...row }) => row))
    rows.forEach(({ confirmed = 0, q = 1 }, t) => {
      table.column[t] = t
      table.confirmed[t] = confirmed
      table.q[t] = q
      table.discordant[t] = 4
      table.wins[t] = 3
    })
    const columns = rows.map((_, m) => ({
      concept: concept(m),
      // Each has its own pairs, so that none folds under another.
      pair: Uint32Array.of(m % 4, 4 + (m % 4)),
      u: Float32Array.of(1, m < 4 ? 1 : -1),
      isLength: false,
    }))
    const features = Math.max(8, rows.length)
    const responses = {
      ...{ spans: 2 * pairs, features, indptr: new Uint32Array(features + 1), span: new Uint32Array() },
      ...{ max: new Float32Array(), freq: new Float32Array() },
    }
    const scopes = [{ kind: 'data-cluster' as const, id: 'data:1', label: 'All' }]
    return localHypotheses([
      {
        ...{ sample: sampleWith(groups, new Array<number>(pairs).fill(0)), tests: table, scopes, responses },
        ...{ block: { sets: [everything], columns }, own: Uint32Array.from(rows.keys()), pairOf: everything },
      },
    ]).map(({ concept: id, discovered, local }) => `${id} ${discovered} ${local!.deltaMin}`)
  }

  it('are those confirmed, then those with q ≤ 0.1, then the rest, by the smaller of the halves', () => {
    expect(
      listed([
        { deltaA: 0.9, deltaB: 0.8 },
        { deltaA: 0.3, deltaB: 0.2, confirmed: 1, q: 0.01 },
        { deltaA: -0.4, deltaB: -0.5, confirmed: 1, q: 0.1 },
        { deltaA: 0.3, deltaB: 0.35, q: 0.1 },
        { deltaA: 0.9, deltaB: 0.85, q: 0.1001 },
        { deltaA: 0.9, deltaB: -0.9, confirmed: 1 },
        { deltaA: 0, deltaB: 0.9, confirmed: 1 },
      ]),
    ).toEqual(['d:2 true 0.4', 'd:1 true 0.2', 'd:3 true 0.3', 'd:4 false 0.85', 'd:0 false 0.8'])
  })
})
