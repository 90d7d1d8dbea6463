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

/** The hashes that activations are stored under, known before anything large is loaded. */
export async function loadHashes(base: string): Promise<ExtractorHashes> {
  return (await (await fetchAsset(base, 'model/manifest.json')).json()) as ExtractorHashes
}

export async function loadDictionary(base: string, sha256: string): Promise<Dictionary> {
  const [bytes, features, families, meaning] = await Promise.all([
    fetchAsset(base, 'dictionary/dictionary.safetensors').then((response) => response.arrayBuffer()),
    fetchAsset(base, 'dictionary/features.json').then((response) => response.json() as Promise<unknown>),
    fetchAsset(base, 'dictionary/families.json').then((response) => response.json() as Promise<unknown>),
    fetchAsset(base, 'dictionary/meaning.json').then((response) => response.json() as Promise<unknown>),
  ])
  return parseDictionary(new Uint8Array(bytes), features, families, sha256, meaning)
}

/** What public/example ships beside the data: whose activations these are. */
export interface ExampleManifest extends ExtractorHashes {
  /** sha256 of preferences.jsonl. */
  readonly dataset: string
}
