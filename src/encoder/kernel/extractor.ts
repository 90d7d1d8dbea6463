import { readSafetensors, tensor, uint16s } from '../../core/safetensors.ts'
import type { BertConfig } from '../config.ts'
import { createExtractor, type Extractor } from '../extractor.ts'
import type { Sources } from '../sources.ts'
import { wordTokenizer } from '../tokenizer.ts'
import { compileKernel, type KernelBinaries, kernelEngine } from './engine.ts'
import type { Runner } from './runner.ts'
import { type KernelWeights, packWeights } from './weights.ts'

export interface KernelSources extends Sources {
  readonly binaries: KernelBinaries
  /** encoder.safetensors. */
  readonly weights: Uint8Array
  readonly config: BertConfig
}

/**
 * An extractor on the CPU.
 * @param start starts the runners, each with the compiled kernel and the packed weights
 */
export async function kernelExtractor(
  sources: KernelSources,
  start: (module: WebAssembly.Module, weights: KernelWeights) => Promise<Runner[]>,
): Promise<Extractor> {
  const { module, name } = await compileKernel(sources.binaries)
  const file = readSafetensors(sources.weights)
  const embeddings = tensor(file, 'embeddings.word_embeddings.weight', 'F16')
  const words = { table: uint16s(embeddings), dim: embeddings.shape[1]! }
  const { tokenize, specials } = wordTokenizer(sources.tokenizer)
  const runners = await start(module, packWeights(file, sources.config, sources.dictionary))
  return createExtractor({ ...sources, tokenize, engine: kernelEngine(name, runners, words, specials) })
}
