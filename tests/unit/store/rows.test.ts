import { afterEach, describe, expect, it, vi } from 'vitest'
import { ruleId } from '../../../src/core/contexts/rules.ts'
import { WhittleError } from '../../../src/core/failure.ts'
import type { Condition, RowQuery } from '../../../src/protocol/data.ts'
import { reply } from '../../../src/protocol/reply.ts'
import type { AnalyseApi } from '../../../workers/analyse-questions.ts'
import { type LoadedPage, loadPage, newTab } from './app-under-test.ts'

const pages: LoadedPage[] = []
afterEach(() => pages.splice(0).forEach((page) => page.close()))

let files = 0
/** A page with a file of a hash of its own, and everything tested. */
async function open(answers: Partial<AnalyseApi> = {}): Promise<LoadedPage> {
  const page = loadPage(newTab(), undefined, { answers })
  pages.push(page)
  page.commands.openFiles([{ name: `rows-${files++}.jsonl` } as File])
  await vi.waitFor(() => expect(page.state().contexts).not.toBeNull(), { timeout: 10_000 })
  return page
}

const fail = (message: string) => () =>
  reply(() => {
    throw new WhittleError('internal', message)
  })
const topic: Condition = { column: 'topic', values: ['law'] }

describe('the rows of a file', () => {
  /** A page whose worker answers with rows 3, 1 and 7, or with 1 and 3 where there are conditions. */
  async function listing() {
    const asked: (readonly [RowQuery, number])[] = []
    const read: (readonly [number, string | null])[] = []
    const page = await open({
      rows: (progress, _, query, verdicts) =>
        reply(() => {
          asked.push([query, verdicts.length])
          progress?.(1, 4)
          return query.conditions.length > 0 ? Uint32Array.of(1, 3) : Uint32Array.of(3, 1, 7)
        }),
      rowPage: (pair, concept) =>
        reply(() => {
          read.push([pair, concept])
          return { pair } as never
        }),
    })
    return { page, asked, read }
  }
  const rows = (page: LoadedPage) => page.state().rows && [...page.state().rows!]

  it('are looked for where they are shown, and again with every change of what is asked', async () => {
    const { page, asked } = await listing()
    expect(asked).toEqual([])
    page.commands.showRows({ search: 'tax' })
    expect(page.state().view).toMatchObject({ table: 'rows', rows: { search: 'tax' } })
    await vi.waitFor(() => expect(rows(page)).toEqual([3, 1, 7]))
    expect(asked.map(([{ search, conditions }]) => [search, conditions])).toEqual([['tax', []]])
    page.commands.showRows({ sort: { by: 'row', descending: true } })
    await vi.waitFor(() => expect(asked).toHaveLength(2))
    expect(asked[1]![0]).toMatchObject({ search: 'tax', sort: { by: 'row', descending: true } })
    // What was decided is asked with them.
    page.commands.decide('s:a', 'suppress')
    await vi.waitFor(() => expect(asked.at(-1)![1]).toBe(1))
    await vi.waitFor(() => expect(page.state().rowsSearched).toBeNull())
  })

  it('are narrowed by columns wherever pairs are listed', async () => {
    const { page, asked } = await listing()
    page.commands.narrow([topic])
    await vi.waitFor(() => expect([...(page.state().fitting ?? [])]).toEqual([1, 3]))
    expect(asked).toHaveLength(1)
    page.commands.showRows({})
    await vi.waitFor(() => expect(rows(page)).toEqual([1, 3]))
    expect(asked.at(-1)![0].conditions).toEqual([topic])
    page.commands.narrow([])
    expect(page.state().fitting).toBeNull()
    await vi.waitFor(() => expect(rows(page)).toEqual([3, 1, 7]))
  })

  it('are read one by one, in the order listed, to either end and no further', async () => {
    const { page, read } = await listing()
    page.commands.stepPair(1)
    expect(page.state().view.pair).toBeNull()
    page.commands.showRows({})
    await vi.waitFor(() => expect(rows(page)).toEqual([3, 1, 7]))
    const pair = () => page.state().view.pair
    page.commands.stepPair(1)
    expect(pair()).toBe(3)
    page.commands.stepPair(-1)
    expect(pair()).toBe(3)
    page.commands.stepPair(1)
    page.commands.stepPair(1)
    page.commands.stepPair(1)
    expect(pair()).toBe(7)
    await vi.waitFor(() => expect(page.state().rowPage).toEqual({ pair: 7 }))
    page.commands.openPair(null)
    expect(page.state().rowPage).toBeNull()
    page.commands.stepPair(-1)
    expect(pair()).toBe(7)
    page.commands.openPair(100_000)
    await vi.waitFor(() => expect(page.state().rowPage).toBeNull())
    expect(read.every(([own, concept]) => own < 10 && concept === null)).toBe(true)
  })

  it('that cannot be read are none, and the reason is told', async () => {
    const page = await open({
      rowLines: fail('These rows cannot be read.'),
      badRecords: fail('Nor can those.'),
      rows: fail('Nor can any.'),
    })
    const shown = { columns: [], search: '' }
    expect(await page.commands.rowLines(Uint32Array.of(1), shown)).toEqual([])
    expect(await page.commands.badRecords('empty')).toEqual([])
    page.commands.showRows({})
    await vi.waitFor(() =>
      expect(page.notices()).toEqual(['These rows cannot be read.', 'Nor can those.', 'Nor can any.']),
    )
  })
})

describe('a context by a rule of the person’s own', () => {
  const rule = { kind: 'pattern', pattern: 'tax' } as const
  const table = (id: string) => ({
    ...{ contexts: [{ id }] as never, rows: [], permutations: 1 },
    tests: { own: 1, column: 0, data: 0, prompt: 0 },
  })

  it('is made, tested and shown; withdrawn, it is not shown but still told of; both can be undone', async () => {
    const told: (readonly [number, boolean | undefined])[] = []
    const page = await open({
      ownContexts: (rules) =>
        reply(() => {
          told.push([rules.length, rules[0]?.withdrawn])
          return rules.length > 0 && !rules[0]!.withdrawn ? table(ruleId(rule)) : table('prompt:1')
        }),
    })
    page.commands.makeContext(rule)
    await vi.waitFor(() => expect(page.state().contexts?.contexts).toEqual([{ id: 'pattern:tax' }]))
    expect(page.state().authored.contexts).toEqual([{ rule }])
    page.commands.decide('s:a', 'suppress', 'pattern:tax')
    page.commands.withdrawContext('pattern:tax')
    await vi.waitFor(() => expect(page.state().contexts?.contexts).toEqual([{ id: 'prompt:1' }]))
    expect(page.state().authored).toMatchObject({ verdicts: [], contexts: [{ rule, withdrawn: true }] })
    page.commands.undo()
    expect(page.state().authored).toMatchObject({
      verdicts: [{ scope: 'pattern:tax' }],
      contexts: [{ rule }],
    })
    await vi.waitFor(() => expect(told.at(-1)).toEqual([1, undefined]))
    expect(told.map(([count]) => count)).toEqual([0, 1, 1, 1])
  })

  it('that makes none is told, and nothing is authored', async () => {
    const page = await open({ tryRule: fail('Only 3 pairs match.') })
    page.commands.makeContext(rule)
    await vi.waitFor(() => expect(page.notices()).toEqual(['Only 3 pairs match.']))
    expect(page.state().authored.contexts).toEqual([])
    expect(page.state().canUndo).toBe(false)
  })
})

it('a lesson is flagged, unflagged and left to the rules again', async () => {
  const page = await open()
  page.commands.flag('l:s:a', 'It should not.')
  page.commands.flag('l:s:b', null)
  expect(page.state().authored.unintended).toEqual({ 'l:s:a': 'It should not.', 'l:s:b': null })
  page.commands.flag('l:s:a', undefined)
  expect(page.state().authored.unintended).toEqual({ 'l:s:b': null })
  page.commands.undo()
  expect(page.state().authored.unintended).toMatchObject({ 'l:s:a': 'It should not.' })
})

describe('what is typed in the box', () => {
  const meaning = { concepts: [], responses: [] }
  async function asking() {
    const asked: string[] = []
    const page = await open({
      saying: (text) =>
        reply(() => {
          asked.push(`saying ${text}`)
          return { pairs: text.length, all: true, shown: [] }
        }),
      firing: (text, units) =>
        reply(() => {
          asked.push(`firing ${text.length}${units ? ' read' : ''}`)
          return []
        }),
      meaning: (units) =>
        reply(() => {
          asked.push(`meaning ${units.spans}`)
          return meaning
        }),
    })
    return { page, asked }
  }
  const answered = (page: LoadedPage) => page.state().asked

  it('is answered by words and by meaning once nothing is typed for a moment', async () => {
    const { page, asked } = await asking()
    for (const search of ['f', 'fl', 'flattery']) page.commands.filter({ search })
    expect(answered(page)).toMatchObject({ text: 'flattery', isText: false, saying: null })
    await vi.waitFor(() =>
      expect(answered(page)).toMatchObject({ saying: { pairs: 8 }, meaning, reading: false }),
    )
    expect(asked.toSorted()).toEqual(['meaning 1', 'saying flattery'])
    // The same again asks nothing.
    page.commands.filter({ search: ' flattery ' })
    page.commands.askByMeaning()
    expect(answered(page)?.meaning).toEqual(meaning)
    page.commands.clearFilters()
    expect(answered(page)).toBeNull()
  })

  it('of more than 140 characters is a text to read', async () => {
    const { page, asked } = await asking()
    page.commands.filter({ search: 'x'.repeat(140) })
    expect(answered(page)?.isText).toBe(false)
    page.commands.filter({ search: 'x'.repeat(141) })
    expect(answered(page)?.isText).toBe(true)
    await vi.waitFor(() => expect(asked).toContain('firing 141 read'))
    await vi.waitFor(() => expect(answered(page)).toMatchObject({ firing: [], saying: null, reading: false }))
    expect(asked.some((one) => one.startsWith('saying'))).toBe(false)
  })
})
