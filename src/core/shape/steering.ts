import { writeSafetensors } from '../safetensors.ts'

/** A direction in the encoder's unit states along which a concept grows. */
export interface Direction {
  readonly concept: string
  readonly label: string
  /** How it was found: the decoder's rows, or the difference of mean states. */
  readonly method: 'decoder' | 'mean-difference'
  readonly vector: Float32Array
}

/** What is decided about a direction's concept. */
export interface SteeredDirection extends Direction {
  readonly verdict: 'suppress' | 'amplify'
  /** Multiple of the direction that the person chose. */
  readonly strength: number
}

/** Of which model's states the directions are, in words that a reader of the file alone understands. */
const SPACE = {
  model: 'sentence-transformers/all-MiniLM-L6-v2',
  layer: '4',
  pooling: 'mean over the tokens of a sentence',
  about:
    'Directions in the space of MiniLM, the encoder that Whittle reads texts with. They steer that model, or serve as probes on its states; they say nothing about the activations of the model that you train.',
}

export interface SteeringSource {
  /** sha256 of the ONNX graph whose states these are directions of. */
  readonly encoder: string
  readonly dictionary: string
}

/**
 * Steering vectors as safetensors: `directions`, one row of length 1 a concept, and in the metadata `rows`
 * (JSON: what each row is, and the decision) and the encoder. To suppress a concept subtract its part, h −
 * (h·v)v; to amplify it add a multiple of v. The states are the encoder's own, so they steer that model or
 * a probe on it, not another model.
 * @param directions of one length
 * @throws RangeError when they differ in length, or one has no length
 */
export function steeringVectors(
  directions: readonly SteeredDirection[],
  source: SteeringSource,
): Uint8Array<ArrayBuffer> {
  const dim = directions[0]?.vector.length ?? 0
  const data = new Float32Array(directions.length * dim)
  directions.forEach(({ concept, vector }, row) => {
    const norm = Math.sqrt(vector.reduce((sum, value) => sum + value * value, 0))
    if (vector.length !== dim) throw new RangeError(`${concept} has ${vector.length} entries, not ${dim}`)
    if (!(norm > 0 && norm < Infinity)) throw new RangeError(`${concept} has no direction`)
    data.set(
      vector.map((value) => value / norm),
      row * dim,
    )
  })
  return writeSafetensors(
    { directions: { dtype: 'F32', shape: [directions.length, dim], data } },
    {
      format: 'whittle-steering',
      encoder: source.encoder,
      dictionary: source.dictionary,
      ...SPACE,
      rows: JSON.stringify(
        directions.map(({ concept, label, method, verdict, strength }) => ({
          ...{ concept, label, method, verdict, strength },
        })),
      ),
    },
  )
}
