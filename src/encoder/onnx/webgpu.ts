import type * as Ort from 'onnxruntime-web'
import { WhittleError } from '../../core/failure.ts'
import { createExtractor, type Extractor } from '../extractor.ts'
import { wordTokenizer } from '../tokenizer.ts'
import { ROW_LENGTH, ROW_TOKENS } from './batches.ts'
import { onnxEngine, transposedEncoder, type Tuning } from './engine.ts'
import type { OnnxSources } from './extractor.ts'

/** Bytes of the largest intermediate, per token: attention scores of 12 heads over the longest window. */
const BYTES_PER_TOKEN = 12 * 256 * 4

/**
 * Calls of 32,000 characters that are half a million together: what a GPU works through in a fraction of a
 * second.
 */
const CALLS = 16

function tuning(device: GPUDevice): Tuning {
  const fits = Math.floor(device.limits.maxStorageBufferBindingSize / BYTES_PER_TOKEN)
  return { batchTokens: Math.min(ROW_TOKENS, fits), rowLength: ROW_LENGTH, inFlight: 3, callsInFlight: CALLS }
}

/** What onnxruntime's kernels are sized by; a device has only small ones unless it asks. */
const LIMITS = [
  'maxBufferSize',
  'maxStorageBufferBindingSize',
  'maxStorageBuffersPerShaderStage',
  'maxComputeWorkgroupStorageSize',
  'maxComputeInvocationsPerWorkgroup',
  'maxComputeWorkgroupSizeX',
  'maxComputeWorkgroupSizeY',
  'maxComputeWorkgroupSizeZ',
  'maxComputeWorkgroupsPerDimension',
] as const

/**
 * A device for onnxruntime, with all that the adapter offers but subgroups. With them, onnxruntime-web 1.30
 * takes its flash attention from 32 tokens on, which is wrong where subgroups are small (4 in SwiftShader:
 * activations off by 0.2), and says nothing.
 */
async function requestDevice(): Promise<GPUDevice> {
  const adapter = await navigator.gpu.requestAdapter({ powerPreference: 'high-performance' })
  if (!adapter) throw new WhittleError('device-lost', 'The GPU is not available any more.')
  const requiredLimits = Object.fromEntries(LIMITS.map((name) => [name, adapter.limits[name]]))
  return adapter.requestDevice({ requiredLimits })
}

/**
 * An extractor on the GPU; outputs stay in its memory until they are read, so that runs overlap with reading.
 */
export async function webgpuExtractor(ort: typeof Ort, sources: OnnxSources): Promise<Extractor> {
  const device = await requestDevice()
  const session = await ort.InferenceSession.create(sources.model, {
    executionProviders: [{ name: 'webgpu', device }],
    preferredOutputLocation: 'gpu-buffer',
  })
  const { dictionary } = sources
  const upload = (values: Float32Array, dims: readonly number[]) => {
    const usage = GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_SRC | GPUBufferUsage.COPY_DST
    const buffer = device.createBuffer({ size: values.byteLength, usage, mappedAtCreation: true })
    new Float32Array(buffer.getMappedRange()).set(values)
    buffer.unmap()
    return ort.Tensor.fromGpuBuffer(buffer, { dataType: 'float32', dims })
  }
  const { tokenize, specials } = wordTokenizer(sources.tokenizer)
  const engine = onnxEngine({
    ...{
      name: 'onnxruntime-web on WebGPU',
      session,
      tensor: ort.Tensor,
      tuning: tuning(device),
      specials,
      dictionary,
    },
    head: {
      encoder: upload(transposedEncoder(dictionary), [dictionary.dim, dictionary.latents]),
      bias: upload(dictionary.encoderBias, [dictionary.latents]),
    },
    lost: rejectWhenLost(device),
  })
  return createExtractor({ ...sources, tokenize, engine })
}

function rejectWhenLost(device: GPUDevice): Promise<never> {
  const lost = device.lost.then(({ message, reason }) => {
    throw new WhittleError(
      'device-lost',
      `The GPU was lost (${message || reason}). What is extracted so far is kept: resume to go on.`,
    )
  })
  // Losing the device between two extractions is no error until the next one.
  lost.catch(() => undefined)
  return lost
}
