import { expect, test } from 'vitest'
import { addLogOdds, rootDifferences } from '../../../src/core/shape/root-differences.ts'
import { rootDifference } from '../../../src/core/shape/score.ts'
import { columnsOf } from './columns.ts'

/** Three pairs: on one side, on both alike or not, on neither; one value is negative. */
const columns = columnsOf([
  [4, 0, 1, 1, 0, 9],
  [0, 2, 9, 4, 0, 0],
  [-4, 1, 0, 0, 0, 0.25],
])
const b = Float64Array.of(1, -0.5, 2)

test('log-odds summed pair by pair are those summed feature by feature', () => {
  const out = Float64Array.of(1, 1, 1)
  addLogOdds(columns, b, Uint32Array.of(0, 1, 2), out)
  const columnwise = [...b].map((factor, f) => rootDifference(columns, f).map((x) => factor * x))
  out.forEach((sum, pair) =>
    expect(sum).toBeCloseTo(
      columnwise.reduce((all, column) => all + column[pair]!, 1),
      6,
    ),
  )
  expect([...out].map((x) => Number(x.toFixed(3)))).toEqual([-2.293, 0.5, -3])
})

test('other pairs keep what they have', () => {
  const out = new Float64Array(3)
  addLogOdds(columns, b, Uint32Array.of(1), out)
  expect([...out]).toEqual([0, -0.5, 0])
})

test('what both sides have alike takes no room', () => {
  expect([...rootDifferences(columns).indptr]).toEqual([0, 3, 4, 6])
})

test('what is made when a pause throws is kept, and gone on with', () => {
  const table = columnsOf([
    [4, 0, 1, 1],
    [0, 2, 9, 4],
  ])
  let pauses = 0
  const giveWay = () => {
    pauses++
    throw new Error('a click')
  }
  expect(() => rootDifferences(table, giveWay)).toThrow('a click')
  expect(() => rootDifferences(table, giveWay)).toThrow('a click')
  const { indptr, feature, value } = rootDifferences(table, giveWay)
  expect(pauses).toBe(2)
  expect([[...indptr], [...feature], [...value]]).toEqual([
    [0, 2, 3],
    [0, 1, 1],
    [2, -Math.fround(Math.SQRT2), 1],
  ])
})
