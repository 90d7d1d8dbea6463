import { createHash } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'

const FOLDER = 'http://localhost/app/'
/** By its address: its types are those of a service worker, which tests do not have. */
const SCRIPT = new URL('../../../workers/service.worker.ts', import.meta.url).href

/** A file of the app as the build lists it. */
const listed = (path: string, text: string, bytes = text.length) => ({
  ...{ path, bytes },
  sha256: createHash('sha256').update(text).digest('hex'),
})
type AppFile = ReturnType<typeof listed>
const index = listed('index.html', '<page>')
const script = listed('assets/a.js', 'go()')
const encoder = listed('model/encoder.onnx', 'weights', 9e6)

/** The browser's cache, by address. */
const cached = new Map<string, Response>()
const cache = {
  match: async (url: string) => cached.get(url)?.clone(),
  put: async (url: string, answer: Response) => {
    if (full) throw new DOMException('full', 'QuotaExceededError')
    cached.set(url, answer)
  },
  delete: async (url: string) => cached.delete(url),
  keys: async () => [...cached.keys()].map((url) => ({ url })),
}
let full = false

/** What the server has now, by path. */
const served = new Map<string, string>()
const fetched: string[] = []

beforeEach(() => {
  cached.clear()
  fetched.length = 0
  full = false
  served.clear()
  for (const [path, text] of [
    [index.path, '<page>'],
    [script.path, 'go()'],
    [encoder.path, 'weights'],
  ] as const)
    served.set(path, text)
  vi.stubGlobal('caches', { open: async () => cache, match: (url: string) => cache.match(url) })
  vi.stubGlobal('fetch', async ({ url }: Request) => {
    const path = url.slice(FOLDER.length).split('?')[0]! || index.path
    fetched.push(path)
    const text = served.get(path)
    return text === undefined ? new Response('', { status: 404 }) : new Response(text)
  })
})
afterEach(() => {
  vi.unstubAllGlobals()
  vi.restoreAllMocks()
})

/** The service worker of a version with these files. @returns its events */
async function version(files: readonly AppFile[] = [index, script, encoder]) {
  const listeners = new Map<string, (event: object) => void>()
  vi.stubGlobal('self', {
    location: { href: `${FOLDER}service-worker.js` },
    addEventListener: (type: string, listener: (event: object) => void) => listeners.set(type, listener),
  })
  const parse = JSON.parse
  const list = vi
    .spyOn(JSON, 'parse')
    .mockImplementation((text: string) => (text === '%FILES%' ? files : parse(text)) as unknown)
  vi.resetModules()
  await import(SCRIPT)
  list.mockRestore()
  const waited = (type: string) =>
    new Promise<void>((done, fail) =>
      listeners.get(type)!({ waitUntil: (work: Promise<void>) => work.then(done, fail) }),
    )
  return {
    install: () => waited('install'),
    activate: () => waited('activate'),
    /** The answer to a request; null where it is left to the browser. */
    answer: async (path: string, init?: RequestInit) => {
      let given: Promise<Response> | null = null
      const respondWith = (answer: Promise<Response>) => void (given = answer)
      listeners.get('fetch')!({ request: new Request(new URL(path, FOLDER), init), respondWith })
      return given as Promise<Response> | null
    },
  }
}

const keyOf = ({ path, sha256 }: AppFile) => `${FOLDER}${path}?${sha256}`

describe('the app offline', () => {
  it('is stored when it is first visited, but for large files', async () => {
    await (await version()).install()
    expect([...cached.keys()]).toEqual([keyOf(index), keyOf(script)])
    expect(fetched).toEqual([index.path, script.path])
    // What is there already is not fetched again.
    await (await version()).install()
    expect(fetched).toHaveLength(2)
  })

  it('answers without a server, isolated, at its folder and with any query', async () => {
    const worker = await version()
    await worker.install()
    served.clear()
    for (const path of ['', 'index.html', '?compute=wasm', '#concept=s:bold']) {
      const answer = (await worker.answer(path))!
      expect(await answer.text()).toBe('<page>')
      expect(answer.headers.get('Cross-Origin-Embedder-Policy')).toBe('require-corp')
      expect(answer.headers.get('Cross-Origin-Opener-Policy')).toBe('same-origin')
    }
    expect(await worker.answer('elsewhere.json')).toBeNull()
    expect(await worker.answer('index.html', { method: 'POST' })).toBeNull()
    expect((await worker.answer(encoder.path))!.status).toBe(404)
  })

  it('keeps a large file from its first use on', async () => {
    const worker = await version()
    expect(await (await worker.answer(encoder.path))!.text()).toBe('weights')
    served.clear()
    expect(await (await worker.answer(encoder.path))!.text()).toBe('weights')
    expect(fetched).toEqual([encoder.path])
  })
})

describe('a newer version', () => {
  it('is stored beside the old one, which is forgotten when the new one takes over', async () => {
    await (await version()).install()
    const newer = listed('assets/a.js', 'go(2)')
    served.set(newer.path, 'go(2)')
    const next = await version([index, newer, encoder])
    await next.install()
    expect([...cached.keys()]).toEqual([keyOf(index), keyOf(script), keyOf(newer)])
    await next.activate()
    expect([...cached.keys()]).toEqual([keyOf(index), keyOf(newer)])
  })

  it('on the server is not stored as a file of this one', async () => {
    served.set(script.path, 'go(2)')
    const worker = await version()
    await expect(worker.install()).rejects.toThrow('assets/a.js cannot be stored')
    expect(await (await worker.answer(script.path))!.text()).toBe('go(2)')
    expect([...cached.keys()]).toEqual([keyOf(index)])
  })
})

it('where storage is full the app works online', async () => {
  full = true
  const worker = await version()
  expect(await (await worker.answer(''))!.text()).toBe('<page>')
  await expect(worker.install()).rejects.toThrow('index.html cannot be stored')
  expect(cached.size).toBe(0)
})
