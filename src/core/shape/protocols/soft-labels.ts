import { permutation, random } from '../../random.ts'
import { sigmoid } from '../../stats/logistic.ts'
import type { Source } from '../concept-columns.ts'
import { type CrossFitted, FOLDS } from '../controls.ts'
import type { Calibration, Decision, ShapedVerdict } from '../decision.ts'
import { fitBradleyTerry } from '../reliance.ts'
import { type ShapingContext, untouched } from '../shaping-step.ts'
import { lambdaOf, neutralisingLambda } from '../strength.ts'
import { DOUBLED } from './against.ts'
import type { ProtocolModule, ShapingState, StepResult, StoredValues } from './protocol.ts'

export const softLabels: ProtocolModule = {
  id: 'soft-labels',
  intervenes: 'data',
  carriers: ['rows'],
  words: {
    pairs: {
      name: 'Soft labels',
      formula: '−p·log σ(β·Δθ) − (1 − p)·log σ(−β·Δθ), p = σ(η − Σ_c λ_c·Δz_c)',
      plain:
        'Trains pairs that differ in the concept in both orders, each weighted by how likely it would be the label without the concept’s share. It does not fade with longer training; where the concept misses part of the behaviour, part stays.',
      whenNot: 'You must keep the number of rows, or one order of each pair.',
      changedPairs: 'Pairs in both orders',
      effect: (_, rows) => `${rows} in both orders`,
      formulas: {
        softLabel: {
          formula:
            'p = σ(η − Σ_c λ_c·Δz_c), η the log-odds of the label by a head that has not seen the prompt, over concepts with protocol "soft-labels"',
          words:
            'A pair that differs in such a concept is trained as it came with weight p and in the other order with weight 1 − p, so that a flexible model, too, ends without the concept’s share.',
        },
      },
    },
    responses: null,
  },
  allowed: () => true,
  enact: { step: 'labels', together: softenLabels },
  strength: 'reliance',
  costly: true,
  counted: { heading: 'In both orders', pairs: 'edited' },
  against: DOUBLED,
}

/** Digits of a probability, so that a reward spec holds what the data was written with. */
const DIGITS = 6

/**
 * Soft labels of all decisions together: of the pairs that differ in any of their concepts, the probability
 * that the chosen response is the better one, by the cross-fitted head less what the strengths take out of
 * it. The optimum of a model that can fit any labels is then that head without the concepts' share, whatever
 * the length of training (soft targets: Hinton et al. 2015; cross-fitting: Chernozhukov et al. 2018).
 */
function softenLabels(
  context: ShapingContext,
  decisions: readonly Decision[],
  state: ShapingState,
  { softLabels: stored }: StoredValues,
): StepResult {
  const own = decisions.filter(
    ({ protocol, verdict, strength, lambda }) =>
      protocol === 'soft-labels' && verdict !== 'keep' && (strength > 0 || lambda !== undefined),
  )
  if (own.length === 0) return { state, shaped: new Map() }
  const sources = own.map((decision) => context.sources.source(decision, decisions))
  const fitted = stored ? null : crossFitted(context, sources)
  const labels = stored ?? labelsOf(own, sources, fitted!)
  const shaped = own.map((decision, c): readonly [Decision, ShapedVerdict] => {
    const source = sources[c]!
    const calibration = decision.calibration ?? calibrationFrom(decision, source, fitted!, c)
    const pairs = mostChanged(source.delta, labels, state)
    return [decision, { ...untouched(decision, source, calibration), pairs, touched: pairs.length }]
  })
  return { state: { ...state, softLabels: labels }, shaped: new Map(shaped) }
}

/** By pair, NaN where it differs in none of the concepts. */
export function labelsOf(
  decisions: readonly Pick<Decision, 'verdict' | 'strength' | 'lambda'>[],
  sources: readonly Pick<Source, 'delta'>[],
  { logOdds, lambda }: CrossFitted,
): Float64Array {
  return logOdds.map((eta, i) => {
    if (sources.every(({ delta }) => delta[i] === 0)) return NaN
    let target = eta
    decisions.forEach((decision, c) => {
      target -= lambdaOf(decision, lambda[c]![i]!) * sources[c]!.delta[i]!
    })
    return Number(sigmoid(target).toFixed(DIGITS))
  })
}

/** What the strength comes to on average over the folds. */
function calibrationFrom(
  decision: Decision,
  { isLength, residual }: Source,
  { lambda }: CrossFitted,
  c: number,
): Calibration {
  const reliance = lambda[c]!.reduce((sum, x) => sum + x, 0) / lambda[c]!.length
  const own = lambdaOf(decision, reliance)
  return {
    ...{ lambda: own, reliance, target: reliance - own },
    ...{ lengthAdjusted: !isLength, weight: null, residual },
  }
}

/** The pairs that differ in a concept and stay, least probable label first. */
function mostChanged(delta: Float64Array, labels: Float64Array, { dropped }: ShapingState): Uint32Array {
  return Uint32Array.from(delta.keys())
    .filter((i) => delta[i] !== 0 && !dropped[i])
    .sort((a, b) => labels[a]! - labels[b]! || a - b)
}

/**
 * By the head that sees every feature; without one, by the concepts and length alone, in folds of the pairs.
 */
function crossFitted(
  { memo, model, controls, length, seed }: ShapingContext,
  sources: readonly Source[],
): CrossFitted {
  const lengthAdjusted = !sources.some((source) => source.isLength)
  const key = sources.map((source) => source.key).join()
  return memo.get(`cross-fitted ${key}`, () => {
    if (controls) return controls.crossFitted(sources, lengthAdjusted)
    const columns = [...sources.map(({ delta }) => delta), ...model.nuisances(sources, lengthAdjusted)]
    const fold = new Uint8Array(length.length)
    permutation(length.length, random(seed)).forEach((i, at) => (fold[i] = at % FOLDS))
    return crossFit(columns, sources.length, fold)
  })
}

/** @param columns of the model, the concepts' Δz first @param fold of each pair */
export function crossFit(columns: readonly Float64Array[], concepts: number, fold: Uint8Array): CrossFitted {
  const logOdds = new Float64Array(fold.length)
  const lambda = columns.slice(0, concepts).map(() => new Float64Array(fold.length))
  for (let out = 0; out < FOLDS; out++) {
    const options = { dropped: fold.map((own) => Number(own === out)) }
    const b = fitBradleyTerry(columns, options)
    const away = neutralisingLambda(columns, concepts, b, options)
    fold.forEach((own, i) => {
      if (own !== out) return
      columns.forEach((column, j) => (logOdds[i]! += b[j]! * column[i]!))
      lambda.forEach((column, c) => (column[i] = away[c]!))
    })
  }
  return { logOdds, lambda }
}
