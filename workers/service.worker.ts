/**
 * Serves the app from the browser's storage once it was visited, so that it opens offline. Files are stored
 * under their path and hash: a new version adds its own beside those of the version in use, and takes over
 * when all tabs of that one are closed.
 */
declare const self: ServiceWorkerGlobalScope

interface AppFile {
  /** Relative to the folder that the app is served from. */
  readonly path: string
  /** Hex. */
  readonly sha256: string
  readonly bytes: number
}

/** Every file of the app but this one, which src/build/service-worker.ts fills in. */
const files = JSON.parse('%FILES%') as readonly AppFile[]

const CACHE = 'whittle-files'

/** Larger files (the encoder, the runtime of WebGPU) are stored when they are first used. */
const MOST_BYTES = 8e6

/**
 * What gives the app shared memory; a plain host does not send it. The page has it from its second visit on.
 */
const isolation = {
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
  'Cross-Origin-Resource-Policy': 'same-origin',
}

const folder = new URL('./', self.location.href)
const keyOf = ({ path, sha256 }: AppFile) => new URL(`${path}?${sha256}`, folder).href
const byAddress = new Map(files.map((file) => [new URL(file.path, folder).href, file]))
byAddress.set(folder.href, byAddress.get(new URL('index.html', folder).href)!)

/** The file of the app that a request is for. */
function fileOf({ url, method }: Request): AppFile | undefined {
  const address = new URL(url)
  address.search = address.hash = ''
  return method === 'GET' ? byAddress.get(address.href) : undefined
}

/**
 * Fetches a file and stores it, unless it is another version's, as it is while a server is updated.
 * @returns the answer, and whether it is stored
 */
async function fetchFile(file: AppFile, request: Request): Promise<{ answer: Response; stored: boolean }> {
  const answer = await fetch(request)
  if (!answer.ok) return { answer, stored: false }
  const bytes = await answer.clone().arrayBuffer()
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes))
  const sha256 = Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('')
  if (sha256 !== file.sha256) return { answer, stored: false }
  try {
    await (await caches.open(CACHE)).put(keyOf(file), answer.clone())
    return { answer, stored: true }
  } catch {
    // Storage is full or refused: the app works, online.
    return { answer, stored: false }
  }
}

async function install(): Promise<void> {
  const cache = await caches.open(CACHE)
  for (const file of files.filter(({ bytes }) => bytes <= MOST_BYTES)) {
    if (await cache.match(keyOf(file))) continue
    const request = new Request(new URL(file.path, folder), { cache: 'no-cache' })
    const { stored } = await fetchFile(file, request)
    // The browser tries again with the next visit.
    if (!stored) throw new Error(`${file.path} cannot be stored`)
  }
}

/** Deletes the files of versions that are not in use any more. */
async function forgetOthers(): Promise<void> {
  const cache = await caches.open(CACHE)
  const kept = new Set(files.map(keyOf))
  for (const { url } of await cache.keys()) if (!kept.has(url)) await cache.delete(url)
}

async function answerWith(file: AppFile, request: Request): Promise<Response> {
  const cached = await caches.match(keyOf(file), { cacheName: CACHE }).catch(() => undefined)
  const answer = cached ?? (await fetchFile(file, request)).answer
  const headers = new Headers(answer.headers)
  for (const [name, value] of Object.entries(isolation)) headers.set(name, value)
  return new Response(answer.body, { status: answer.status, statusText: answer.statusText, headers })
}

self.addEventListener('install', (event) => event.waitUntil(install()))
self.addEventListener('activate', (event) => event.waitUntil(forgetOthers()))
self.addEventListener('fetch', (event) => {
  const file = fileOf(event.request)
  if (file) event.respondWith(answerWith(file, event.request))
})

export {}
