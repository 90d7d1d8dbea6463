import { WhittleError } from '../failure.ts'
import { z } from '../schema.ts'

/** What the encoder makes of "label. description" of every latent, family and detector. */
export interface LabelStates {
  /** Concept ids, one a row. */
  readonly ids: readonly string[]
  /** Mean state of all labels: what they have in common tells none from another. */
  readonly mean: Float64Array
  /** Unit rows about the mean, ids × dim, each scaled to bytes by its largest element. */
  readonly states: Int8Array
}

const schema = z.object({ dictionary: z.string(), ids: z.array(z.string()), mean: z.array(z.number()) })

/**
 * @param json value of labels.json
 * @param states labels.int8
 * @param dictionary sha256 of the dictionary that they have to belong to
 * @throws WhittleError when the parts do not fit together
 */
export function readLabelStates(json: unknown, states: Int8Array, dictionary: string): LabelStates {
  const parsed = schema.safeParse(json)
  if (!parsed.success) throw new WhittleError('model', 'labels.json is malformed.')
  const { ids, mean } = parsed.data
  if (states.length !== ids.length * mean.length || parsed.data.dictionary !== dictionary)
    throw new WhittleError('model', 'The labels’ states do not belong to this dictionary.')
  return { ids, mean: Float64Array.from(mean), states }
}

/** A concept and how near its label is: cosine of the states about the labels' mean. */
export interface NearConcept {
  readonly id: string
  readonly cosine: number
}

/** The concepts whose labels are nearest in meaning, nearest first. @param state mean state of a text */
export function nearestLabels({ ids, mean, states }: LabelStates, state: ArrayLike<number>, most: number): NearConcept[] {
  const dim = mean.length
  const asked = Float64Array.from(mean, (value, d) => state[d]! - value)
  const length = Math.hypot(...asked)
  if (length === 0) return []
  return ids
    .map((id, row): NearConcept => {
      let [product, squares] = [0, 0]
      for (let d = 0; d < dim; d++) {
        const value = states[row * dim + d]!
        product += value * asked[d]!
        squares += value * value
      }
      return { id, cosine: squares > 0 ? product / (Math.sqrt(squares) * length) : 0 }
    })
    .sort((a, b) => b.cosine - a.cosine)
    .slice(0, most)
}
