import type * as Ort from 'onnxruntime-web'
import type { UnitTable } from '../core/activations.ts'
import type { Dictionary } from '../core/dictionary.ts'
import { UnitTableBuilder } from '../core/extract/table.ts'
import { packWindows, sentenceUnits, type Tokenize } from '../core/extract/units.ts'
import { WhittleError } from '../core/failure.ts'
import { batchInput, planBatches, type BatchInput, type Window } from './batches.ts'
import { wordTokenizer } from './tokenizer.ts'

/** Texts in, units with their features out. */
export interface Extractor {
  /** sha256 of the ONNX graph's bytes and of the dictionary's, hex. */
  readonly encoderHash: string
  readonly dictionaryHash: string
  /**
   * Extracts the texts, in order; calls are queued, and a failed call does not affect the others.
   * @param lastWindows keep only that many windows at the end of each text; null keeps all
   * @throws WhittleError 'model' when the encoder fails, 'device-lost' when its device is gone
   */
  extract(texts: readonly string[], lastWindows?: number | null): Promise<UnitTable>
  dispose(): Promise<void>
}

/** Batch settings of an execution provider. */
export interface Tuning {
  /** Largest batch in tokens, padding included. */
  readonly batchTokens: number
  /** Window lengths are rounded up to a multiple of this. */
  readonly lengthStep: number
  /** Runs whose results are still being read back while the next one computes. */
  readonly inFlight: number
}

/**
 * The dictionary's encoder as the graph's inputs `encoder` and `bias`, in the memory that the provider needs.
 */
export interface HeadTensors {
  readonly encoder: Ort.Tensor
  readonly bias: Ort.Tensor
}

export interface ExtractorParts {
  readonly session: Ort.InferenceSession
  readonly tensor: typeof Ort.Tensor
  readonly head: HeadTensors
  readonly tuning: Tuning
  /** The parsed tokenizer.json. */
  readonly tokenizer: object
  readonly dictionary: Dictionary
  readonly encoderHash: string
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

/** Creates an extractor from a loaded session and the dictionary that its output is decoded with. */
export function createExtractor(parts: ExtractorParts): Extractor {
  const { session, dictionary, tuning, lost } = parts
  const { tokenize, specials } = wordTokenizer(parts.tokenizer)

  async function extract(texts: readonly string[], lastWindows: number | null): Promise<UnitTable> {
    const { spans, windows } = layOut(texts, tokenize, lastWindows)
    const table = new UnitTableBuilder(spans, dictionary.threshold, dictionary.dim)
    const arriving: Promise<void>[] = []
    try {
      for (const batch of planBatches(windows, tuning.batchTokens, tuning.lengthStep)) {
        const input = batchInput(batch, specials, tuning.lengthStep)
        const outputs = await Promise.race([session.run(feeds(parts, input)), lost])
        arriving.push(Promise.race([collect(outputs, input, table), lost]))
        if (arriving.length >= tuning.inFlight) await arriving.shift()
      }
      await Promise.all(arriving)
    } catch (error) {
      await Promise.allSettled(arriving)
      if (error instanceof WhittleError) throw error
      const why = error instanceof Error ? error.message : String(error)
      throw new WhittleError('model', `The encoder failed: ${why}`)
    }
    return table.finish()
  }

  let queue: Promise<unknown> = Promise.resolve()
  return {
    encoderHash: parts.encoderHash,
    dictionaryHash: dictionary.sha256,
    extract(texts, lastWindows = null) {
      const turn = queue.then(() => extract(texts, lastWindows))
      queue = turn.catch(() => undefined)
      return turn
    },
    dispose: () => session.release(),
  }
}

function layOut(texts: readonly string[], tokenize: Tokenize, lastWindows: number | null) {
  const windows: Window[] = []
  let firstUnit = 0
  const spans = texts.map((text) => {
    const packed = packWindows(sentenceUnits(text, tokenize))
    const kept = lastWindows === null ? packed : packed.slice(-lastWindows)
    for (const units of kept) {
      windows.push({ firstUnit, units, length: units.reduce((sum, unit) => sum + unit.ids.length, 2) })
      firstUnit += units.length
    }
    return kept.flat()
  })
  return { spans, windows }
}

function feeds({ tensor: Tensor, head }: ExtractorParts, { shape: { B, T, U }, ...input }: BatchInput) {
  return {
    ids: new Tensor('int32', input.ids, [B, T]),
    mask: new Tensor('float32', input.mask, [B, T]),
    positions: new Tensor('int32', input.positions, [T]),
    pool: new Tensor('float32', input.pool, [B, U, T]),
    rows: new Tensor('int32', input.rows, [input.rows.length]),
    encoder: head.encoder,
    bias: head.bias,
  }
}

async function collect(
  outputs: Ort.InferenceSession.ReturnType,
  { units }: BatchInput,
  table: UnitTableBuilder,
) {
  const [pre, state] = (await Promise.all([
    outputs['pre']!.getData(true),
    outputs['state']!.getData(true),
  ])) as [Float32Array, Float32Array]
  const latents = pre.length / units.length
  const dim = state.length / units.length
  units.forEach((unit, row) => {
    table.add(
      unit,
      pre.subarray(row * latents, (row + 1) * latents),
      state.subarray(row * dim, (row + 1) * dim),
    )
  })
  for (const output of Object.values(outputs)) output.dispose()
}
