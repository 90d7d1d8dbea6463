import { WhittleError } from '../../core/failure.ts'
import type { RunOutput } from '../engine.ts'
import type { KernelWeights } from './weights.ts'

/** Tokens that one run of the kernel may have; TOKENS of source/shape.h. */
export const RUN_TOKENS = 512

/** One run as the kernel takes it; tokens are those of its windows, one window behind the other. */
export interface KernelRun {
  /** Tokens × dim: the word embeddings, half floats. */
  readonly words: Uint16Array<ArrayBuffer>
  /** Tokens of every window, [CLS] and [SEP] included. */
  readonly lengths: Uint16Array<ArrayBuffer>
  /** First token of every unit in the run, and how many they are. */
  readonly unitFirst: Uint16Array<ArrayBuffer>
  readonly unitTokens: Uint16Array<ArrayBuffer>
}

/** What source/encoder.c exports. Functions that end in At give an address. */
interface Exports {
  readonly memory: WebAssembly.Memory
  weightsAt(): number
  weightsSize(): number
  wordsAt(): number
  lengthsAt(): number
  unitFirstAt(): number
  unitTokensAt(): number
  statesAt(): number
  firingsAt(): number
  headAt(latents: number): number
  valueAt(latents: number): number
  latentAt(latents: number): number
  endAt(latents: number): number
  encode(windows: number, units: number, epsilon: number): void
  readLatents(units: number, latents: number): void
}

/** One instance of the kernel, in one thread and with a memory of its own. */
export class Kernel {
  readonly #exports: Exports
  readonly #epsilon: number
  readonly #latents: number
  readonly #dim: number

  constructor(module: WebAssembly.Module, { image, epsilon, dim, head }: KernelWeights) {
    const exports = new WebAssembly.Instance(module).exports as unknown as Exports
    if (image.length !== exports.weightsSize())
      throw new WhittleError('model', 'The kernel and the weights were built by different versions.')
    const { latents } = head
    const missing = exports.endAt(latents) - exports.memory.buffer.byteLength
    if (missing > 0) exports.memory.grow(Math.ceil(missing / 65_536))
    this.#exports = exports
    this.#epsilon = epsilon
    this.#latents = latents
    this.#dim = dim
    this.#write(exports.weightsAt(), image)
    let at = exports.headAt(latents)
    for (const part of [head.encoder, head.bias, head.threshold]) at = this.#write(at, part)
  }

  /** Bytes of its memory. */
  get bytes(): number {
    return this.#exports.memory.buffer.byteLength
  }

  run({ words, lengths, unitFirst, unitTokens }: KernelRun): RunOutput {
    const exports = this.#exports
    const units = unitFirst.length
    if (words.length > RUN_TOKENS * this.#dim) throw new RangeError('A run of the kernel is too long.')
    this.#write(exports.wordsAt(), words)
    this.#write(exports.lengthsAt(), lengths)
    this.#write(exports.unitFirstAt(), unitFirst)
    this.#write(exports.unitTokensAt(), unitTokens)
    exports.encode(lengths.length, units, this.#epsilon)
    exports.readLatents(units, this.#latents)
    const { buffer } = exports.memory
    const indptr = new Uint32Array(buffer, exports.firingsAt(), units + 1).slice()
    const firings = indptr[units]!
    return {
      states: new Float32Array(buffer, exports.statesAt(), units * this.#dim).slice(),
      indptr,
      feature: new Uint16Array(buffer, exports.latentAt(this.#latents), firings).slice(),
      value: new Float32Array(buffer, exports.valueAt(this.#latents), firings).slice(),
    }
  }

  /** Writes an array and returns the address behind it. */
  #write(address: number, { buffer, byteOffset, byteLength }: ArrayBufferView): number {
    new Uint8Array(this.#exports.memory.buffer, address, byteLength).set(
      new Uint8Array(buffer, byteOffset, byteLength),
    )
    return address + byteLength
  }
}
