import { describe, expect, it } from 'vitest'
import { disparities } from '../../../src/core/concepts/disparity.ts'
import { conceptProfile } from '../../../src/core/concepts/profile.ts'
import { explainedSignal } from '../../../src/core/hypotheses/explained-signal.ts'
import { overallHypotheses } from '../../../src/core/hypotheses/overall.ts'
import { pairTable, selectPairs } from '../../../src/core/pairs.ts'
import { permutation, random } from '../../../src/core/random.ts'
import { columnsOf, concept } from '../stats/synthetic.ts'
import { swapped, world, type World } from '../response-world.ts'

const planted = world({ n: 600, features: 40, seed: 5, effect: 1.6, perPrompt: 2, base: 0.3 })
const find = (data: World) => overallHypotheses({ ...data, seed: 1, flipBits: 8 })
const byConcept = (data: World) => new Map(find(data).hypotheses.map((one) => [one.concept, one]))

describe('hypotheses on single responses', () => {
  it('puts a planted habit first, confirmed, with its counts against the responses without it', () => {
    const [first] = find(planted).hypotheses
    const { chosen } = planted.pairs
    const has = new Set(planted.columns.span.slice(0, planted.columns.indptr[1]).map((span) => span >> 1))
    const good = (with_: boolean) => chosen.filter((text, i) => text !== '' && has.has(i) === with_).length
    expect(first).toMatchObject({
      concept: 'c:0',
      n: 600,
      discordant: has.size,
      confirmed: true,
      winRate: good(true) / has.size,
      winRateWithout: good(false) / (600 - has.size),
      prevalenceChosen: good(true) / (good(true) + good(false)),
    })
    expect(first!.ciLow).toBeGreaterThan(0)
    expect(first!.joint).toBeGreaterThan(0)
  })

  it('turns every sign when good and bad are swapped', () => {
    const [as, turned] = [byConcept(planted), byConcept(swapped(planted))]
    expect([...turned.keys()]).toEqual([...as.keys()])
    for (const [id, one] of as) {
      const other = turned.get(id)!
      expect(other.deltaWin).toBeCloseTo(-one.deltaWin, 8)
      expect(other.ciLow).toBeCloseTo(-one.ciHigh, 8)
      expect(other.winRate).toBeCloseTo(1 - one.winRate, 12)
      expect(other.pSign).toBeCloseTo(one.pSign, 10)
      expect(other.p).toBeCloseTo(one.p, 8)
      expect(other.pPermutation).toBe(one.pPermutation)
      expect(other.confirmed).toBe(one.confirmed)
    }
  })

  it('does not depend on the order of the rows', () => {
    const order = permutation(600, random(3))
    const place = new Uint32Array(600)
    order.forEach((from, to) => (place[from] = to))
    const spans = planted.concepts.map((_, f) =>
      Array.from(
        planted.columns.span.subarray(planted.columns.indptr[f], planted.columns.indptr[f + 1]),
        (span) => 2 * place[span >> 1]! + (span & 1),
      ).sort((a, b) => a - b),
    )
    const shuffled = {
      pairs: selectPairs(planted.pairs, order),
      columns: columnsOf(1200, spans),
      concepts: planted.concepts,
    }
    const [as, moved] = [byConcept(planted), byConcept(shuffled)]
    for (const [id, one] of as) {
      expect(moved.get(id)!.deltaWin).toBeCloseTo(one.deltaWin, 8)
      expect(moved.get(id)).toMatchObject({ pPermutation: one.pPermutation, confirmed: one.confirmed })
    }
  })

  it('does not call a habit what is only length', () => {
    const long = world({ n: 1500, features: 20, seed: 9, byLength: 1.5, lumpy: true })
    const raw = find(long).hypotheses.filter(({ pSign }) => pSign < 0.001)
    expect(raw.length).toBeGreaterThan(3)
    expect(raw.filter(({ confirmed }) => confirmed)).toEqual([])
  })

  it('does not test what nearly all responses have, nor labels of one kind', () => {
    const everywhere = columnsOf(
      1200,
      [0, 5].map((missing) =>
        Array.from(planted.pairs.chosen, (text, i) => 2 * i + (text === '' ? 1 : 0)).slice(missing),
      ),
    )
    const concepts = [concept('all', [0]), concept('all but five', [1])]
    expect(find({ pairs: planted.pairs, columns: everywhere, concepts }).hypotheses).toEqual([])
    const nearlyAllGood = world({ n: 300, features: 5, seed: 1, base: 6 })
    expect(find(nearlyAllGood).hypotheses).toEqual([])
  })
})

describe('a measure of single responses', () => {
  const pairs = pairTable(
    ['good one', 'bad', 'good two', 'bad two'].map((text, i) => ({
      prompt: '',
      chosen: i % 2 ? '' : text,
      rejected: i % 2 ? text : '',
      row: i + 1,
    })),
    false,
  )
  const columns = { ...columnsOf(8, [[0, 3, 4, 7]]), max: Float32Array.of(4, 1, 2, 3) }
  const measure = concept('m', [0], true)

  it('counts as present above the median response', () => {
    const { pair, u } = disparities(columns, [measure], pairs.paired)
    expect([...pair]).toEqual([0])
    expect([...u]).toEqual([1])
    expect([...conceptProfile(columns, measure, pairs.paired).pair]).toEqual([0])
  })
})

describe('explained signal of single responses', () => {
  it('tells good from bad by the habit, and by nothing where there is none', () => {
    const strong = world({ n: 800, features: 10, seed: 2, effect: 3, base: 1 })
    const nothing = world({ n: 800, features: 10, seed: 2, base: 1 })
    const auc = (data: World) => explainedSignal({ ...data, state: null, seed: 1 })
    expect(auc(strong).concepts).toBeGreaterThan(auc(strong).length! + 0.05)
    for (const value of [auc(strong).length!, auc(nothing).concepts!]) {
      expect(value).toBeGreaterThan(0.42)
      expect(value).toBeLessThan(0.58)
    }
  })
})
