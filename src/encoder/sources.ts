import type { Dictionary } from '../core/dictionary.ts'

/**
 * sha256, hex: of the ONNX graph, which says what is computed, and of the tokenizer and the engines that
 * compute it.
 */
export interface EncoderHashes {
  readonly encoder: string
  readonly engine: string
}

/** What an extractor is made of beside its engine. */
export interface Sources {
  readonly hashes: EncoderHashes
  /** Value of tokenizer.json. */
  readonly tokenizer: object
  readonly dictionary: Dictionary
}
