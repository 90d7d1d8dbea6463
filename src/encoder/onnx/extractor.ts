import type * as Ort from 'onnxruntime-web'
import { createExtractor, type Extractor } from '../extractor.ts'
import type { Sources } from '../sources.ts'
import { wordTokenizer } from '../tokenizer.ts'
import { onnxEngine, transposedEncoder, type Tuning } from './engine.ts'

/** Measured on two cores: from 256 to 1,024 tokens a run the rate changes by a tenth, at 64 it is half. */
const TUNING: Tuning = { batchTokens: 1024, rowLength: null, inFlight: 1, callsInFlight: 1 }

export interface OnnxSources extends Sources {
  /** encoder.onnx. */
  readonly model: Uint8Array
}

/** How an extractor on a provider that computes in the processor's memory is set up. */
export interface OnnxOptions {
  /** Of the engine, for people. */
  readonly name: string
  readonly providers: readonly string[]
  readonly tuning?: Tuning
  /** onnxruntime-node's own threads; onnxruntime-web has `env.wasm.numThreads`. */
  readonly threads?: number
}

/**
 * An extractor on onnxruntime in the processor's memory: onnxruntime-node, and what the kernel is compared
 * with.
 */
export async function onnxExtractor(
  ort: typeof Ort,
  sources: OnnxSources,
  { name, providers, tuning = TUNING, threads }: OnnxOptions,
): Promise<Extractor> {
  const { dictionary } = sources
  const session = await ort.InferenceSession.create(sources.model, {
    executionProviders: [...providers],
    ...(threads === undefined ? {} : { intraOpNumThreads: threads, interOpNumThreads: 1 }),
  })
  const { tokenize, specials } = wordTokenizer(sources.tokenizer)
  const engine = onnxEngine({
    ...{ name, session, tensor: ort.Tensor, tuning, specials, dictionary },
    head: {
      encoder: new ort.Tensor('float32', transposedEncoder(dictionary), [dictionary.dim, dictionary.latents]),
      bias: new ort.Tensor('float32', dictionary.encoderBias, [dictionary.latents]),
    },
    lost: new Promise(() => undefined),
  })
  return createExtractor({ ...sources, tokenize, engine })
}
