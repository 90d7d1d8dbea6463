import type { FeatureColumns } from '../../activations.ts'
import type { Concept } from '../../concepts/concept.ts'
import type { PairTable } from '../../pairs.ts'
import { lengthDifference } from '../../stats/length.ts'
import type { ShapedVerdict, Shaping } from '../decision.ts'
import { effectOf, type Method, methodOf } from '../effects.ts'
import { headFeatures } from '../head.ts'
import type { States } from '../state-components.ts'
import { conceptScores, pairDifference } from '../score.ts'
import type { Training } from './refit.ts'
import { textReader } from '../text-reader.ts'
import { rewrittenData, type RewrittenData } from './rewritten.ts'

export interface StandInput {
  readonly pairs: PairTable
  /** Features over response spans (2i chosen, 2i + 1 rejected). */
  readonly columns: FeatureColumns
  readonly concepts: readonly Concept[]
  /** Mean states of the response spans; null where nothing is encoded. */
  readonly states: States | null
  readonly shaping: Shaping
}

/** A decided concept on the test stand. */
export interface Decided {
  readonly concept: Concept
  readonly shaped: ShapedVerdict
  readonly method: Method
  /** v such that v·b is the reliance of a head with coefficients b; null where no pair tells. */
  effect(heldOut: Uint32Array): Float64Array | null
}

/** The data as it came and as it goes, ready for the same head to be fitted on either. */
export interface Stand {
  readonly before: Training
  readonly after: Training
  readonly decided: readonly Decided[]
  readonly rewritten: RewrittenData
  /** A pair as it came, scored by a head. */
  score(b: Float64Array, pair: number): number
}

/** Responses behind a counterfactual: more would not make its mean any surer than the head's coefficients are. */
const RESPONSES = 400

export function testStand({ pairs, columns, concepts, states, shaping }: StandInput): Stand {
  const n = pairs.length
  const all = Uint32Array.from(pairs.row.keys())
  const byId = new Map(concepts.map((concept) => [concept.id, concept]))
  const verdicts = [...new Map(shaping.verdicts.map((shaped) => [shaped.verdict.concept, shaped])).values()]
  const reader = textReader(concepts)
  const training = (data: RewrittenData): Omit<Training, 'weights' | 'offset' | 'flipped' | 'dropped'> => {
    const length = data.pairs === pairs ? shaping.length : lengthDifference(data.pairs)
    return {
      features: headFeatures({ columns: data.columns, concepts, length, states }, all),
      deltas: verdicts.map(({ verdict, normalisation }) =>
        pairDifference(conceptScores(data.columns, byId.get(verdict.concept)!, normalisation).z),
      ),
    }
  }
  const rewritten = rewrittenData(pairs, columns, reader, shaping)
  const original = training({ pairs, columns })
  const before = {
    ...original,
    weights: new Float64Array(n).fill(1),
    offset: new Float64Array(n),
    flipped: new Uint8Array(n),
    dropped: new Uint8Array(n),
  }
  const { weights, offsets: offset, flipped, dropped } = shaping
  const after = {
    ...(rewritten.columns === columns ? original : training(rewritten)),
    ...{ weights, offset, flipped, dropped },
  }
  const basis = {
    pairs,
    columns,
    reader,
    features: before.features,
    deltas: before.deltas,
    decided: verdicts.map(({ verdict, normalisation: { sd } }) => {
      const concept = byId.get(verdict.concept)!
      return { concept, features: concept.features, sd }
    }),
    pairOf: (row: number) => row,
    responses: RESPONSES,
  }
  return {
    before,
    after,
    rewritten,
    decided: basis.decided.map(({ concept }, own): Decided => ({
      concept,
      shaped: verdicts[own]!,
      method: methodOf(concept),
      effect: (rows) => effectOf({ ...basis, rows }, own),
    })),
    score(b, pair) {
      const { design } = before.features
      return before.deltas.reduce(
        (sum, delta, c) => sum + b[design.columns + c]! * delta[pair]!,
        design.dot(pair, b),
      )
    },
  }
}
