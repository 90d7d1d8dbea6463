import 'fake-indexeddb/auto'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { loadFeatureMap } from '../../../src/store/feature-map.ts'
import { createLastFile } from '../../../src/store/files.ts'
import { browserPage, preferOf } from '../../../src/store/page.ts'
import { noDecisions } from '../../../src/store/store.ts'
import { sessionUndo, UndoHistory } from '../../../src/store/undo-history.ts'
import { Origin } from '../../origin.ts'

afterEach(() => {
  vi.unstubAllGlobals()
  vi.unstubAllEnvs()
  vi.useRealTimers()
  vi.restoreAllMocks()
})

describe('the page', () => {
  it('writes the view into the address, and onto the clipboard', async () => {
    const written: string[] = []
    const location = {
      ...{ origin: 'http://localhost', pathname: '/app/', search: '?compute=wasm', hash: '#a=1' },
    }
    vi.stubGlobal('location', location)
    vi.stubGlobal('history', { replaceState: (_: null, __: string, url: string) => written.push(url) })
    vi.stubGlobal('navigator', { clipboard: { writeText: async (text: string) => written.push(text) } })
    expect(browserPage.readAddress()).toBe('#a=1')
    browserPage.writeAddress('b=2')
    await browserPage.copyAddress('c=3')
    expect(written).toEqual(['/app/?compute=wasm#b=2', 'http://localhost/app/?compute=wasm#c=3'])
  })

  it('hands over a file, and lets go of it later', async () => {
    vi.useFakeTimers()
    const link = { href: '', download: '', click: vi.fn() }
    vi.stubGlobal('document', { createElement: () => link })
    const blobs: Blob[] = []
    vi.spyOn(URL, 'createObjectURL').mockImplementation((blob) => {
      blobs.push(blob as Blob)
      return 'blob:1'
    })
    const revoke = vi.spyOn(URL, 'revokeObjectURL').mockImplementation(() => undefined)
    browserPage.download({ name: 'a.json', mime: 'application/json', bytes: Uint8Array.of(65), summary: '' })
    expect(link).toMatchObject({ href: 'blob:1', download: 'a.json' })
    expect(link.click).toHaveBeenCalledOnce()
    expect([await blobs[0]!.text(), blobs[0]!.type]).toEqual(['A', 'application/json'])
    expect(revoke).not.toHaveBeenCalled()
    vi.advanceTimersByTime(60_000)
    expect(revoke).toHaveBeenCalledWith('blob:1')
  })

  it('is shown again after another tab, and after a step back to a frozen page', () => {
    const [tabs, pages] = [new EventTarget(), new EventTarget()]
    const seen = Object.assign(tabs, { visibilityState: 'hidden' })
    vi.stubGlobal('document', seen)
    vi.stubGlobal('addEventListener', pages.addEventListener.bind(pages))
    const shown = vi.fn()
    browserPage.onShown(shown)
    seen.dispatchEvent(new Event('visibilitychange'))
    pages.dispatchEvent(Object.assign(new Event('pageshow'), { persisted: false }))
    expect(shown).not.toHaveBeenCalled()
    seen.visibilityState = 'visible'
    seen.dispatchEvent(new Event('visibilitychange'))
    pages.dispatchEvent(Object.assign(new Event('pageshow'), { persisted: true }))
    expect(shown).toHaveBeenCalledTimes(2)
  })

  it('is kept for use offline, and tells of a newer version only where there is an older one', async () => {
    vi.stubEnv('PROD', true)
    const installing = Object.assign(new EventTarget(), { state: 'installing' })
    const registration = Object.assign(new EventTarget(), { installing })
    const register = vi.fn(async (_: URL) => registration)
    const serviceWorker = { register, controller: null as object | null }
    vi.stubGlobal('navigator', { serviceWorker })
    const updated = vi.fn()
    browserPage.keepOffline('http://localhost/app/', updated)
    expect(register.mock.calls[0]![0].href).toBe('http://localhost/app/service-worker.js')
    await new Promise((go) => setTimeout(go))
    registration.dispatchEvent(new Event('updatefound'))
    const becomes = (state: string) => {
      installing.state = state
      installing.dispatchEvent(new Event('statechange'))
    }
    becomes('installed')
    expect(updated).not.toHaveBeenCalled()
    serviceWorker.controller = {}
    becomes('activating')
    expect(updated).not.toHaveBeenCalled()
    becomes('installed')
    expect(updated).toHaveBeenCalledOnce()
    // Forbidden, or an insecure origin: the app works, online.
    register.mockRejectedValue(new DOMException('no', 'SecurityError'))
    browserPage.keepOffline('http://localhost/app/', updated)
    vi.stubGlobal('navigator', {})
    browserPage.keepOffline('http://localhost/app/', updated)
    await new Promise((go) => setTimeout(go))
    expect(updated).toHaveBeenCalledOnce()
    expect(register).toHaveBeenCalledTimes(2)
  })

  it('fetches the example, or says that it is missing', async () => {
    const origin = new Origin()
    const { name, size } = await browserPage.fetchExample()
    expect(name).toBe('example.jsonl')
    expect(size).toBeGreaterThan(100_000)
    origin.put('example/preferences.jsonl', () => new Response('', { status: 404 }))
    await expect(browserPage.fetchExample()).rejects.toThrow('the example is missing on the server (404)')
  })

  it.each([
    ['?compute=wasm', 'wasm'],
    ['?a=1&compute=webgpu', 'webgpu'],
    ['?compute=cuda', 'auto'],
    ['', 'auto'],
  ])('takes %s for %s', (search, prefer) => expect(preferOf(search)).toBe(prefer))
})

describe('the open files', () => {
  it('are remembered until they are forgotten', async () => {
    // Node's clones of files lose their names.
    vi.stubGlobal('structuredClone', (value: unknown) => value)
    const one = createLastFile()
    expect(await one.recall()).toEqual([])
    const files = [new File(['a'], 'a.jsonl'), new File(['b'], 'b.jsonl')]
    await one.remember(files)
    expect(await createLastFile().recall()).toEqual(files)
    // Earlier versions stored one file as itself.
    await one.remember(files[0] as never)
    expect(await createLastFile().recall()).toEqual([files[0]])
    await one.forget()
    expect(await createLastFile().recall()).toEqual([])
  })

  it('are none where storage is forbidden', async () => {
    vi.stubGlobal('indexedDB', {
      open: () => {
        throw new DOMException('no', 'SecurityError')
      },
    })
    const one = createLastFile()
    expect(await one.recall()).toEqual([])
    await expect(one.remember([])).rejects.toMatchObject({ name: 'SecurityError' })
  })
})

describe('the map of the dictionary', () => {
  it('has a point for each latent', async () => {
    const { base } = new Origin()
    const map = (await loadFeatureMap(base))!
    expect(map.x).toHaveLength(1024)
    expect(map.y).toHaveLength(1024)
  })

  it.each(['{"x": [1]}', 'no json'])('that is damaged is none: %s', async (text) => {
    const warned = vi.spyOn(console, 'warn').mockImplementation(() => undefined)
    const origin = new Origin()
    origin.put('dictionary/map.json', () => new Response(text))
    expect(await loadFeatureMap(origin.base)).toBeNull()
    expect(warned).toHaveBeenCalledOnce()
  })
})

describe('the steps to undo', () => {
  const history = new UndoHistory(noDecisions)
  history.step({ ...noDecisions, names: { 's:a': 'Mine' } })

  it('are kept by the tab, by the hash of the data', () => {
    const items = new Map<string, string>()
    vi.stubGlobal('sessionStorage', {
      getItem: (key: string) => items.get(key) ?? null,
      setItem: (key: string, value: string) => items.set(key, value),
    })
    expect(sessionUndo.load('h')).toBeNull()
    sessionUndo.save('h', history)
    expect(sessionUndo.load('other')).toBeNull()
    const back = sessionUndo.load('h')!
    expect(back.present.names).toEqual({ 's:a': 'Mine' })
    back.undo()
    expect(back.present.names).toEqual({})
  })

  it('end with the page where storage is refused', () => {
    const refuse = () => {
      throw new DOMException('full', 'QuotaExceededError')
    }
    vi.stubGlobal('sessionStorage', { getItem: refuse, setItem: refuse })
    sessionUndo.save('h', history)
    expect(sessionUndo.load('h')).toBeNull()
  })

  it('are the last 200', () => {
    const long = new UndoHistory({ ...noDecisions, names: { n: '0' } })
    for (let i = 1; i <= 205; i++) long.step({ ...noDecisions, names: { n: String(i) } })
    let undone = 0
    for (; long.canUndo; undone++) long.undo()
    expect([undone, long.present.names['n']]).toEqual([200, '5'])
  })
})
