import type * as Ort from 'onnxruntime-web'
import { createExtractor, type Extractor } from '../extractor.ts'
import type { Sources } from '../sources.ts'
import { wordTokenizer } from '../tokenizer.ts'
import { onnxEngine, transposedEncoder, type Tuning } from './engine.ts'

/** Measured on two cores: from 256 to 1,024 tokens a run the rate changes by a tenth, at 64 it is half. */
const TUNING: Tuning = { batchTokens: 1024, rowLength: null, inFlight: 1 }

export interface OnnxSources extends Sources {
  /** encoder.onnx. */
  readonly model: Uint8Array
}

/** An extractor on a provider of onnxruntime that computes in the processor's memory. @param name of the engine, for people */
export async function onnxExtractor(
  ort: typeof Ort,
  sources: OnnxSources,
  name: string,
  options: Ort.InferenceSession.SessionOptions,
): Promise<Extractor> {
  const { dictionary } = sources
  const session = await ort.InferenceSession.create(sources.model, options)
  const { tokenize, specials } = wordTokenizer(sources.tokenizer)
  const engine = onnxEngine({
    ...{ name, session, tensor: ort.Tensor, tuning: TUNING, specials, dictionary },
    head: {
      encoder: new ort.Tensor('float32', transposedEncoder(dictionary), [dictionary.dim, dictionary.latents]),
      bias: new ort.Tensor('float32', dictionary.encoderBias, [dictionary.latents]),
    },
    lost: new Promise(() => undefined),
  })
  return createExtractor({ ...sources, tokenize, engine })
}
