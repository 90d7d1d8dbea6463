import type { Concept } from '../concepts/concept.ts'
import type { PairTable } from '../pairs.ts'
import { valuesAt } from '../indices.ts'
import { permutation, random } from '../random.ts'
import { type EffectBasis, effectOf } from './effects.ts'
import { NOTHING_ENCODED } from './encoded-texts.ts'
import { choosePenalty, fitHead, headFeatures, type HeadInput, correlatedFeatures } from './head.ts'
import type { FeatureCoefficient } from './decision.ts'
import { fitBradleyTerry } from './reliance.ts'
import { addLogOdds, rootDifferences } from './root-differences.ts'
import type { Normalisation, ScoredFeatures } from './score.ts'
import { alongDifference, combined } from './state-components.ts'
import { assignFolds, rowsInFold, sampleOf } from '../stats/sample.ts'
import { textReader } from './text-reader.ts'

/** The other features are weighed on at most so many pairs: a click must not wait for more. */
const MOST_PAIRS = 5000
/** Responses behind a counterfactual. */
const RESPONSES = 60

/** A decided concept on all pairs. */
export interface Controlled extends ScoredFeatures {
  readonly concept: string
  readonly normalisation: Normalisation
  readonly delta: Float64Array
}

/** A reward head over decided concepts and other features, in numbers that a reward spec can hold. */
export interface SharedHead {
  /** Of the concepts' Δz. */
  readonly concepts: readonly number[]
  /** Of Δlog length. */
  readonly gamma: number
  /** Of the root differences of other features. */
  readonly rest: readonly FeatureCoefficient[]
}

/**
 * What a reward head that sees every feature makes of concepts, beyond what one that sees length alone does.
 */
export interface FullFeatureHead {
  /**
   * Per concept: the λ after which the head that sees all no longer relies on it, less its coefficient in the
   * head that sees the concepts and length. Reliance is measured as in the proof (`effectOf`): features that
   * change along with the concept count as its work, the others are held fixed.
   */
  adjustment(concepts: readonly Controlled[], lengthAdjusted: boolean): Float64Array
  /**
   * Features that a head would turn to in the concept's place: those that say the same, or carry a twentieth
   * of its effect.
   */
  companions(concept: Controlled, lengthAdjusted: boolean): readonly number[]
  /** The head that sees all features but the concepts' own, which their Δz stand for, and no state. */
  head(concepts: readonly Controlled[], lengthAdjusted: boolean): SharedHead
  /** Log-odds of some pairs' labels by all but the concept; what the others have is no matter. */
  without(concept: Controlled, lengthAdjusted: boolean, pairs: Uint32Array): Float64Array
  /**
   * Log-odds of every pair's label by a head that has not seen its prompt, and the part of decided concepts
   * in it: by FOLDS of the prompt groups. The head sees all features but the concepts' own, which their Δz
   * stand for.
   */
  crossFitted(concepts: readonly Controlled[], lengthAdjusted: boolean): CrossFitted
  /**
   * Computes what no question depends on, so that the first one need not wait.
   * @param pause may throw to go on later
   */
  prepare(pause?: () => void): void
}

/** By pair, from a head that has not seen its prompt. */
export interface CrossFitted {
  /** Log-odds of the label. */
  readonly logOdds: Float64Array
  /** By concept and pair, the λ that neutralises the concept in the head of the pair's fold. */
  readonly lambda: readonly Float64Array[]
}

export interface ControlsInput extends HeadInput {
  readonly pairs: PairTable
  readonly seed: number
  /** Any concept that may be decided on: those made in contexts are not among the head's. */
  readonly scored: (id: string) => Concept | undefined
}

/** Of the coefficients in a shared head, and the least that is one. */
const DIGITS = 5
const LEAST_COEFFICIENT = 1e-6
/** Of prompt groups, to fit heads on the others. */
export const FOLDS = 5
const MOST_COMPANIONS = 6
const LEAST_SHARE = 0.05

/** Nothing is computed before it is asked for: the first question costs a pass over the activations. */
export function createControls(input: ControlsInput): FullFeatureHead {
  const { pairs, length, concepts, scored } = input
  const sample = permutation(pairs.length, random(input.seed)).subarray(0, MOST_PAIRS).sort()
  const rows = Uint32Array.from(sample.keys())
  const some = lazy(() => headFeatures(input, sample))
  const reader = lazy(() => textReader(concepts))
  const kappa = lazy(() => choosePenalty(some(), rows))
  // Fits start where the head without any decided concept ends.
  const start = lazy(() => fitHead(some(), rows, kappa()).b)
  const stateColumns = lazy(() => {
    const { design, length } = some()
    return Array.from({ length: design.columns - length - 1 }, (_, c) => length + 1 + c)
  })
  const startWithoutState = lazy(() => {
    const options = { without: stateColumns(), start: start() }
    return stateColumns().length === 0 ? start() : fitHead(some(), rows, kappa(), [], options).b
  })
  const sampled = (column: Float64Array) => valuesAt(sample, (i) => column[i]!)

  const lengthColumn = (lengthAdjusted: boolean) => (lengthAdjusted ? [] : [some().length])
  const fit = (deltas: readonly Float64Array[], without: readonly number[], near: Float64Array) => {
    const from = near.slice()
    for (const j of without) from[j] = 0
    return fitHead(some(), rows, kappa(), deltas, { without, start: from }).b
  }
  const single = new WeakMap<Float64Array, Float64Array>()
  /** The head with one concept: every protocol asks for it. */
  const alone = ({ delta }: Controlled, lengthAdjusted: boolean): Float64Array => {
    let b = single.get(delta)
    if (!b) {
      const near = new Float64Array(start().length + 1)
      near.set(start())
      single.set(delta, (b = fit([sampled(delta)], lengthColumn(lengthAdjusted), near)))
    }
    return b
  }
  /**
   * Near a head with several concepts: what each changes in `start`, all together, in another head without
   * them.
   */
  const beside = (controlled: readonly Controlled[], lengthAdjusted: boolean, head: Float64Array) => {
    const near = new Float64Array(head.length + controlled.length)
    near.set(head)
    controlled.forEach((one, c) => {
      const b = alone(one, lengthAdjusted)
      for (let j = 0; j < head.length; j++) near[j]! += b[j]! - start()[j]!
      near[head.length + c] = b[head.length]!
    })
    return near
  }

  /** Adds the log-odds of some pairs by their features and states. */
  const addFeatures = (b: Float64Array, among: Uint32Array, sum: Float64Array) => {
    const { length: lengthAt, components } = some()
    addLogOdds(input.columns, b, among, sum)
    const { states } = input
    if (!states || !components) return
    const direction = combined(components, b.subarray(lengthAt + 1))
    for (const pair of among) sum[pair]! += alongDifference(direction, states, pair)
  }

  const effects = (controlled: readonly Controlled[], lengthAdjusted: boolean) => {
    const deltas = controlled.map(({ delta }) => sampled(delta))
    const features = some()
    const basis: EffectBasis = {
      pairs,
      columns: input.columns,
      reader: reader(),
      states: null,
      encoded: NOTHING_ENCODED,
      features,
      decided: controlled.map(({ concept, normalisation, features, weights }) => ({
        concept: scored(concept)!,
        features,
        ...(weights && { weights }),
        sd: normalisation.sd,
      })),
      deltas,
      rows,
      pairOf: (row) => sample[row]!,
      responses: RESPONSES,
    }
    return {
      deltas,
      b:
        controlled.length === 1
          ? alone(controlled[0]!, lengthAdjusted)
          : fit(deltas, lengthColumn(lengthAdjusted), beside(controlled, lengthAdjusted, start())),
      effects: controlled.map((_, own) => effectOf(basis, own)),
    }
  }

  return {
    adjustment(controlled, lengthAdjusted) {
      const { deltas, b, effects: found } = effects(controlled, lengthAdjusted)
      const alone = fitBradleyTerry(lengthAdjusted ? [...deltas, sampled(length)] : deltas)
      return explainedAt(b, found).map((lambda, c) => lambda - alone[c]!)
    },
    companions(concept, lengthAdjusted) {
      const {
        b,
        deltas: [delta],
        effects: [v],
      } = effects([concept], lengthAdjusted)
      const { features } = input.columns
      const share = new Float64Array(features)
      if (v) {
        const whole = Math.abs(v.reduce((sum, x, j) => sum + x * b[j]!, 0))
        share.forEach((_, j) => (share[j] = Math.abs(v[j]! * b[j]!) / whole))
      }
      // What says the same has little of the effect as long as the concept is there to have it.
      for (const j of correlatedFeatures(some(), rows, delta!)) if (j < features) share[j]! += 1
      return Array.from(share.keys())
        .filter((j) => share[j]! > LEAST_SHARE && !Array.from(concept.features).includes(j))
        .sort((a, c) => share[c]! - share[a]!)
        .slice(0, MOST_COMPANIONS)
    },
    head(controlled, lengthAdjusted) {
      const { columns } = input
      const { design, length } = some()
      const own = new Set(controlled.flatMap(({ features }) => Array.from(features)))
      const without = [...own, ...stateColumns(), ...(lengthAdjusted ? [] : [length])]
      const b = fit(
        controlled.map(({ delta }) => sampled(delta)),
        without,
        beside(controlled, lengthAdjusted, startWithoutState()),
      )
      return {
        concepts: Array.from(b.subarray(design.columns)),
        gamma: lengthAdjusted ? b[length]! : 0,
        rest: Array.from({ length: columns.features }, (_, feature) => ({
          feature,
          coefficient: Number(b[feature]!.toPrecision(DIGITS)),
        })).filter(
          ({ feature, coefficient }) => !own.has(feature) && Math.abs(coefficient) > LEAST_COEFFICIENT,
        ),
      }
    },
    without(concept, lengthAdjusted, pairs) {
      const b = alone(concept, lengthAdjusted)
      const sum = length.map((l) => b[some().length]! * l)
      addFeatures(b, pairs, sum)
      return sum
    },
    crossFitted(controlled, lengthAdjusted) {
      const { deltas, b: near, effects: found } = effects(controlled, lengthAdjusted)
      const { design, length: lengthAt } = some()
      const own = new Set(controlled.flatMap(({ features }) => Array.from(features)))
      const without = [...own, ...lengthColumn(lengthAdjusted)]
      const from = near.slice()
      for (const j of without) from[j] = 0
      const whole = sampleOf(pairs)
      const fold = assignFolds(whole, FOLDS, input.seed)
      const logOdds = new Float64Array(pairs.length)
      const lambda = controlled.map(() => new Float64Array(pairs.length))
      for (let out = 0; out < FOLDS; out++) {
        const seen = rows.filter((row) => fold[sample[row]!] !== out)
        const { b } = fitHead(some(), seen, kappa(), deltas, { without, start: from })
        const away = explainedAt(b, found)
        const held = rowsInFold(fold, (part) => part === out)
        for (const i of held) {
          logOdds[i] = b[lengthAt]! * length[i]!
          controlled.forEach(({ delta }, c) => {
            logOdds[i]! += b[design.columns + c]! * delta[i]!
            lambda[c]![i] = away[c]!
          })
        }
        addFeatures(b, held, logOdds)
      }
      return { logOdds, lambda }
    },
    prepare(pause = () => undefined) {
      for (const step of [some, reader, kappa, start, startWithoutState]) {
        step()
        pause()
      }
      rootDifferences(input.columns, pause)
    },
  }
}

/**
 * The λ at which every effect v_c·(b − λ) is 0: an offset λ·Δz moves the concept's own coefficient by −λ and
 * no other, and v_c holds the other concepts fixed. A concept that no pair tells apart keeps its coefficient.
 */
function explainedAt(b: Float64Array, effects: readonly (Float64Array | null)[]): Float64Array {
  const first = b.length - effects.length
  return Float64Array.from(effects, (v, c) => {
    const own = v?.[first + c] ?? 0
    return own === 0 ? b[first + c]! : v!.reduce((sum, x, j) => sum + x * b[j]!, 0) / own
  })
}

function lazy<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined
  return () => (made ??= { value: make() }).value
}
