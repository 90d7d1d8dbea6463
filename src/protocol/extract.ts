import type { UnitTable } from '../core/activations.ts'
import type { BatchProgress } from './batches.ts'
import type { Reply } from './reply.ts'

/** What computes, and why. */
export interface Device {
  readonly kind: 'webgpu' | 'wasm'
  /** "NVIDIA H100", "2 CPU threads". */
  readonly name: string
  /** Why this one: "no WebGPU adapter in this browser". */
  readonly because: string
}

/** What activations depend on, beside the data: they are stored under these hashes. */
export interface ExtractorHashes {
  /** sha256 of the ONNX graph's bytes and of the dictionary's, hex. */
  readonly encoder: string
  readonly dictionary: string
}

export interface ExtractorInfo extends ExtractorHashes {
  readonly device: Device
}

/** 'auto' takes WebGPU where there is an adapter. The others are for tests and after a lost device. */
export type Prefer = 'auto' | 'webgpu' | 'wasm'

/** The contract of workers/extract.worker.ts: texts in, units with their features out. */
export interface ExtractApi {
  /** What would compute, without loading anything. */
  probe(prefer: Prefer): Promise<Reply<Device>>
  /**
   * Loads the encoder and the dictionary; what is loaded for the same preference stays and is answered at
   * once.
   * @param base the app's base URL
   * @param progress called with (bytes so far, bytes in all) of the encoder; null for none
   */
  start(
    prefer: Prefer,
    base: string,
    progress: ((done: number, total: number) => void) | null,
  ): Promise<Reply<ExtractorInfo>>
  /**
   * Extracts the batches of a source until it has none left. Batches of runs that overlap take turns.
   * @param id chosen by the caller, for `cancel`
   * @param source answers as BatchSource
   * @param told called after each batch
   */
  run(id: number, source: MessagePort, told: (progress: BatchProgress) => void): Promise<Reply<void>>
  /** Ends a run with code 'cancelled' after the batch it is at, which is still taken in. */
  cancel(id: number): Promise<Reply<void>>
  /**
   * Extracts the texts, in order; the buffers of the result are transferred.
   * @param lastWindows keep only that many windows at the end of each text (prompts: 4); null keeps all
   */
  extract(texts: readonly string[], lastWindows: number | null): Promise<Reply<UnitTable>>
}
