import { expect, test } from 'vitest'
import { writeParquet } from '../../../src/core/export/parquet.ts'
import type { Row } from '../../../src/core/source.ts'
import { readParquet } from '../../../src/core/parse/parquet.ts'

async function roundTrip(records: readonly Record<string, unknown>[]) {
  const columns = [...new Set(records.flatMap((record) => Object.keys(record)))]
  const rows = (): Row[] => records.map((record) => Object.entries(record))
  return (await readParquet(writeParquet(columns, rows))).records
}

test('texts, numbers, flags, lists and structs come back as they were', async () => {
  const records = [
    {
      t: 'a',
      i: 1,
      n: 1.5,
      b: true,
      list: [1, 2],
      turns: [{ role: 'user', content: 'x' }],
      nested: { a: { b: [null, 'y'] } },
    },
    { t: 'ü😀', i: -(2 ** 40), n: 2, b: false, list: [], turns: [], nested: { a: { b: [] } } },
    { t: null, i: null, n: null, b: null, list: null, turns: null, nested: null },
  ]
  expect(await roundTrip(records)).toEqual(records)
})

test('a column that some rows lack is null there', async () => {
  expect(await roundTrip([{ a: 1 }, { a: 2, b: 'x' }])).toEqual([
    { a: 1, b: null },
    { a: 2, b: 'x' },
  ])
})

test('values of several kinds in one column are JSON text in every row', async () => {
  expect(await roundTrip([{ a: 1 }, { a: 'x' }, { a: { b: [1] } }, { a: null }])).toEqual([
    { a: '1' },
    { a: '"x"' },
    { a: '{"b":[1]}' },
    { a: null },
  ])
})

test('objects without keys, or with a key of their own in every row, are JSON text', async () => {
  expect(await roundTrip([{ a: {} }, { a: {} }])).toEqual([{ a: '{}' }, { a: '{}' }])
  const ids = Array.from({ length: 100 }, (_, i) => ({ votes: { [`person${i}`]: i } }))
  expect((await roundTrip(ids))[7]).toEqual({ votes: '{"person7":7}' })
})

test('a key that every object inherits is null where the row does not have it', async () => {
  expect(await roundTrip([{ a: { constructor: 'x' } }, { a: { b: 'y' } }])).toEqual([
    { a: { constructor: 'x', b: null } },
    { a: { constructor: null, b: 'y' } },
  ])
})

test('64-bit integers stay exact; larger ones and bytes do not stop the file', async () => {
  const [row] = await roundTrip([{ id: 2n ** 60n, huge: 2n ** 70n, raw: Uint8Array.of(1, 255) }])
  expect(row).toEqual({ id: 2n ** 60n, huge: String(2n ** 70n), raw: Uint8Array.of(1, 255) })
})

test('no rows, and columns that are null throughout, still make a file', async () => {
  expect((await readParquet(writeParquet(['a'], () => []))).records).toEqual([])
  expect(await roundTrip([{ a: null }])).toEqual([{ a: null }])
})

test('the same rows give the same bytes, over several row groups', async () => {
  const records = Array.from({ length: 2500 }, (_, i) => ({ i, text: `row ${i % 7}`, list: [i] }))
  const rows = (): Row[] => records.map((record) => Object.entries(record))
  const write = () => writeParquet(['i', 'text', 'list'], rows)
  expect(write()).toEqual(write())
  expect((await readParquet(write())).records).toEqual(records)
})
