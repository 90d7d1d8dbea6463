import { Matrix, solve } from 'ml-matrix'
import type { PairTable } from '../pairs.ts'
import { permutation, random } from '../random.ts'
import { type EffectBasis, effectOf } from './effects.ts'
import {
  choosePenalty,
  fitHead,
  type HeadFeatures,
  headFeatures,
  type HeadInput,
  sameSaying,
} from './head.ts'
import { fitReliance } from './reliance.ts'
import type { Normalisation, ScoredFeatures } from './score.ts'
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

/** What a reward head that sees every feature makes of concepts, beyond what one that sees length alone does. */
export interface Controls {
  /**
   * Per concept: the λ after which the head that sees all no longer relies on it, less its coefficient in the head that
   * sees the concepts and length. Reliance is measured as in the proof (`effectOf`): features that change along with the concept
   * count as its work, the others are held fixed.
   */
  adjustment(concepts: readonly Controlled[], lengthAdjusted: boolean): Float64Array
  /** Features that a head would turn to in the concept's place: those that say the same, or carry a twentieth of its effect. */
  companions(concept: Controlled, lengthAdjusted: boolean): readonly number[]
  /** Log-odds of every pair's label by all but the concept. */
  without(concept: Controlled, lengthAdjusted: boolean): Float64Array
}

export interface ControlsInput extends HeadInput {
  readonly pairs: PairTable
  readonly seed: number
}

const MOST_COMPANIONS = 6
const LEAST_SHARE = 0.05

/** Nothing is computed before it is asked for: the first question costs a pass over the activations. */
export function createControls(input: ControlsInput): Controls {
  const { pairs, length, concepts } = input
  const byId = new Map(concepts.map((concept) => [concept.id, concept]))
  const sample = permutation(pairs.length, random(input.seed)).subarray(0, MOST_PAIRS).sort()
  const rows = Uint32Array.from(sample.keys())
  const some = lazy(() => headFeatures(input, sample))
  const whole = lazy(() =>
    sample.length === pairs.length ? some() : headFeatures(input, Uint32Array.from(pairs.row.keys())),
  )
  const reader = lazy(() => textReader(concepts))
  const kappa = lazy(() => choosePenalty(some(), rows))
  // Fits start where the head without any decided concept ends.
  const start = lazy(() => fitHead(some(), rows, kappa()).b)
  const sampled = (column: Float64Array) => Float64Array.from(sample, (i) => column[i]!)

  const head = (deltas: readonly Float64Array[], features: HeadFeatures, lengthAdjusted: boolean) => {
    const from = new Float64Array(start().length + deltas.length)
    from.set(start())
    const without = lengthAdjusted ? [] : [features.length]
    return fitHead(features, rows, kappa(), deltas, { without, start: from }).b
  }

  const effects = (controlled: readonly Controlled[], lengthAdjusted: boolean) => {
    const deltas = controlled.map(({ delta }) => sampled(delta))
    const features = some()
    const basis: EffectBasis = {
      pairs,
      columns: input.columns,
      reader: reader(),
      features,
      decided: controlled.map(({ concept, normalisation, features, weights }) => ({
        concept: byId.get(concept)!,
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
      b: head(deltas, features, lengthAdjusted),
      effects: controlled.map((_, own) => effectOf(basis, own)),
    }
  }

  return {
    adjustment(controlled, lengthAdjusted) {
      const { deltas, b, effects: found } = effects(controlled, lengthAdjusted)
      const alone = fitReliance(lengthAdjusted ? [...deltas, sampled(length)] : deltas)
      return explainedAt(b, deltas, found).map((lambda, c) => lambda - alone[c]!)
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
      for (const j of sameSaying(some(), rows, delta!)) if (j < features) share[j]! += 1
      return Array.from(share.keys())
        .filter((j) => share[j]! > LEAST_SHARE && !Array.from(concept.features).includes(j))
        .sort((a, c) => share[c]! - share[a]!)
        .slice(0, MOST_COMPANIONS)
    },
    without({ delta }, lengthAdjusted) {
      const b = head([sampled(delta)], some(), lengthAdjusted)
      const others = b.subarray(0, b.length - 1)
      return delta.map((_, i) => whole().design.dot(i, others))
    },
  }
}

/**
 * The λ at which every effect v_c·(b − λ) is 0: offsets λ·Δz move the concepts' own coefficients by −λ and no other. A concept
 * that no pair tells apart keeps its coefficient.
 */
function explainedAt(
  b: Float64Array,
  deltas: readonly Float64Array[],
  effects: readonly (Float64Array | null)[],
): Float64Array {
  const k = deltas.length
  const first = b.length - k
  const system = Matrix.eye(k)
  const total = Matrix.columnVector(Array.from(b.subarray(first)))
  effects.forEach((v, c) => {
    if (!v || v[first + c] === 0) return
    for (let d = 0; d < k; d++) system.set(c, d, v[first + d]! / v[first + c]!)
    total.set(c, 0, v.reduce((sum, x, j) => sum + x * b[j]!, 0) / v[first + c]!)
  })
  return Float64Array.from(solve(system, total, true).to1DArray())
}

function lazy<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined
  return () => (made ??= { value: make() }).value
}
