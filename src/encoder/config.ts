import { readSafetensors, tensor, uint16s, writeSafetensors } from '../core/safetensors.ts'

/** The parts of a BERT config.json that an engine depends on. */
export interface BertConfig {
  readonly hidden_size: number
  readonly intermediate_size: number
  readonly num_attention_heads: number
  readonly layer_norm_eps: number
}

/** The dictionary was trained on the states after this many of the six layers. */
export const LAYERS = 4

/**
 * What of the encoder's half-float weights is ever read: the embeddings and the first {@link LAYERS} layers.
 */
export function firstLayers(weights: Uint8Array): Uint8Array<ArrayBuffer> {
  const file = readSafetensors(weights)
  const read = [...file.tensors.keys()].filter((name) => {
    const layer = /^encoder\.layer\.(\d+)\./.exec(name)
    return layer ? Number(layer[1]) < LAYERS : /^embeddings\..*(weight|bias)$/.test(name)
  })
  const halves = read.map((name) => {
    const found = tensor(file, name, 'F16')
    return [name, { dtype: 'F16', shape: found.shape, data: uint16s(found) }] as const
  })
  return writeSafetensors(Object.fromEntries(halves))
}
