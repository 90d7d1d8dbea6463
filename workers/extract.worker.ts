import { expose, transfer } from 'comlink'
import type { UnitTable } from '../src/core/activations.ts'
import { WhittleError } from '../src/core/failure.ts'
import type { Extractor } from '../src/encoder/extractor.ts'
import type { BertConfig } from '../src/encoder/config.ts'
import { kernelExtractor } from '../src/encoder/kernel/extractor.ts'
import { webgpuExtractor } from '../src/encoder/onnx/webgpu.ts'
import type { Sources } from '../src/encoder/sources.ts'
import type { Device, ExtractApi, Prefer } from '../src/protocol/extract.ts'
import { reply } from '../src/protocol/reply.ts'
import { loadDictionary, loadManifest, ModelFiles, parseJson } from './assets.ts'
import { chooseDevice, cpu } from './device.ts'
import { kernelBinaries, startThreads } from './kernel.ts'
import { webgpuRuntime } from './runtime.ts'

let extractor: Extractor | null = null

const api: ExtractApi = {
  probe: (prefer) => reply(() => chooseDevice(prefer)),

  start: (prefer, base, progress) =>
    reply(async () => {
      try {
        // What a lost device leaves behind may not even be released.
        await extractor?.dispose().catch(() => undefined)
        extractor = null
        const chosen = await chooseDevice(prefer)
        const files = new ModelFiles(base, await loadManifest(base), progress ?? (() => undefined))
        const loaded = await load(chosen, prefer, files)
        extractor = loaded.extractor
        return { device: loaded.device, by: extractor.engine, ...extractor.hashes }
      } catch (error) {
        throw aboutModel(error)
      }
    }),

  extract: async (texts, lastWindows) => {
    const outcome = await reply(() => {
      if (!extractor)
        throw new WhittleError('internal', 'Extraction was asked for before the encoder was loaded.')
      return extractor.extract(texts, lastWindows)
    })
    return outcome.ok ? transfer(outcome, buffers(outcome.value)) : outcome
  },
}

interface Loaded {
  readonly extractor: Extractor
  readonly device: Device
}

/** Falls back to the CPU where a GPU is there but does not work, unless it was asked for. */
async function load(device: Device, prefer: Prefer, files: ModelFiles): Promise<Loaded> {
  if (device.kind === 'wasm') return { extractor: await onCpu(files), device }
  try {
    const onGpu = await webgpuExtractor(await webgpuRuntime(), {
      ...(await sources(files)),
      model: await files.bytes('encoder.onnx'),
    })
    // The first run compiles the shaders, and so shows whether this GPU can do the work.
    await onGpu.extract(['Ready.'])
    return { extractor: onGpu, device }
  } catch (error) {
    if (prefer === 'webgpu') throw error
    return load(cpu(`WebGPU failed on ${device.name}: ${text(error)}`), prefer, files)
  }
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

const text = (error: unknown) => (error instanceof Error ? error.message : String(error))

/** Anything that goes wrong while loading is about the model, and its message says so. */
function aboutModel(error: unknown): WhittleError {
  return error instanceof WhittleError
    ? error
    : new WhittleError('model', `The encoder cannot be loaded: ${text(error)}.`)
}

function buffers({ unitPtr, start, end, tokens, indptr, feature, value, state }: UnitTable): Transferable[] {
  return [unitPtr, start, end, tokens, indptr, feature, value, state].map(
    (column) => column.buffer as ArrayBuffer,
  )
}

expose(api)
