import type * as Ort from 'onnxruntime-web'
import type { Dictionary } from '../core/dictionary.ts'
import { createExtractor, transposedEncoder, type Extractor, type Tuning } from './extractor.ts'

/** Measured on two cores: from 256 to 1,024 tokens a run the rate changes by a tenth, at 64 it is half. */
const TUNING: Tuning = { batchTokens: 1024, lengthStep: 1, inFlight: 1 }

/** The inputs of an extractor, for any execution provider. */
export interface ModelSources {
  /** The composed graph and its sha256, hex. */
  readonly model: Uint8Array
  readonly encoderHash: string
  /** The parsed tokenizer.json. */
  readonly tokenizer: object
  readonly dictionary: Dictionary
}

/** An extractor on the CPU. `ort.env.wasm` sets the binary's location and the number of threads. */
export async function wasmExtractor(
  ort: typeof Ort,
  sources: ModelSources,
  options: Ort.InferenceSession.SessionOptions = { executionProviders: ['wasm'] },
): Promise<Extractor> {
  const { dictionary } = sources
  const session = await ort.InferenceSession.create(sources.model, options)
  const encoder = transposedEncoder(dictionary)
  return createExtractor({
    ...sources,
    session,
    tensor: ort.Tensor,
    tuning: TUNING,
    head: {
      encoder: new ort.Tensor('float32', encoder, [dictionary.dim, dictionary.latents]),
      bias: new ort.Tensor('float32', dictionary.encoderBias, [dictionary.latents]),
    },
    lost: new Promise(() => undefined),
  })
}
