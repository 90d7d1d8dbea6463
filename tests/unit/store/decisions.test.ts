import { afterAll, afterEach, describe, expect, it, vi } from 'vitest'
import { BrowserDecisions } from '../../../src/store/decision-storage.ts'
import { changesBetween, withChanges } from '../../../src/store/decision-changes.ts'
import { UndoHistory } from '../../../src/store/undo-history.ts'
import type { Decisions } from '../../../src/store/state.ts'
import { noDecisions } from '../../../src/store/store.ts'
import { type Kept, type LoadedPage, loadPage, newTab } from './app-under-test.ts'

vi.setConfig({ testTimeout: 20_000 })

const pages: LoadedPage[] = []
afterEach(() => pages.splice(0).forEach((page) => page.close()))

let files = 0
/** Of a name, and so a hash, of its own. */
const newFile = () => ({ name: `decisions-${files++}.jsonl` }) as File

async function open(file: File, kept: Kept = newTab(), storage?: BrowserDecisions) {
  const page = loadPage(kept, storage)
  pages.push(page)
  await page.restore()
  page.commands.openFiles([file])
  await vi.waitFor(() => expect(page.state().contexts).not.toBeNull(), { timeout: 5000 })
  return page
}

const hashOf = ({ name }: File) => `hash of ${name}`
const decided = (page: LoadedPage) =>
  page.state().authored.verdicts.map(({ concept, scope, verdict }) => `${verdict} ${concept} in ${scope}`)
const verdict = (concept: string, scope = 'overall') => ({
  ...{ concept, scope, verdict: 'suppress', strength: 1, protocol: 'offsets', note: '' },
})

const listener = new BroadcastChannel('whittle-decisions')
const writes: unknown[] = []
listener.onmessage = ({ data }: { data: unknown }) => void writes.push(data)
afterAll(() => listener.close())
/** How often a tab has written decisions on this file. */
const written = (file: File) => writes.filter((sha256) => sha256 === hashOf(file)).length

async function stored(file: File) {
  const storage = new BrowserDecisions(() => null)
  const { decisions } = await storage.load(hashOf(file))
  storage.close()
  return decisions
}

describe('a decision on a lesson', () => {
  const lesson = 'u:["s:a","d:1"]'

  it('is on all of its concepts as one, and the leading concept finds it', async () => {
    const page = await open(newFile())
    page.commands.decide(lesson, 'suppress')
    page.commands.decide('s:a', 'amplify')
    expect(decided(page)).toEqual([`amplify ${lesson} in overall`])
    page.commands.adjust('s:a', { strength: 0.5 })
    expect(page.state().authored.verdicts[0]!.strength).toBe(0.5)
    page.commands.decide('s:a', null)
    expect(decided(page)).toEqual([])
  })

  it('takes in what was decided on its leading concept, and members come and go', async () => {
    const page = await open(newFile())
    page.commands.decide('s:a', 'suppress')
    page.commands.adjust('s:a', { note: 'why' })
    page.commands.decide(lesson, 'suppress')
    expect(page.state().authored.verdicts).toEqual([
      expect.objectContaining({ concept: lesson, note: 'why', verdict: 'suppress' }),
    ])
    page.commands.regroup('s:a', ['s:a', 'd:1', 'p:b'])
    expect(page.state().authored.verdicts[0]!.concept).toBe('u:["s:a","d:1","p:b"]')
    page.commands.regroup('s:a', ['s:a'])
    expect(page.state().authored.verdicts[0]!.concept).toBe('s:a')
    page.commands.undo()
    expect(page.state().authored.verdicts[0]!.concept).toBe('u:["s:a","d:1","p:b"]')
  })
})

describe('what a person trains with', () => {
  it('gives decisions that it ignores another protocol, as one step to undo', async () => {
    const page = await open(newFile())
    page.commands.decide('s:z', 'suppress')
    page.commands.adjust('s:z', { protocol: 'reweight' })
    page.commands.trainWith('trl-dpo')
    expect(page.state().authored.verdicts[0]!.protocol).toBe('reweight')
    page.commands.trainWith('axolotl')
    expect(page.state().authored.verdicts[0]!.protocol).toBe('soft-labels')
    page.commands.undo()
    expect(page.state().authored.verdicts[0]!.protocol).toBe('reweight')
    expect(page.state().trainer).toBe('axolotl')
  })
})

describe('decisions', () => {
  it('are stored within 200 ms, in the order they were made, and come back after a reload', async () => {
    const file = newFile()
    const tab = newTab()
    const page = await open(file, tab)
    page.commands.decide('s:z', 'suppress')
    page.commands.decide('s:a', 'amplify', 'c:1')
    page.commands.rename('s:a', 'Mine')
    page.commands.adjust('s:z', { strength: 0.5 })
    await vi.waitFor(async () => expect((await stored(file)).names).toEqual({ 's:a': 'Mine' }), {
      timeout: 200,
    })
    const again = await open(file, tab)
    expect(decided(again)).toEqual(['suppress s:z in overall', 'amplify s:a in c:1'])
    expect(again.state().authored.verdicts[0]!.strength).toBe(0.5)
    expect(again.notices()).toEqual([])
  })

  it('are undone and redone, also across a reload', async () => {
    const file = newFile()
    const tab = newTab()
    const page = await open(file, tab)
    page.commands.decide('s:a', 'suppress')
    page.commands.decide('s:b', 'keep')
    page.commands.undo()
    expect(decided(page)).toEqual(['suppress s:a in overall'])
    expect(page.state()).toMatchObject({ canUndo: true, canRedo: true })
    await vi.waitFor(() => expect(written(file)).toBe(3))
    page.close()
    const again = await open(file, tab)
    expect(again.state()).toMatchObject({ canUndo: true, canRedo: true })
    again.commands.redo()
    expect(decided(again)).toEqual(['suppress s:a in overall', 'keep s:b in overall'])
    again.commands.undo()
    again.commands.undo()
    expect(decided(again)).toEqual([])
    expect(again.state().canUndo).toBe(false)
    await vi.waitFor(async () => expect(await stored(file)).toEqual(noDecisions))
  })

  it('of a step that is undone are forgotten with the next change', async () => {
    const page = await open(newFile())
    page.commands.decide('s:a', 'suppress')
    page.commands.undo()
    page.commands.decide('s:b', 'keep')
    expect(page.state().canRedo).toBe(false)
    page.commands.redo()
    expect(decided(page)).toEqual(['keep s:b in overall'])
  })

  it('made in two tabs on one file are merged, and undo in one leaves those of the other', async () => {
    const file = newFile()
    const [here, there] = [await open(file), await open(file)]
    here.commands.decide('s:a', 'suppress')
    there.commands.decide('s:b', 'keep')
    there.commands.decide('s:b', 'amplify', 'c:1')
    const all = ['amplify s:b in c:1', 'keep s:b in overall', 'suppress s:a in overall']
    await vi.waitFor(() => {
      expect(decided(here).toSorted()).toEqual(all)
      expect(decided(there).toSorted()).toEqual(all)
    })
    expect(here.notices()).toEqual(['Decisions made in another tab are shown here too.'])
    here.commands.undo()
    expect(decided(here).toSorted()).toEqual(all.slice(0, 2))
    await vi.waitFor(() => expect(decided(there).toSorted()).toEqual(all.slice(0, 2)))
    expect(here.state().canUndo).toBe(false)
  })

  it('of another tab that this one did not hear of are taken over when it is looked at again', async () => {
    const file = newFile()
    const page = await open(file)
    const silent = new BrowserDecisions(() => null)
    // A channel that is closed refuses to tell the others: what is stored before stays.
    silent.close()
    const change = { kind: 'verdict', id: 's:q', scope: 'overall', value: verdict('s:q') as never } as const
    await silent.save(hashOf(file), [change]).catch(() => undefined)
    page.showAgain()
    await vi.waitFor(() => expect(decided(page)).toEqual(['suppress s:q in overall']))
  })

  it('survive a crash where storage is refused, which is said once', async () => {
    const refused = {
      load: () => Promise.reject(new DOMException('no', 'SecurityError')),
      save: () => Promise.reject(new DOMException('no', 'SecurityError')),
      follow: () => undefined,
      close: () => undefined,
    }
    const page = await open(newFile(), newTab(), refused as never)
    page.commands.decide('s:a', 'suppress')
    page.commands.decide('s:b', 'keep')
    page.analysers.crash()
    await vi.waitFor(() => expect(page.state().recovering).toBe(true))
    await vi.waitFor(() => expect(page.state().recovering).toBe(false))
    expect(decided(page)).toEqual(['suppress s:a in overall', 'keep s:b in overall'])
    expect(page.notices().filter((text) => text.includes('Save a session'))).toHaveLength(1)
  })
})

describe('what earlier versions stored', () => {
  const earlier = (value: string) => {
    const items = new Map([['whittle:authored:h', value]])
    const storage = {
      getItem: (key: string) => items.get(key) ?? null,
      removeItem: (key: string) => void items.delete(key),
    }
    return { items, storage: new BrowserDecisions(() => storage as Storage) }
  }

  it('is taken over once', async () => {
    const { items, storage } = earlier(JSON.stringify({ verdicts: [verdict('s:a')], names: { 's:a': 'A' } }))
    const { decisions } = await storage.load('h')
    expect(decisions).toEqual({ ...noDecisions, verdicts: [verdict('s:a')], names: { 's:a': 'A' } })
    expect(items.size).toBe(0)
    await storage.save('h', changesBetween(decisions, noDecisions))
    storage.close()
  })

  it.each(['{"verdicts":5}', 'no json', '[]', '{"verdicts":[{"concept":"s:a"}]}', '{"names":{"a":1}}'])(
    'is dropped where it is damaged: %s',
    async (text) => {
      const { storage } = earlier(text)
      expect(await storage.load('h')).toEqual({ decisions: noDecisions, damaged: 0 })
      storage.close()
    },
  )

  it('is left out entry by entry where it is damaged in this storage, and said', async () => {
    const file = newFile()
    const storage = new BrowserDecisions(() => null)
    const damaged = { ...verdict('s:b'), strength: 'strong' }
    const other = { kind: 'verdict', id: 's:c', scope: 'overall', value: verdict('s:d') }
    await storage.save(hashOf(file), [
      { kind: 'verdict', id: 's:a', scope: 'overall', value: verdict('s:a') as never },
      { kind: 'verdict', id: 's:b', scope: 'overall', value: damaged as never },
      other as never,
      { kind: 'name', id: 's:a', scope: '', value: 5 as never },
    ])
    storage.close()
    const page = await open(file)
    expect(decided(page)).toEqual(['suppress s:a in overall'])
    expect(page.notices()).toEqual([
      '3 stored decisions or names are damaged or of another version, and left out.',
    ])
  })
})

describe('changes', () => {
  const before = {
    ...noDecisions,
    verdicts: [verdict('s:a'), verdict('s:b')],
    names: { x: 'X' },
  } as never as Decisions
  const after = {
    unintended: { 'l:s:a': null },
    contexts: [{ rule: { kind: 'pattern', pattern: 'tax' } }],
    verdicts: [{ ...verdict('s:b'), strength: 2 }, verdict('s:b', 'c:1')],
    names: { toString: 'T' },
  } as never as Decisions

  it('lead from one state to another', () => {
    expect(withChanges(before, changesBetween(before, after))).toEqual(after)
    expect(changesBetween(after, after)).toEqual([])
  })

  it('from elsewhere become part of every step', () => {
    const history = new UndoHistory(noDecisions)
    history.step(before)
    expect(
      history.adopt(withChanges(before, changesBetween(noDecisions, { ...noDecisions, names: { y: 'Y' } }))),
    ).toBe(true)
    history.undo()
    expect(history.present).toEqual({ ...noDecisions, names: { y: 'Y' } })
    expect(history.adopt(history.present)).toBe(false)
  })

  it('are kept as text, and damaged text is none', () => {
    const history = new UndoHistory(noDecisions)
    history.step(before)
    const back = UndoHistory.fromText(history.toText())!
    expect(back.present).toEqual(before)
    expect(back).toMatchObject({ canUndo: true, canRedo: false })
    back.undo()
    expect(back.present).toEqual(noDecisions)
    for (const text of ['', '{}', '{"past":[],"present":{"verdicts":5,"names":{}},"future":[]}'])
      expect(UndoHistory.fromText(text)).toBeNull()
  })
})
