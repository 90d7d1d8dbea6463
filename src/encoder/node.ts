import { readFile } from 'node:fs/promises'
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { parseDictionary, type Dictionary } from '../core/dictionary.ts'
import type { BertConfig } from './config.ts'
import type { Extractor } from './extractor.ts'
import { nodeKernelExtractor } from './node-kernel.ts'
import {
  buildModel,
  dictionaryFolder,
  kernelFolder,
  type ModelFile,
  type ModelManifest,
  sha256,
} from './node-model.ts'

const cache = join(import.meta.dirname, '../../node_modules/.cache/whittle')

export interface NodeOptions {
  readonly threads?: number
  /** 'plain' takes the kernel without relaxed SIMD, also where the other runs. */
  readonly build?: 'plain'
}

/**
 * The extractor in Node, straight after `npm ci`: the command line's and the tests'. One thread is the
 * caller's own.
 */
export async function nodeExtractor(options: NodeOptions = {}): Promise<Extractor> {
  const threads = options.threads ?? availableParallelism()
  const kernel = (name: string) =>
    readFile(join(kernelFolder, `${name}.wasm`)) as Promise<Uint8Array<ArrayBuffer>>
  const sources = {
    ...(await nodeSources()),
    weights: await modelFile('encoder.safetensors'),
    config: JSON.parse((await modelFile('config.json')).toString()) as BertConfig,
    binaries: {
      plain: await kernel('kernel'),
      relaxed: options.build === 'plain' ? null : await kernel('kernel-relaxed'),
    },
  }
  return nodeKernelExtractor(sources, threads, join(import.meta.dirname, 'node-thread.mjs'))
}

/** What an extractor needs beside its engine, and the bundled dictionary. */
export async function nodeSources() {
  return {
    hashes: bundledHashes(),
    tokenizer: JSON.parse((await modelFile('tokenizer.json')).toString()) as object,
    dictionary: await bundledDictionary(),
  }
}

/** A file of the model, made where it is not there yet or damaged. */
export function modelFile(name: ModelFile): Promise<Buffer<ArrayBuffer>> {
  return readFile(join(modelFolder(), name)) as Promise<Buffer<ArrayBuffer>>
}

/** The folder of the model's files, made where they are not there yet. */
export function modelFolder(): string {
  bundledHashes()
  return cache
}

let hashes: ModelManifest | null = null

/** What identifies the bundled encoder and dictionary. */
export const bundledHashes = (): ModelManifest => (hashes ??= buildModel(cache))

/** The dictionary of public/dictionary. */
export async function bundledDictionary(): Promise<Dictionary> {
  const json = async (name: string) =>
    JSON.parse(await readFile(join(dictionaryFolder, name), 'utf8')) as unknown
  const bytes = await readFile(join(dictionaryFolder, 'dictionary.safetensors'))
  const [features, families, meaning] = await Promise.all(
    ['features.json', 'families.json', 'meaning.json'].map(json),
  )
  return parseDictionary(bytes, features, families, sha256(bytes), meaning)
}
