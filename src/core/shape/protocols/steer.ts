import type { FeatureColumns } from '../../activations.ts'
import type { Concept } from '../../concepts/concept.ts'
import type { Dictionary } from '../../dictionary.ts'
import type { Direction } from '../steering.ts'
import { WhittleError } from '../../failure.ts'
import { chosenSpan, rejectedSpan } from '../../pairs.ts'
import type { States } from '../state-components.ts'
import { presenceOf } from '../presence.ts'
import type { DirectionSources, ProtocolModule } from './protocol.ts'

export const steer: ProtocolModule = {
  id: 'steer',
  intervenes: 'representation',
  carriers: ['states'],
  words: {
    pairs: {
      name: 'Steer',
      formula: 'h → h ± strength·d, |d| = 1: the decoder row, or the difference of mean states',
      plain:
        'Exports the direction in the encoder’s state that stands for the concept; the data stays as it is.',
      whenNot: 'The model you train is not the encoder: the direction then serves as a probe only.',
      changedPairs: null,
      effect: () => '1 direction',
      formulas: {},
    },
    responses: null,
  },
  allowed: ({ measure }) => !measure,
  enact: { step: 'none' },
  strength: 'length',
  whileTraining: true,
  counted: null,
  against: null,
  unproven: 'has a direction, and the data stays as it is',
  direction: steeringDirection,
}

/**
 * The direction in the encoder's state along which a concept grows, of length 1. For latents the sum of their
 * decoder rows; for others the difference of mean states between the sides with and without it, over the
 * pairs whose sides differ: Σ_i u_i (h_i⁺ − h_i⁻), so that what prompts have in common cancels.
 * @throws WhittleError where there is nothing to find it from
 */
export function steeringDirection(
  concept: Concept,
  { dictionary, columns, states }: DirectionSources,
): Direction {
  const learned = concept.source === 'dictionary' || concept.source === 'family'
  const vector = learned ? decoderSum(concept, dictionary) : meanDifference(concept, columns, states)
  const norm = Math.sqrt(vector.reduce((sum, x) => sum + x * x, 0))
  if (norm === 0)
    throw new WhittleError(
      'bad-spec',
      `No direction can be found for ${concept.label}: no pair has it on one side only. Choose another protocol.`,
    )
  return {
    concept: concept.id,
    label: concept.label,
    method: learned ? 'decoder' : 'mean-difference',
    vector: Float32Array.from(vector, (x) => x / norm),
  }
}

function decoderSum({ features }: Concept, { decoder, dim }: Pick<Dictionary, 'decoder' | 'dim'>) {
  const sum = new Float64Array(dim)
  for (const g of features) for (let d = 0; d < dim; d++) sum[d]! += decoder[g * dim + d]!
  return sum
}

function meanDifference(concept: Concept, columns: FeatureColumns, states: States | null): Float64Array {
  if (!states)
    throw new WhittleError(
      'bad-spec',
      `No direction can be found for ${concept.label} before the responses are extracted.`,
    )
  const { state, dim } = states
  const sum = new Float64Array(dim)
  presenceOf(columns, concept, concept.measure).u.forEach((u, pair) => {
    if (u === 0) return
    const chosen = chosenSpan(pair) * dim
    const rejected = rejectedSpan(pair) * dim
    for (let d = 0; d < dim; d++) sum[d]! += u * (state[chosen + d]! - state[rejected + d]!)
  })
  return sum
}
