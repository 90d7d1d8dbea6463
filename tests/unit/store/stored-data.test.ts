import { afterAll, afterEach, expect, it, vi } from 'vitest'
import { BrowserDecisions } from '../../../src/store/decision-storage.ts'
import { noDecisions } from '../../../src/store/store.ts'
import { type LoadedPage, loadPage, newTab } from './app-under-test.ts'

const pages: LoadedPage[] = []
afterEach(() => pages.splice(0).forEach((page) => page.close()))

const counting = new BrowserDecisions(() => null)
afterAll(() => counting.close())

it('stored data is shown, deleted for one file, and deleted altogether', async () => {
  const page = loadPage(newTab())
  pages.push(page)
  page.commands.loadStored()
  await vi.waitFor(() => expect(page.state().stored?.datasets).toEqual([]))

  for (const name of ['stored-a.jsonl', 'stored-b.jsonl']) {
    page.commands.openFiles([{ name } as File])
    await vi.waitFor(() => expect(page.state()).toMatchObject({ phase: 'ready', dataset: { name } }))
    page.commands.decide('s:a', 'suppress')
    page.commands.rename('s:a', 'Mine')
  }
  await vi.waitFor(async () => {
    const counts = await counting.count()
    expect(counts.get('hash of stored-b.jsonl')).toBe(2)
  })
  page.commands.loadStored()
  await vi.waitFor(() => expect(page.state().stored?.decisions.get('hash of stored-b.jsonl')).toBe(2))
  expect(page.state().stored?.datasets.map(({ name }) => name)).toEqual(['stored-a.jsonl', 'stored-b.jsonl'])

  page.commands.deleteStored('hash of stored-a.jsonl')
  await vi.waitFor(() =>
    expect(page.state().stored?.datasets.map(({ name }) => name)).toEqual(['stored-b.jsonl']),
  )
  expect(page.state().stored?.decisions.get('hash of stored-a.jsonl')).toBe(2)

  page.commands.deleteAllStored()
  await vi.waitFor(() => expect(page.state().stored).toEqual({ datasets: [], decisions: new Map() }))
  expect(page.state().authored).toEqual(noDecisions)
  expect(page.state().canUndo).toBe(false)
  expect(page.notices()).toEqual([])
})
