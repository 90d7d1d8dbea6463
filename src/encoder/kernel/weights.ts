import type { Dictionary } from '../../core/dictionary.ts'
import { WhittleError } from '../../core/failure.ts'
import { floats, type Safetensors, tensor, uint16s } from '../../core/safetensors.ts'
import { type BertConfig, LAYERS } from '../config.ts'

/** The shape of the encoder that the kernel is compiled for; source/shape.h says the same. */
const DIM = 384
const WIDE = 1536
const HEADS = 12
const WINDOW = 256
/** Columns of a matrix that the kernel reads together; ROWS and COLUMNS of source/gemm.h. */
const COLUMNS = 8

/** The dictionary's encoder as the kernel reads it. */
export interface Head {
  readonly latents: number
  /** W_enc in panels [latents / COLUMNS][DIM][COLUMNS]; latents that fill the last panel never fire. */
  readonly encoder: Float32Array
  readonly bias: Float32Array
  readonly threshold: Float32Array
}

/** What every thread of the kernel holds. */
export interface KernelWeights {
  /** The kernel's struct `weights`, byte by byte. */
  readonly image: Uint8Array<ArrayBuffer>
  readonly epsilon: number
  readonly dim: number
  readonly head: Head
}

/**
 * Lays out the weights as source/encoder.c declares them: matrices as half floats in panels, the rest as
 * floats.
 * @throws WhittleError 'model' when this is not the encoder that the kernel is compiled for
 */
export function packWeights(file: Safetensors, config: BertConfig, dictionary: Dictionary): KernelWeights {
  const fits =
    config.hidden_size === DIM &&
    config.intermediate_size === WIDE &&
    config.num_attention_heads === HEADS &&
    dictionary.dim === DIM
  if (!fits) throw new WhittleError('model', 'The kernel is compiled for an encoder of another shape.')
  const image = new Image()
  image.floats(places(file))
  image.norm(file, 'embeddings.LayerNorm')
  for (let layer = 0; layer < LAYERS; layer++) {
    const path = `encoder.layer.${layer}`
    const self = ['query', 'key', 'value'].map((part) => `${path}.attention.self.${part}`)
    const single = [`${path}.attention.output.dense`, `${path}.intermediate.dense`, `${path}.output.dense`]
    for (const name of [...self, ...single]) image.halves(panels(file, `${name}.weight`))
    for (const name of [...self, ...single]) image.floats(floats(file, `${name}.bias`))
    image.norm(file, `${path}.attention.output.LayerNorm`)
    image.norm(file, `${path}.output.LayerNorm`)
  }
  return { image: image.bytes(), epsilon: config.layer_norm_eps, dim: DIM, head: packHead(dictionary) }
}

/** Embedding of a token's position and of its type, which is always the first. */
function places(file: Safetensors): Float32Array {
  const positions = floats(file, 'embeddings.position_embeddings.weight').subarray(0, WINDOW * DIM)
  const type = floats(file, 'embeddings.token_type_embeddings.weight')
  return positions.map((value, i) => value + type[i % DIM]!)
}

/** A matrix [out, in] of half floats as panels [out / COLUMNS][in][COLUMNS]. */
function panels(file: Safetensors, name: string): Uint16Array {
  const matrix = tensor(file, name, 'F16')
  const [rows, columns] = matrix.shape as [number, number]
  const from = uint16s(matrix)
  const to = new Uint16Array(from.length)
  interleave(from, to, rows, columns)
  return to
}

function packHead({ encoder, encoderBias, threshold, latents, dim }: Dictionary): Head {
  const padded = Math.ceil(latents / COLUMNS) * COLUMNS
  const bias = new Float32Array(padded)
  bias.set(encoderBias)
  const thresholds = new Float32Array(padded).fill(Infinity)
  thresholds.set(threshold)
  const packed = new Float32Array(padded * dim)
  interleave(encoder, packed, latents, dim)
  return { latents: padded, encoder: packed, bias, threshold: thresholds }
}

function interleave<T extends Uint16Array | Float32Array>(
  from: T,
  to: T,
  rows: number,
  columns: number,
): void {
  for (let r = 0; r < rows; r++) {
    const panel = (r - (r % COLUMNS)) * columns + (r % COLUMNS)
    for (let c = 0; c < columns; c++) to[panel + c * COLUMNS] = from[r * columns + c]!
  }
}

/** Arrays one behind the other. */
class Image {
  readonly #parts: Uint8Array[] = []

  floats(values: Float32Array): void {
    this.#parts.push(new Uint8Array(values.buffer, values.byteOffset, values.byteLength))
  }

  halves(values: Uint16Array): void {
    this.#parts.push(new Uint8Array(values.buffer, values.byteOffset, values.byteLength))
  }

  norm(file: Safetensors, name: string): void {
    this.floats(floats(file, `${name}.weight`))
    this.floats(floats(file, `${name}.bias`))
  }

  bytes(): Uint8Array<ArrayBuffer> {
    const bytes = new Uint8Array(this.#parts.reduce((sum, part) => sum + part.length, 0))
    let at = 0
    for (const part of this.#parts) {
      bytes.set(part, at)
      at += part.length
    }
    return bytes
  }
}
