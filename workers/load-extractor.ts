import { WhittleError } from '../src/core/failure.ts'
import type { BertConfig } from '../src/encoder/config.ts'
import type { Extractor } from '../src/encoder/extractor.ts'
import { checkTexts, passesCheck } from '../src/encoder/gpu-check.ts'
import { kernelExtractor } from '../src/encoder/kernel/extractor.ts'
import { webgpuExtractor } from '../src/encoder/onnx/webgpu.ts'
import type { Sources } from '../src/encoder/sources.ts'
import type { Device, Prefer } from '../src/protocol/extract.ts'
import { loadDictionary, loadManifest, ModelFiles, parseJson } from './assets.ts'
import { chooseDevice, cpu } from './device.ts'
import { kernelBinaries, startThreads } from './kernel.ts'
import { webgpuRuntime } from './runtime.ts'

export interface LoadedExtractor {
  readonly extractor: Extractor
  readonly device: Device
}

/**
 * Loads the encoder for the device of choice. Falls back to the CPU where a GPU is there but does not work,
 * unless it was asked for.
 * @param progress called with (bytes so far, bytes in all) of the weights
 * @throws WhittleError 'model' when a file is missing or damaged, or the encoder does not start
 */
export async function loadExtractor(
  prefer: Prefer,
  base: string,
  progress: (done: number, total: number) => void,
): Promise<LoadedExtractor> {
  try {
    const device = await chooseDevice(prefer)
    const files = new ModelFiles(base, await loadManifest(base), progress)
    if (device.kind === 'wasm') return { extractor: await onCpu(files), device }
    try {
      return { extractor: await onGpu(files), device }
    } catch (error) {
      if (prefer === 'webgpu' || isDamage(error)) throw error
      const why = `WebGPU failed on ${device.name}: ${text(error)}`
      return { extractor: await onCpu(files), device: cpu(why) }
    }
  } catch (error) {
    if (error instanceof WhittleError) throw error
    throw new WhittleError('model', `The encoder cannot be loaded: ${text(error)}.`)
  }
}

async function onGpu(files: ModelFiles): Promise<Extractor> {
  const [shared, model] = await Promise.all([sources(files), files.bytes('encoder.onnx')])
  const extractor = await webgpuExtractor(await webgpuRuntime(), { ...shared, model })
  // The first run compiles the shaders, and so shows whether this GPU can do the work, and rightly.
  if (passesCheck(await extractor.extract(checkTexts))) return extractor
  await extractor.dispose()
  throw new Error('it computes wrong numbers')
}

async function onCpu(files: ModelFiles): Promise<Extractor> {
  const [shared, binaries, weights, config] = await Promise.all([
    sources(files),
    kernelBinaries(),
    files.bytes('encoder.safetensors'),
    files.bytes('config.json'),
  ])
  const parts = { ...shared, binaries, weights, config: parseJson(config) as BertConfig }
  return kernelExtractor(parts, startThreads)
}

async function sources(files: ModelFiles): Promise<Sources> {
  const [tokenizer, dictionary] = await Promise.all([
    files.bytes('tokenizer.json'),
    loadDictionary(files.base, files.manifest.dictionary),
  ])
  return { hashes: files.manifest, tokenizer: parseJson(tokenizer) as object, dictionary }
}

/** Whether a file of the model is missing or damaged: another device would not do better. */
const isDamage = (error: unknown) => error instanceof WhittleError && error.code === 'model'

const text = (error: unknown) => (error instanceof Error ? error.message : String(error))
