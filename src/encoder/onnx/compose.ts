import {
  readSafetensors,
  tensor,
  uint16s,
  type Safetensors,
  type SafeTensor,
} from '../../core/safetensors.ts'
import { type BertConfig, LAYERS } from '../config.ts'
import { GraphBuilder } from './graph.ts'

/** Added to the attention score between the tokens of two windows, or more. */
const MASKED = -1e4

const FUSED = 'com.microsoft'

/**
 * Composes the extractor's ONNX graph from a BERT encoder's safetensors: token ids → the first {@link LAYERS}
 * layers → mean state per unit → pre-activations of a dictionary. All sizes but those of the model are free,
 * and the dictionary's encoder is an input, so that one graph serves every dictionary.
 *
 * Inputs: `ids` int32 [B, T]; `positions` int32 [B, T], those of the tokens in their windows; `segments` [B,
 * T], a number for every window of a row, 0 for padding; `pool` [B, U, T], row u holding 1/n for the n tokens
 * of unit u; `rows` int32 [N], the rows of [B · U] that are units and not padding; `encoder` [dim, latents]
 * and `bias` [latents] of the dictionary. Outputs: `state` [N, dim], `pre` [N, latents]. Floats are 32 bits;
 * weights are stored as 16.
 *
 * The fused operators are those that both the WASM and the WebGPU provider have; the bias of attention is [B,
 * 1, T, T] because WebGPU knows no key padding mask.
 */
export function composeEncoder(weights: Uint8Array, config: BertConfig): Uint8Array {
  const file = readSafetensors(weights)
  const graph = new GraphBuilder()
  const dim = config.hidden_size
  const ids = graph.input('ids', 'int32', ['B', 'T'])
  const positions = graph.input('positions', 'int32', ['B', 'T'])
  const segments = graph.input('segments', 'float', ['B', 'T'])
  const pool = graph.input('pool', 'float', ['B', 'U', 'T'])
  const rows = graph.input('rows', 'int32', ['N'])
  const encoder = graph.input('encoder', 'float', [dim, 'L'])
  const bias = graph.input('bias', 'float', ['L'])

  const attentionBias = attentionBiasOf(graph, segments)
  let hidden = embed(graph, file, ids, positions, config)
  for (let layer = 0; layer < LAYERS; layer++) {
    hidden = transformerLayer(graph, file, `encoder.layer.${layer}`, hidden, attentionBias, config)
  }
  const pooled = graph.node('MatMul', 'pooled', [pool, hidden])
  const flat = graph.node('Reshape', 'flat', [pooled, graph.ints('flat.shape', [-1, dim])])
  const state = graph.node('Gather', 'state', [flat, rows])
  const product = graph.node('MatMul', 'product', [state, encoder])
  graph.node('Add', 'pre', [product, bias])
  graph.output('state', 'float', ['N', dim])
  graph.output('pre', 'float', ['N', 'L'])
  return graph.encode('whittle-encoder')
}

/** 0 between tokens of one window and at least 1e4 below it between others: [B, 1, T, T]. */
function attentionBiasOf(graph: GraphBuilder, segments: string): string {
  const keys = graph.node('Unsqueeze', 'segment.keys', [segments, graph.ints('keys.axes', [1, 2])])
  const queries = graph.node('Unsqueeze', 'segment.queries', [segments, graph.ints('queries.axes', [1, 3])])
  const difference = graph.node('Sub', 'segment.difference', [queries, keys])
  const apart = graph.node('Abs', 'segment.apart', [difference])
  return graph.node('Mul', 'attention.bias', [apart, graph.floats('masked', [MASKED])])
}

function embed(
  graph: GraphBuilder,
  file: Safetensors,
  ids: string,
  positions: string,
  config: BertConfig,
): string {
  const constant = (name: string) => graph.constant(name, tensor(file, `embeddings.${name}`))
  const words = graph.node('Gather', 'words', [constant('word_embeddings.weight'), ids])
  const places = graph.node('Gather', 'places', [constant('position_embeddings.weight'), positions])
  const placed = graph.node('Add', 'placed', [words, places])
  const type = firstRow(tensor(file, 'embeddings.token_type_embeddings.weight'))
  const typed = graph.node('Add', 'typed', [placed, graph.constant('token_type', type)])
  const norm = [constant('LayerNorm.weight'), constant('LayerNorm.bias')]
  return graph.node('LayerNormalization', 'embedded', [typed, ...norm], {
    axis: -1,
    epsilon: { float: config.layer_norm_eps },
  })
}

function transformerLayer(
  graph: GraphBuilder,
  file: Safetensors,
  layer: string,
  hidden: string,
  attentionBias: string,
  config: BertConfig,
): string {
  const constant = (name: string) => graph.constant(`${layer}.${name}`, tensor(file, `${layer}.${name}`))
  const product = (name: string, input: string) => {
    const matrix = graph.constant(
      `${layer}.${name}.weight`,
      transposed(tensor(file, `${layer}.${name}.weight`)),
    )
    return graph.node('MatMul', `${layer}.${name}.product`, [input, matrix])
  }
  const residual = (name: string, input: string, skip: string) =>
    graph.node(
      'SkipLayerNormalization',
      `${layer}.${name}`,
      [
        product(`${name}.dense`, input),
        skip,
        constant(`${name}.LayerNorm.weight`),
        constant(`${name}.LayerNorm.bias`),
        constant(`${name}.dense.bias`),
      ],
      { epsilon: { float: config.layer_norm_eps } },
      FUSED,
    )

  // Query, key and value by one product.
  const parts = ['query', 'key', 'value'].map((part) => `${layer}.attention.self.${part}`)
  const matrix = transposed(stacked(parts.map((part) => tensor(file, `${part}.weight`))))
  const attended = graph.node(
    'Attention',
    `${layer}.attention`,
    [
      hidden,
      graph.constant(`${layer}.attention.weight`, matrix),
      graph.constant(`${layer}.attention.bias`, stacked(parts.map((part) => tensor(file, `${part}.bias`)))),
      '',
      '',
      attentionBias,
    ],
    { num_heads: config.num_attention_heads },
    FUSED,
  )
  const middle = residual('attention.output', attended, hidden)
  const wide = product('intermediate.dense', middle)
  const active = graph.node(
    'BiasGelu',
    `${layer}.active`,
    [wide, constant('intermediate.dense.bias')],
    {},
    FUSED,
  )
  return residual('output', active, middle)
}

/** A half-float matrix [out, in] as [in, out], which is how MatMul wants it. */
function transposed(matrix: SafeTensor): SafeTensor {
  const [rows, columns] = matrix.shape as [number, number]
  const from = uint16s(matrix)
  const to = new Uint16Array(from.length)
  for (let r = 0; r < rows; r++) for (let c = 0; c < columns; c++) to[c * rows + r] = from[r * columns + c]!
  return { dtype: matrix.dtype, shape: [columns, rows], bytes: new Uint8Array(to.buffer) }
}

function firstRow({ dtype, shape, bytes }: SafeTensor): SafeTensor {
  const [rows, columns] = shape as [number, number]
  return { dtype, shape: [columns], bytes: bytes.subarray(0, bytes.length / rows) }
}

/** Tensors of one shape but for the first axis, one behind the other along it. */
function stacked(parts: readonly SafeTensor[]): SafeTensor {
  const [first] = parts
  const rows = parts.reduce((sum, { shape }) => sum + shape[0]!, 0)
  const bytes = new Uint8Array(parts.reduce((sum, part) => sum + part.bytes.length, 0))
  let at = 0
  for (const part of parts) {
    bytes.set(part.bytes, at)
    at += part.bytes.length
  }
  return { dtype: first!.dtype, shape: [rows, ...first!.shape.slice(1)], bytes }
}
