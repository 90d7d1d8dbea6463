import type { UnitTable } from '../core/activations.ts'
import type { Reply } from './reply.ts'

/** What computes, and why. */
export interface Device {
  readonly kind: 'webgpu' | 'wasm'
  /** "NVIDIA H100", "2 CPU threads". */
  readonly name: string
  /** Why this one: "no WebGPU adapter in this browser". */
  readonly because: string
}

export interface ExtractorInfo {
  readonly device: Device
  /** sha256 of the ONNX graph's bytes and of the dictionary's. */
  readonly encoder: string
  readonly dictionary: string
}

/** The contract of workers/extract.worker.ts: texts in, units with their features out. One call at a time. */
export interface ExtractApi {
  /** Loads the encoder and the dictionary. `prefer` forces a provider, for tests and after a lost device. */
  start(options: { readonly prefer: 'auto' | 'webgpu' | 'wasm'; readonly base: string }): Promise<Reply<ExtractorInfo>>
  /** Extracts the texts, in order. The buffers of the result are transferred. */
  extract(texts: readonly string[]): Promise<Reply<UnitTable>>
}
