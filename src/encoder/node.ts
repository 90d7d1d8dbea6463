import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import * as ort from 'onnxruntime-web'
import { parseDictionary, type Dictionary } from '../core/dictionary.ts'
import type { Extractor } from './extractor.ts'
import { buildModel, dictionaryFolder, type ModelManifest } from './node-model.ts'
import { wasmExtractor, type ModelSources } from './wasm.ts'

const cache = join(import.meta.dirname, '../../node_modules/.cache/whittle')

/** The extractor in Node, on WASM, for the command line and the tests; needs no build before. */
export async function nodeExtractor(options: { readonly threads?: number } = {}): Promise<Extractor> {
  ort.env.wasm.numThreads = options.threads ?? availableParallelism()
  return wasmExtractor(ort, await nodeSources())
}

/** The model, composed if it does not exist yet, and the bundled dictionary. */
export async function nodeSources(): Promise<ModelSources> {
  const manifest = bundledHashes()
  return {
    model: await readFile(join(cache, 'encoder.onnx')),
    encoderHash: manifest.encoder,
    tokenizer: JSON.parse(await readFile(join(cache, 'tokenizer.json'), 'utf8')) as object,
    dictionary: await bundledDictionary(),
  }
}

/** The hashes of the bundled encoder and dictionary. */
export const bundledHashes = (): ModelManifest => buildModel(cache)

/** The dictionary of public/dictionary. */
export async function bundledDictionary(): Promise<Dictionary> {
  const json = async (name: string) =>
    JSON.parse(await readFile(join(dictionaryFolder, name), 'utf8')) as unknown
  const bytes = await readFile(join(dictionaryFolder, 'dictionary.safetensors'))
  const sha256 = createHash('sha256').update(bytes).digest('hex')
  return parseDictionary(
    bytes,
    await json('features.json'),
    await json('families.json'),
    sha256,
    await json('meaning.json'),
  )
}
