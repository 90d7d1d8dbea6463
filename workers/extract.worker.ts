import { expose, transfer } from 'comlink'
import { WhittleError } from '../src/core/failure.ts'
import type { Extractor } from '../src/encoder/extractor.ts'
import { wasmExtractor, type ModelSources } from '../src/encoder/wasm.ts'
import { webgpuExtractor } from '../src/encoder/webgpu.ts'
import type { Device, ExtractApi, ExtractorInfo, Prefer } from '../src/protocol/extract.ts'
import { reply } from '../src/protocol/reply.ts'
import { fetchAsset, fetchBytes, loadDictionary, loadHashes } from './assets.ts'
import { buffers, ExtractionRuns } from './extraction-runs.ts'
import { chooseDevice, cpu, wasmThreads } from './device.ts'
import { wasmRuntime, webgpuRuntime } from './runtime.ts'

/** The encoder that is loaded, and what was asked for. */
let loaded: { readonly prefer: Prefer; readonly info: ExtractorInfo; readonly extractor: Extractor } | null =
  null

const extract: Extractor['extract'] = async (texts, lastWindows) => {
  if (loaded) return loaded.extractor.extract(texts, lastWindows)
  throw new WhittleError('internal', 'Extraction was asked for before the encoder was loaded.')
}

const runs = new ExtractionRuns(extract)

const api: ExtractApi = {
  probe: (prefer) => reply(() => chooseDevice(prefer)),

  start: (prefer, base, progress) =>
    reply(async () => {
      if (loaded?.prefer === prefer) return loaded.info
      try {
        // What a lost device leaves behind may not even be released.
        await loaded?.extractor.dispose().catch(() => undefined)
        loaded = null
        const [chosen, sources] = await Promise.all([
          chooseDevice(prefer),
          loadSources(base, progress ?? (() => undefined)),
        ])
        const { extractor, device } = await load(chosen, prefer, sources)
        const info = { device, encoder: extractor.encoderHash, dictionary: extractor.dictionaryHash }
        loaded = { prefer, info, extractor }
        return info
      } catch (error) {
        throw aboutModel(error)
      }
    }),

  run: (id, port, told) => reply(() => runs.run(id, port, told)),

  cancel: (id) => reply(() => runs.cancel(id)),

  extract: async (texts, lastWindows) => {
    const outcome = await reply(() => extract(texts, lastWindows))
    return outcome.ok ? transfer(outcome, buffers(outcome.value)) : outcome
  },
}

/** Falls back to the CPU where a GPU is there but does not work, unless it was asked for. */
async function load(
  device: Device,
  prefer: Prefer,
  sources: ModelSources,
): Promise<{ extractor: Extractor; device: Device }> {
  if (device.kind === 'wasm') {
    return { extractor: await wasmExtractor(await wasmRuntime(wasmThreads()), sources), device }
  }
  try {
    const onGpu = await webgpuExtractor(await webgpuRuntime(), sources)
    // The first run compiles the shaders, and so shows whether this GPU can do the work.
    await onGpu.extract(['Ready.'])
    return { extractor: onGpu, device }
  } catch (error) {
    if (prefer === 'webgpu') throw error
    return load(cpu(`WebGPU failed on ${device.name}: ${text(error)}`), prefer, sources)
  }
}

async function loadSources(
  base: string,
  progress: (done: number, total: number) => void,
): Promise<ModelSources> {
  const hashes = await loadHashes(base)
  const [model, tokenizer, dictionary] = await Promise.all([
    fetchBytes(base, `model/encoder.onnx?${hashes.encoder}`, progress),
    fetchAsset(base, 'model/tokenizer.json').then((response) => response.json() as Promise<object>),
    loadDictionary(base, hashes.dictionary),
  ])
  return { model, encoderHash: hashes.encoder, tokenizer, dictionary }
}

const text = (error: unknown) => (error instanceof Error ? error.message : String(error))

/** Anything that goes wrong while loading is about the model, and its message says so. */
function aboutModel(error: unknown): WhittleError {
  return error instanceof WhittleError
    ? error
    : new WhittleError('model', `The encoder cannot be loaded: ${text(error)}.`)
}

expose(api)
