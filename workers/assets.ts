import { type Dictionary, parseDictionary } from '../src/core/dictionary.ts'
import { WhittleError } from '../src/core/failure.ts'
import type { ExtractorHashes } from '../src/protocol/extract.ts'

/** Fetches a part of the app from its own origin. @throws WhittleError 'model' when the server does not have it */
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

/** The hashes that activations are stored under, known before anything large is loaded. */
export async function loadHashes(base: string): Promise<ExtractorHashes> {
  return (await (await fetchAsset(base, 'model/manifest.json')).json()) as ExtractorHashes
}

export async function loadDictionary(base: string, sha256: string): Promise<Dictionary> {
  const [bytes, features, families] = await Promise.all([
    fetchAsset(base, 'dictionary/dictionary.safetensors').then((response) => response.arrayBuffer()),
    fetchAsset(base, 'dictionary/features.json').then((response) => response.json() as Promise<unknown>),
    fetchAsset(base, 'dictionary/families.json').then((response) => response.json() as Promise<unknown>),
  ])
  return parseDictionary(new Uint8Array(bytes), features, families, sha256)
}

/** What public/example ships beside the data: whose activations these are. */
export interface ExampleManifest extends ExtractorHashes {
  /** sha256 of preferences.jsonl. */
  readonly dataset: string
}
