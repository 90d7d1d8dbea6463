import { type LabelStates, readLabelStates } from '../src/core/concepts/label-states.ts'
import { type Dictionary, parseDictionary } from '../src/core/dictionary.ts'
import { WhittleError } from '../src/core/failure.ts'
import type { ExtractorHashes } from '../src/protocol/extract.ts'

/**
 * Fetches a part of the app from its own origin.
 * @throws WhittleError 'model' when the server does not have it
 */
export async function fetchAsset(base: string, path: string): Promise<Response> {
  const failed = (why: string) =>
    new WhittleError(
      'model',
      `${path} cannot be loaded (${why}). Check that the app is still served, and reload.`,
    )
  const response = await fetch(new URL(path, base)).catch((error: unknown) => {
    throw failed(String(error))
  })
  if (!response.ok) throw failed(`the server answered ${response.status}`)
  return response
}

/**
 * Fetches a large part of the app.
 * @param progress called with (bytes so far, bytes in all) where the server says how many
 */
export async function fetchBytes(
  base: string,
  path: string,
  progress: (done: number, total: number) => void,
): Promise<Uint8Array<ArrayBuffer>> {
  const response = await fetchAsset(base, path)
  const total = Number(response.headers.get('Content-Length') ?? 0)
  // A compressed body is longer than its announced length: then how far it is cannot be said.
  const plain = response.headers.get('Content-Encoding') === null
  if (!response.body || !total || !plain) return new Uint8Array(await response.arrayBuffer())
  const bytes = new Uint8Array(total)
  let done = 0
  const reader = response.body.getReader()
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    bytes.set(part.value, done)
    done += part.value.length
    progress(done, total)
  }
  return bytes
}

/** public/model/manifest.json. */
export interface ModelManifest extends ExtractorHashes {
  /** sha256 of every file beside it, hex. */
  readonly files: Readonly<Record<string, string>>
}

/**
 * What activations are stored under, and the hashes of the model's files, known before anything large is
 * loaded.
 */
export async function loadManifest(base: string): Promise<ModelManifest> {
  return (await (await fetchAsset(base, 'model/manifest.json')).json()) as ModelManifest
}

/** The hashes that activations are stored under. */
export async function loadHashes(base: string): Promise<ExtractorHashes> {
  const { encoder, engine, dictionary } = await loadManifest(base)
  return { encoder, engine, dictionary }
}

/** The files of public/model. */
export class ModelFiles {
  /** @param progress called with (bytes so far, bytes in all) of the weights */
  constructor(
    readonly base: string,
    readonly manifest: ModelManifest,
    private readonly progress: (done: number, total: number) => void,
  ) {}

  /** @throws WhittleError 'model' when the file is not there, or not as it was built */
  async bytes(name: string): Promise<Uint8Array<ArrayBuffer>> {
    const path = `model/${name}`
    const hash = this.manifest.files[name]
    const report = name.startsWith('encoder') ? this.progress : () => undefined
    const bytes = await fetchBytes(this.base, `${path}?${hash}`, report)
    await checkHash(path, bytes, hash)
    return bytes
  }
}

/** @throws WhittleError 'model' when the bytes have another sha256 than the app was built with */
async function checkHash(
  path: string,
  bytes: Uint8Array<ArrayBuffer>,
  hash: string | undefined,
): Promise<void> {
  // Where the origin is no secure context, the browser does not hash.
  if (!self.isSecureContext) return
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes))
  if (Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('') === hash) return
  throw new WhittleError(
    'model',
    `${path} is damaged: its bytes are not those that the app was built with. Reload to fetch it again.`,
  )
}

export const parseJson = (bytes: Uint8Array): unknown => JSON.parse(new TextDecoder().decode(bytes))

/** @throws WhittleError 'model' when it is not there, damaged or malformed */
export async function loadDictionary(base: string, sha256: string): Promise<Dictionary> {
  const path = 'dictionary/dictionary.safetensors'
  const [bytes, features, families, meaning] = await Promise.all([
    fetchAsset(base, path).then(async (response) => new Uint8Array(await response.arrayBuffer())),
    fetchAsset(base, 'dictionary/features.json').then((response) => response.json() as Promise<unknown>),
    fetchAsset(base, 'dictionary/families.json').then((response) => response.json() as Promise<unknown>),
    fetchAsset(base, 'dictionary/meaning.json').then((response) => response.json() as Promise<unknown>),
  ])
  await checkHash(path, bytes, sha256)
  return parseDictionary(bytes, features, families, sha256, meaning)
}

/** @throws WhittleError 'model' when they are not there, or of another dictionary */
export async function loadLabelStates(base: string, dictionary: string): Promise<LabelStates> {
  const [json, bytes] = await Promise.all([
    fetchAsset(base, 'dictionary/labels.json').then((response) => response.json() as Promise<unknown>),
    fetchAsset(base, 'dictionary/labels.int8').then((response) => response.arrayBuffer()),
  ])
  return readLabelStates(json, new Int8Array(bytes), dictionary)
}

/** What public/example ships beside the data: whose activations these are. */
export interface ExampleManifest extends ExtractorHashes {
  /** sha256 of preferences.jsonl. */
  readonly dataset: string
}
