import 'fake-indexeddb/auto'
import { IDBFactory } from 'fake-indexeddb'
import { openDB } from 'idb'
import { beforeEach, describe, expect, it, vi } from 'vitest'
import { ActivationStorage } from '../../../workers/storage.ts'

const extractor = { encoder: 'e', dictionary: 'd' }
const file = (name: string) => ({ sha256: `hash-${name}`, name })
const bytes = (n: number) => new Uint8Array(n).fill(7)

/** Storage with a clock that ticks at every look. */
function storage(budget = Infinity): ActivationStorage {
  return new ActivationStorage(
    async () => budget,
    () => ++time,
  )
}
let time = 0

const names = async (one: ActivationStorage) => (await one.list()).map(({ name }) => name)

beforeEach(() => storage().delete(null))

describe('stored activations', () => {
  it('come back by dataset and extractor, by number of the batch', async () => {
    const one = storage()
    await one.store(file('a'), extractor, 0, bytes(10))
    await one.store(file('a'), extractor, 11, bytes(20))
    await one.store(file('a'), { ...extractor, encoder: 'other' }, 1, bytes(5))
    await one.store(file('b'), extractor, 2, bytes(5))
    expect([...(await one.load(file('a'), extractor))]).toEqual([
      [0, bytes(10)],
      [11, bytes(20)],
    ])
    expect((await storage().load(file('c'), extractor)).size).toBe(0)
  })

  it('are accounted for, also where a batch is stored again', async () => {
    const one = storage()
    await one.store(file('a'), extractor, 0, bytes(10))
    await one.store(file('a'), extractor, 0, bytes(30))
    await one.store(file('a'), extractor, 1, bytes(5))
    expect(await one.list()).toEqual([{ ...file('a'), bytes: 35, used: time }])
  })

  it('are deleted for one dataset, or for all', async () => {
    const one = storage()
    for (const name of ['a', 'b', 'c']) await one.store(file(name), extractor, 0, bytes(1))
    await one.delete('hash-b')
    expect(await names(one)).toEqual(['c', 'a'])
    expect((await one.load(file('b'), extractor)).size).toBe(0)
    expect((await one.load(file('a'), extractor)).size).toBe(1)
    await one.delete(null)
    expect(await names(one)).toEqual([])
  })

  it('beyond the budget go, of the dataset used least recently first, and never those of the open one', async () => {
    const one = storage(100)
    await one.store(file('a'), extractor, 0, bytes(40))
    await one.store(file('b'), extractor, 0, bytes(40))
    // Opened again, a is used after b.
    await one.load(file('a'), extractor)
    await one.store(file('c'), extractor, 0, bytes(40))
    expect(await names(one)).toEqual(['c', 'a'])
    await one.store(file('c'), extractor, 1, bytes(200))
    expect(await names(one)).toEqual(['c'])
    expect((await one.load(file('c'), extractor)).size).toBe(2)
  })

  it('make room where the browser has no more', async () => {
    const one = storage()
    for (const name of ['a', 'b']) await one.store(file(name), extractor, 0, bytes(10))
    refusePuts(1)
    await one.store(file('c'), extractor, 0, bytes(10))
    expect(await names(one)).toEqual(['c', 'b'])
    refusePuts(Infinity)
    await expect(one.store(file('c'), extractor, 1, bytes(10))).rejects.toMatchObject({
      name: 'QuotaExceededError',
    })
    vi.restoreAllMocks()
    expect(await names(one)).toEqual(['c'])
  })
})

/** The next writes of large values find no room. */
function refusePuts(times: number): void {
  vi.restoreAllMocks()
  const put = IDBObjectStore.prototype.put
  let left = times
  vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(function (this: IDBObjectStore, value, key) {
    if (value instanceof Uint8Array && left-- > 0) throw new DOMException('full', 'QuotaExceededError')
    return put.call(this, value, key)
  })
}

it('of the first version are kept, and are the first to go', async () => {
  vi.stubGlobal('indexedDB', new IDBFactory())
  const first = await openDB('whittle-activations', 1, {
    upgrade: (database) => void database.createObjectStore('batches'),
  })
  await first.put('batches', bytes(10), 'hash-a/e/d/0')
  await first.put('batches', bytes(20), 'hash-a/e/d/1')
  await first.put('batches', bytes(5), 'hash-b/e/d/0')
  first.close()
  const one = storage()
  expect((await one.list()).toSorted((a, b) => a.bytes - b.bytes)).toEqual([
    { sha256: 'hash-b', name: '', bytes: 5, used: 0 },
    { sha256: 'hash-a', name: '', bytes: 30, used: 0 },
  ])
  expect((await one.load(file('a'), extractor)).get(1)).toEqual(bytes(20))
})
