import type * as Ort from 'onnxruntime-web'
import type { Dictionary } from '../../core/dictionary.ts'
import type { Engine, RunOutput } from '../engine.ts'
import type { Specials, Window } from '../windows.ts'
import { batchInput, type BatchInput, planBatches, type RowLength } from './batches.ts'

/** Batch settings of an execution provider. */
export interface Tuning {
  /** Largest batch in tokens, padding included. */
  readonly batchTokens: number
  readonly rowLength: RowLength
  /** Runs whose results are still being read back while the next one computes. */
  readonly inFlight: number
  /** Calls of some 32,000 characters at a time. */
  readonly callsInFlight: number
}

/**
 * The dictionary's encoder as the graph's inputs `encoder` and `bias`, in the memory that the provider needs.
 */
export interface HeadTensors {
  readonly encoder: Ort.Tensor
  readonly bias: Ort.Tensor
}

export interface OnnxParts {
  /** For people. */
  readonly name: string
  readonly session: Ort.InferenceSession
  readonly tensor: typeof Ort.Tensor
  readonly head: HeadTensors
  readonly tuning: Tuning
  readonly specials: Specials
  readonly dictionary: Dictionary
  /** Rejects when the device is gone; never otherwise settles. */
  readonly lost: Promise<never>
}

/** W_enc transposed for the graph: dim × latents. */
export function transposedEncoder({ encoder, latents, dim }: Dictionary): Float32Array {
  const transposed = new Float32Array(encoder.length)
  for (let f = 0; f < latents; f++)
    for (let d = 0; d < dim; d++) transposed[d * latents + f] = encoder[f * dim + d]!
  return transposed
}

/**
 * The composed graph in a session of onnxruntime. The session computes one run at a time; results may be on
 * their way.
 */
export function onnxEngine(parts: OnnxParts): Engine {
  const { session, tuning, specials, dictionary, lost } = parts
  let turn: Promise<unknown> = Promise.resolve()
  const compute = (input: BatchInput) => {
    const outputs = turn.then(() => Promise.race([session.run(feeds(parts, input)), lost]))
    turn = outputs.catch(() => undefined)
    return outputs
  }
  return {
    name: parts.name,
    inFlight: tuning.inFlight,
    callsInFlight: tuning.callsInFlight,
    plan: (windows) => planBatches(windows, tuning.batchTokens, tuning.rowLength),
    async run(windows: readonly Window[]) {
      const outputs = await compute(batchInput(windows, specials, tuning.rowLength))
      try {
        return await Promise.race([read(outputs, dictionary), lost])
      } finally {
        for (const output of Object.values(outputs)) output.dispose()
      }
    },
    dispose: () => session.release(),
  }
}

function feeds({ tensor: Tensor, head }: OnnxParts, { shape: { B, T, U }, ...input }: BatchInput) {
  return {
    ids: new Tensor('int32', input.ids, [B, T]),
    positions: new Tensor('int32', input.positions, [B, T]),
    segments: new Tensor('float32', input.segments, [B, T]),
    pool: new Tensor('float32', input.pool, [B, U, T]),
    rows: new Tensor('int32', input.rows, [input.rows.length]),
    encoder: head.encoder,
    bias: head.bias,
  }
}

/** A latent fires where its pre-activation exceeds θ, and its activation is then the pre-activation */
async function read(outputs: Ort.InferenceSession.ReturnType, dictionary: Dictionary): Promise<RunOutput> {
  const [pre, states] = (await Promise.all([
    outputs['pre']!.getData(true),
    outputs['state']!.getData(true),
  ])) as [Float32Array, Float32Array]
  const { latents, threshold } = dictionary
  const units = pre.length / latents
  const indptr = new Uint32Array(units + 1)
  const feature: number[] = []
  const value: number[] = []
  for (let unit = 0; unit < units; unit++) {
    for (let f = 0; f < latents; f++) {
      const level = pre[unit * latents + f]!
      if (level <= threshold[f]!) continue
      feature.push(f)
      value.push(level)
    }
    indptr[unit + 1] = feature.length
  }
  return { states, indptr, feature: Uint16Array.from(feature), value: Float32Array.from(value) }
}
