import type { FeatureColumns } from '../../activations.ts'
import type { Concept } from '../../concepts/concept.ts'
import type { PairTable } from '../../pairs.ts'
import { lengthDifference } from '../../stats/length.ts'
import { effectiveSampleSize } from '../balance.ts'
import type { ShapedVerdict, Shaping } from '../decision.ts'
import { effectOf, type Method, methodOf, spansWith, textOf } from '../effects.ts'
import { type EncodedTexts, NOTHING_ENCODED } from '../encoded-texts.ts'
import { type HeadFeatures, headFeatures } from '../head.ts'
import { conceptScores, pairDifference } from '../score.ts'
import type { Components, States } from '../state-components.ts'
import { textReader } from '../text-reader.ts'
import { rewriteText } from '../rewrite-text.ts'
import { changedSpans, editedData, type EditedData, editedPairs, type TextEdits } from './edited.ts'
import type { Training } from './refit.ts'

export interface EvaluationInput {
  readonly pairs: PairTable
  /** Features over response spans (2i chosen, 2i + 1 rejected). */
  readonly columns: FeatureColumns
  readonly concepts: readonly Concept[]
  /** Mean states of the response spans; null where nothing is encoded. */
  readonly states: States | null
  readonly shaping: Shaping
  /** What the shaping does to texts. */
  readonly edits: TextEdits
  /** What the encoder makes of `textsToEncode`, as far as it has read them. */
  readonly encoded?: EncodedTexts
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
export interface EvaluationSetup {
  readonly before: Training
  readonly after: Training
  readonly decided: readonly Decided[]
  readonly edited: EditedData
  /** A pair as it came, scored by a head. */
  score(b: Float64Array, pair: number): number
}

/**
 * Responses behind a counterfactual, over all folds: what a rewrite changes differs little between them, and
 * the encoder reads each.
 */
const RESPONSES = 250

/** The last verdict on each concept. */
const verdictsOf = ({ verdicts }: Shaping): ShapedVerdict[] => [
  ...new Map(verdicts.map((shaped) => [shaped.verdict.concept, shaped])).values(),
]

/**
 * The texts that the proof makes, each once: the edits of the shaping, and the rewrites behind
 * counterfactuals.
 */
export function textsToEncode({
  pairs,
  columns,
  concepts,
  shaping,
  edits,
}: Pick<EvaluationInput, 'pairs' | 'columns' | 'concepts' | 'shaping' | 'edits'>): string[] {
  const edited = editedPairs(pairs, edits)
  const texts = new Set(changedSpans(pairs, edited).map((span) => textOf(edited, span)))
  const decided = new Set(verdictsOf(shaping).map(({ verdict }) => verdict.concept))
  for (const concept of concepts) {
    if (!decided.has(concept.id) || methodOf(concept) !== 'counterfactual') continue
    for (const span of spansWith(columns, concept, RESPONSES))
      texts.add(rewriteText([concept.id], textOf(pairs, span)))
  }
  return [...texts]
}

/**
 * The weights, scaled to sum to their effective sample size. What a ridge head makes of them hangs on their
 * scale: at mean 1, the pairs that stand for others count as more than one, as if there were more of them,
 * and every coefficient grows.
 */
function informative({ weights, dropped }: Shaping): Float64Array {
  let sum = 0
  weights.forEach((w, i) => (sum += dropped[i] ? 0 : w))
  const scale = sum === 0 ? 1 : effectiveSampleSize(weights, dropped) / sum
  return weights.map((w) => scale * w)
}

export function evaluationSetup(input: EvaluationInput): EvaluationSetup {
  const { pairs, columns, concepts, states, shaping, edits, encoded = NOTHING_ENCODED } = input
  const n = pairs.length
  const all = Uint32Array.from(pairs.row.keys())
  const byId = new Map(concepts.map((concept) => [concept.id, concept]))
  const verdicts = verdictsOf(shaping)
  const reader = textReader(concepts)
  const training = (
    data: Pick<EditedData, 'pairs' | 'columns' | 'states'>,
    components: Components | null,
  ): { features: HeadFeatures; deltas: Float64Array[] } => {
    const length = data.pairs === pairs ? shaping.length : lengthDifference(data.pairs)
    return {
      features: headFeatures({ ...data, concepts, length, components }, all),
      deltas: verdicts.map(({ verdict, normalisation }) =>
        pairDifference(conceptScores(data.columns, byId.get(verdict.concept)!, normalisation).z),
      ),
    }
  }
  const original = training({ pairs, columns, states }, null)
  const edited = editedData({ pairs, columns, states }, editedPairs(pairs, edits), reader, encoded)
  const before = {
    ...original,
    weights: new Float64Array(n).fill(1),
    offset: new Float64Array(n),
    flipped: new Uint8Array(n),
    softLabels: null,
    dropped: new Uint8Array(n),
  }
  const changed = edited.columns === columns ? original : training(edited, original.features.components)
  const { offsets: offset, flipped, dropped, softLabels } = shaping
  const after = { ...changed, weights: informative(shaping), offset, flipped, dropped, softLabels }
  const basis = {
    ...{ pairs, columns, reader, states, encoded },
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
    edited,
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
