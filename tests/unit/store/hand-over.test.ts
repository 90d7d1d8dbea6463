import { afterEach, describe, expect, it, vi } from 'vitest'
import { WhittleError } from '../../../src/core/failure.ts'
import type { ExportedFile } from '../../../src/protocol/data.ts'
import { reply } from '../../../src/protocol/reply.ts'
import type { AnalyseApi } from '../../../workers/analyse-questions.ts'
import { type Fakes, type LoadedPage, loadPage, newTab } from './app-under-test.ts'

const pages: LoadedPage[] = []
afterEach(() => pages.splice(0).forEach((page) => page.close()))

function load(answers: Partial<AnalyseApi> = {}, fakes: Fakes = {}): LoadedPage {
  const page = loadPage(newTab(), undefined, { ...fakes, answers })
  pages.push(page)
  return page
}

let files = 0
/** A page with a file of a hash of its own. */
async function open(answers: Partial<AnalyseApi> = {}, fakes: Fakes = {}): Promise<LoadedPage> {
  const page = load(answers, fakes)
  page.commands.openFiles([{ name: `hand-over-${files++}.jsonl` } as File])
  await vi.waitFor(() => expect(page.state().contexts).not.toBeNull(), { timeout: 5000 })
  return page
}

const fail = (message: string) => () =>
  reply(() => {
    throw new WhittleError('bad-file', message)
  })
/** A file of the person’s; Node’s clones of files lose their names. */
const text = (name: string, content: string) => ({ name, text: async () => content }) as File

const made = (name: string, notes: readonly string[] = []): ExportedFile => ({
  ...{ name, mime: 'text/plain', bytes: new Uint8Array(0), summary: `${name} in short`, notes },
})

describe('an export', () => {
  it('is handed over file by file, and told in notices, with what to know of it', async () => {
    const page = await open({ exportFiles: () => reply(() => [made('a.json'), made('b.md', ['Mind b.'])]) })
    page.commands.exportFiles([{ kind: 'spec' }, { kind: 'card' }], { told: 'notices' })
    await vi.waitFor(() => expect(page.downloads).toEqual(['a.json', 'b.md']))
    expect(page.notices()).toEqual(['a.json: a.json in short', 'b.md: b.md in short', 'Mind b.'])
    expect(page.state().exported).toEqual([])
  })

  it('that a dialog asked for is told there; what it told before goes', async () => {
    const given: unknown[] = []
    const page = await open({
      exportFiles: (settings, artefacts, zip) =>
        reply(() => {
          given.push([settings.verdicts.length, artefacts, zip])
          return [made('all.zip')]
        }),
    })
    page.commands.decide('s:a', 'suppress')
    page.commands.exportFiles([{ kind: 'report' }], { zip: true, told: 'dialog' })
    await vi.waitFor(() =>
      expect(page.state().exported).toEqual([{ name: 'all.zip', summary: 'all.zip in short', notes: [] }]),
    )
    expect(given).toEqual([[1, [{ kind: 'report' }], true]])
    expect(page.notices()).toEqual([])
    page.commands.exportFiles([{ kind: 'report' }], { told: 'dialog' })
    expect(page.state().exported).toEqual([])
  })

  it('that fails says why', async () => {
    const page = await open({ exportFiles: fail('No pair is left.'), badRows: fail('There are none.') })
    page.commands.exportFiles([{ kind: 'spec' }], { told: 'dialog' })
    page.commands.downloadBadRows()
    await vi.waitFor(() => expect(page.notices()).toEqual(['No pair is left.', 'There are none.']))
    expect(page.downloads).toEqual([])
  })

  it('of bad rows is handed over', async () => {
    const page = await open({ badRows: () => reply(() => made('bad.csv')) })
    page.commands.downloadBadRows()
    await vi.waitFor(() => expect(page.downloads).toEqual(['bad.csv']))
    expect(page.notices()).toEqual(['bad.csv: bad.csv in short'])
  })
})

describe('a session', () => {
  const verdict = {
    ...{ concept: 's:a', scope: 'overall', verdict: 'keep', strength: 1, protocol: 'offsets', note: '' },
  } as const
  const opened = {
    session: { view: 'search=bold&panel=decide', names: { 's:a': 'Mine' } },
    verdicts: [verdict],
    differences: ['It was saved with another encoder.'],
  } as never

  it('is saved with the view', async () => {
    const views: string[] = []
    const page = await open({
      saveSession: (_, view) =>
        reply(() => {
          views.push(view)
          return made('a.session.json')
        }),
    })
    page.commands.filter({ search: 'bold' })
    page.commands.saveSession()
    await vi.waitFor(() => expect(page.downloads).toEqual(['a.session.json']))
    expect(views).toEqual(['search=bold'])
  })

  it('among files is opened as what it is; undo brings back what was here before', async () => {
    const read: string[] = []
    const page = await open({
      openSession: (content) =>
        reply(() => {
          read.push(content)
          return opened
        }),
    })
    page.commands.decide('s:b', 'suppress')
    const { dataset } = page.state()
    page.commands.openFiles([text('mine.session.json', 'the text')])
    await vi.waitFor(() =>
      expect(page.state().authored).toEqual({ verdicts: [verdict], names: { 's:a': 'Mine' } }),
    )
    await vi.waitFor(() =>
      expect(page.notices()).toEqual([
        'mine.session.json: 1 decision opened. Undo brings back what was here before.',
        'It was saved with another encoder.',
      ]),
    )
    expect(read).toEqual(['the text'])
    expect(page.state().dataset).toBe(dataset)
    expect(page.state().view).toMatchObject({ panel: 'decide', filters: { search: 'bold' } })
    page.commands.undo()
    expect(page.state().authored).toMatchObject({ verdicts: [{ concept: 's:b' }], names: {} })
  })

  it('needs the data', () => {
    const page = load()
    page.commands.openSession(text('mine.session.json', ''))
    expect(page.notices()).toEqual([
      'Open the data first, then mine.session.json: a session holds decisions, not data.',
    ])
  })

  it('that is damaged changes nothing and says why', async () => {
    const page = await open({ openSession: fail('This file is not a session that Whittle saved.') })
    page.commands.decide('s:b', 'suppress')
    page.commands.openSession(text('mine.session.json', '{}'))
    await vi.waitFor(() => expect(page.notices()).toEqual(['This file is not a session that Whittle saved.']))
    expect(page.state().authored.verdicts).toHaveLength(1)
  })
})

describe('a mapping', () => {
  const mapping = { kind: 'columns', prompt: 'q', chosen: 'a', rejected: 'b' } as const

  it('is tried; where it does not fit, the answer is the sentence', async () => {
    const page = await open({
      tryMapping: (tried) =>
        reply(() => {
          if (tried.kind !== 'columns') throw new WhittleError('bad-file', 'There is no column x.')
          return { pairs: 3 } as never
        }),
    })
    expect(await page.commands.tryMapping(mapping)).toEqual({ pairs: 3 })
    expect(await page.commands.tryMapping({ kind: 'judged' } as never)).toBe('There is no column x.')
    expect(page.notices()).toEqual([])
  })

  it('is saved as a file that it is read back from', async () => {
    const saved: ExportedFile[] = []
    const page = load({}, { page: { download: (file) => void saved.push(file) } })
    page.commands.saveMapping(mapping)
    expect(saved[0]!.name).toBe('mapping.json')
    const content = new TextDecoder().decode(saved[0]!.bytes)
    expect(await page.commands.readMapping(text('mapping.json', content))).toEqual(mapping)
  })

  it('file that is none is told', async () => {
    const page = load()
    expect(await page.commands.readMapping(text('x.json', '{"kind": "columns"}'))).toBeNull()
    expect(await page.commands.readMapping(text('x.json', 'no'))).toBeNull()
    expect(page.notices()[0]).toContain('The mapping is wrong at')
    expect(page.notices()[1]).toBe('The mapping is not JSON.')
  })
})

describe('opening', () => {
  it('asks which of several files where they are no table, and opens those', async () => {
    const asked: unknown[] = []
    const groups = [{ names: ['a.jsonl'], rows: 2, columns: ['x'] }]
    const page = load({
      open: ({ only }) =>
        reply(() => {
          asked.push(only)
          return { kind: 'parts', groups }
        }),
    })
    // Without a file there is nothing to choose from.
    page.commands.openParts(['a.jsonl'])
    page.commands.openFiles([])
    page.commands.openFiles([{ name: 'a.jsonl' } as File, { name: 'b.jsonl' } as File])
    await vi.waitFor(() =>
      expect(page.state()).toMatchObject({ phase: 'parts', parts: groups, progress: null }),
    )
    page.commands.openParts(['a.jsonl'])
    await vi.waitFor(() => expect(asked).toEqual([null, ['a.jsonl']]))
  })

  it('of the example that the server does not have is told', async () => {
    const page = load({}, { page: { fetchExample: () => Promise.reject(new Error('missing')) } })
    page.commands.openExample()
    await vi.waitFor(() => expect(page.notices()).toHaveLength(1))
    expect(page.state().phase).toBe('empty')
  })

  it('of a file that the browser has no room to keep says what that means', async () => {
    const page = await open({}, { lastFile: { remember: () => Promise.reject(new Error('full')) } })
    expect(page.notices()).toEqual([
      'The browser has no room to keep this file: after a reload, open it again.',
    ])
  })

  it('whose work fails says why, keeps what there is, and Resume goes on', async () => {
    let fails = true
    const page = load({
      explain: () =>
        reply(() => {
          if (fails) throw new WhittleError('internal', 'The fit does not converge.')
          return { length: 0.5, concepts: 0.6, hidden: 0.7 }
        }),
    })
    page.commands.openFiles([{ name: 'fails.jsonl' } as File])
    await vi.waitFor(() =>
      expect(page.state().failure).toEqual({ code: 'internal', message: 'The fit does not converge.' }),
    )
    expect(page.state()).toMatchObject({ phase: 'ready', interrupted: true, progress: null })
    expect(page.state().findings?.complete).toBe(true)
    fails = false
    page.commands.resume()
    await vi.waitFor(() => expect(page.state().contexts).not.toBeNull(), { timeout: 5000 })
    expect(page.state().failure).toBeNull()
  })
})

describe('a link', () => {
  it('carries the view and the name of the file', async () => {
    const copied: string[] = []
    const page = await open({}, { page: { copyAddress: async (link) => void copied.push(link) } })
    page.commands.filter({ search: 'bold' })
    page.commands.sort({ column: 'q', descending: true })
    page.commands.copyLink()
    await vi.waitFor(() => expect(page.notices()[0]).toContain('The link is copied.'))
    expect(copied).toEqual([`search=bold&sort=-q&file=${page.state().dataset!.name}`])
  })

  it('that cannot be copied is told', async () => {
    const page = load({}, { page: { copyAddress: () => Promise.reject(new Error('no')) } })
    page.commands.copyLink()
    await vi.waitFor(() => expect(page.notices()[0]).toContain('copy the address of this page instead'))
  })
})
