import { expect, test } from 'vitest'
import type { DataColumn } from '../../../src/core/dataset/column-values.ts'
import { summarise } from '../../../src/core/dataset/column-summary.ts'
import { type Condition, fitting } from '../../../src/core/dataset/conditions.ts'
import { searchPairs } from '../../../src/core/dataset/search.ts'
import { pairTable } from '../../../src/core/pairs.ts'

const base = { paths: [], outcome: false, missing: 1 } as const
const topic: DataColumn = {
  ...{ ...base, name: 'topic', type: 'category', of: 'pair' },
  values: {
    kind: 'categories',
    codes: Uint16Array.of(0, 1, 0xffff, 0),
    categories: ['travel', 'garden'],
  },
}
const score: DataColumn = {
  ...{ ...base, name: 'score', type: 'number', of: 'response' },
  values: { kind: 'numbers', numbers: Float64Array.of(5, 1, 3, 3, 2, NaN, 9, 0.5) },
}
const note: DataColumn = {
  ...{ ...base, name: 'note', type: 'text', of: 'pair' },
  values: { kind: 'other', at: (index) => ['a', null, '', 'b'][index] },
}
const columns = [topic, score, note]
const fits = (...conditions: Condition[]) => [0, 1, 2, 3].filter(fitting(columns, conditions)!)

test('lets pairs through whose values are asked for', () => {
  expect(fits({ column: 'topic', values: ['travel'] })).toEqual([0, 3])
  expect(fits({ column: 'topic', values: ['garden', ''] })).toEqual([1, 2])
  expect(fits({ column: 'score', values: ['3', '9'] })).toEqual([1, 3])
  expect(fits({ column: 'score', values: [''] })).toEqual([2])
  expect(fits({ column: 'note', values: [''] })).toEqual([1, 2])
})

test('lets pairs through of which a response is in the range, both ends included', () => {
  expect(fits({ column: 'score', least: 0.5, most: 1 })).toEqual([0, 3])
  expect(fits({ column: 'score', least: 2, most: 3 })).toEqual([1, 2])
})

test('asks for all conditions at once, and for what there is', () => {
  expect(fits({ column: 'topic', values: ['travel'] }, { column: 'score', least: 6, most: 9 })).toEqual([3])
  expect(fits({ column: 'nowhere', values: ['x'] })).toEqual([])
  expect(fits({ column: 'topic', least: 0, most: 1 })).toEqual([])
  expect(fitting(columns, [])).toBeNull()
})

test('counts the values of a column, and how many are of chosen responses', () => {
  expect(summarise(topic, 4).distribution).toEqual({
    kind: 'values',
    values: [
      { value: 'travel', count: 2, chosen: null },
      { value: 'garden', count: 1, chosen: null },
    ],
    more: 0,
  })
  const { count, distribution } = summarise(score, 4)
  expect(count).toBe(8)
  expect(distribution).toEqual({
    kind: 'values',
    values: [
      { value: '0.5', count: 1, chosen: 0 },
      { value: '1', count: 1, chosen: 0 },
      { value: '2', count: 1, chosen: 1 },
      { value: '3', count: 2, chosen: 1 },
      { value: '5', count: 1, chosen: 1 },
      { value: '9', count: 1, chosen: 1 },
    ],
    more: 0,
  })
  expect(summarise(note, 4).distribution).toEqual({ kind: 'samples', samples: ['a', 'b'] })
})

test('draws many numbers as a histogram, with a mean for either side', () => {
  const numbers = Float64Array.from({ length: 200 }, (_, i) => (i % 2 ? i / 7 : i / 7 + 10))
  const { distribution } = summarise({ ...score, values: { kind: 'numbers', numbers } }, 100)
  expect(distribution).toMatchObject({ kind: 'histogram' })
  if (distribution.kind !== 'histogram') return
  expect(distribution.bins.reduce((sum, bin) => sum + bin.count, 0)).toBe(200)
  const [chosen, rejected] = distribution.sides!
  expect(chosen - rejected).toBeCloseTo(10 - 1 / 7)
})

test('searches prompt and responses in any case, and takes the text as it is', () => {
  const pairs = pairTable([
    { prompt: 'Where to go?', chosen: 'To  the\nSEA (north)', rejected: 'Home', row: 1 },
    { prompt: 'Ähnlich', chosen: 'x.y', rejected: 'xzy', row: 2 },
  ])
  const found = (text: string) => [0, 1].filter(searchPairs(pairs, text))
  expect(found('the sea')).toEqual([0])
  expect(found('(north)')).toEqual([0])
  expect(found('ähnlich')).toEqual([1])
  expect(found('x.y')).toEqual([1])
  expect(found('where')).toEqual([0])
  expect(found('nothing of it')).toEqual([])
})

test('tells how far a search is, and gives up when told to', () => {
  const pairs = pairTable(
    Array.from({ length: 9000 }, (_, i) => ({ prompt: 'p', chosen: `c ${i}`, rejected: 'r', row: i + 1 })),
  )
  const told: number[] = []
  searchPairs(pairs, 'c', (done) => told.push(done))
  expect(told).toEqual([0, 4096, 8192])
  expect(() =>
    searchPairs(pairs, 'c', () => {
      throw new Error('enough')
    }),
  ).toThrow('enough')
})
