import type { UnitTable } from '../../activations.ts'
import { WhittleError } from '../../failure.ts'
import { dot } from '../../linalg/conjugate-gradients.ts'
import { z } from '../../schema.ts'
import { projectUnits } from '../../unit-states.ts'
import { softmax } from './attention.ts'
import { type Fit, METHODS } from './fits.ts'
import { rawDirection, type Whitening } from './states.ts'

const interval = z.strictObject({ estimate: z.number(), low: z.number(), high: z.number() })

/** What held-out scores say of a probe; 95% intervals. */
export const probeQuality = z.strictObject({
  auroc: interval,
  f1: interval.describe('At the threshold, where half of the texts are positive or as many as were given'),
  precision: interval,
  recall: interval,
  positives: z.int(),
  negatives: z.int(),
  folds: z.int(),
})

export type ProbeQuality = z.infer<typeof probeQuality>

const direction = z.array(z.number())

/**
 * A fitted probe, on states as they are. A text's score is max_u v·x_u + b, or with attention
 * Σ_u softmax(k·x)_u (v·x_u) + r·x̄ + b, in standard deviations of the responses that it was fitted beside.
 */
export const fittedProbe = z.strictObject({
  method: z.enum(METHODS),
  value: direction,
  attention: z.strictObject({ key: direction, residual: direction }).nullable(),
  bias: z.number(),
  threshold: z.number().describe('A text has the concept when its score reaches it'),
  quality: probeQuality,
})

export type FittedProbe = z.infer<typeof fittedProbe>

/** The part of a probe that scores. */
export interface ProbeScore {
  readonly value: Float64Array
  readonly attention: { readonly key: Float64Array; readonly residual: Float64Array } | null
  readonly bias: number
}

/** A fit on whitened states as a score of states as they are. */
export function scoreOf({ value, attention }: Fit, whitening: Whitening): ProbeScore {
  const v = rawDirection(whitening, value)
  if (!attention) return { value: v, attention: null, bias: -dot(v, whitening.mean) }
  const residual = rawDirection(whitening, attention.residual)
  return {
    value: v,
    attention: { key: rawDirection(whitening, attention.key), residual },
    bias: attention.bias - dot(v, whitening.mean) - dot(residual, whitening.mean),
  }
}

/** The score of a stored probe. */
export const storedScore = ({ value, attention, bias }: FittedProbe): ProbeScore => ({
  value: Float64Array.from(value),
  attention: attention && {
    key: Float64Array.from(attention.key),
    residual: Float64Array.from(attention.residual),
  },
  bias,
})

/** The score in other units: (score − shift) / scale. */
export const rescaled = (
  { value, attention, bias }: ProbeScore,
  shift: number,
  scale: number,
): ProbeScore => ({
  value: value.map((one) => one / scale),
  attention: attention && { ...attention, residual: attention.residual.map((one) => one / scale) },
  bias: (bias - shift) / scale,
})

/**
 * The score of every span; −∞ for a span without units. @throws WhittleError for a table without sentence
 * states
 */
export function scoreSpans(score: ProbeScore, units: UnitTable): Float64Array {
  const { spans, unitPtr } = units
  const result = new Float64Array(spans)
  const each = unitScores(score, units, 0, spans)
  const base = unitPtr[0]!
  for (let j = 0; j < spans; j++)
    result[j] = pooled(each, score.bias, unitPtr[j]! - base, unitPtr[j + 1]! - base)
  return result
}

/** Per unit: v·x, and with attention k·x and r·x. */
interface UnitScores {
  readonly value: Float64Array
  readonly attention: { readonly key: Float64Array; readonly residual: Float64Array } | null
}

function unitScores(score: ProbeScore, units: UnitTable, fromSpan: number, toSpan: number): UnitScores {
  const { unitPtr } = units
  const project = (w: Float64Array) => projectUnits(statesOf(units), w, unitPtr[fromSpan]!, unitPtr[toSpan]!)
  const { attention } = score
  return {
    value: project(score.value),
    attention: attention && { key: project(attention.key), residual: project(attention.residual) },
  }
}

function pooled({ value, attention }: UnitScores, bias: number, from: number, to: number): number {
  if (from === to) return -Infinity
  if (!attention) {
    let best = -Infinity
    for (let u = from; u < to; u++) best = Math.max(best, value[u]!)
    return best + bias
  }
  const weight = softmax(attention.key.subarray(from, to))
  let sum = bias
  for (let u = from; u < to; u++) sum += weight[u - from]! * value[u]! + attention.residual[u]! / (to - from)
  return sum
}

/**
 * What every unit of a span adds to its score, as it is shaded: the unit's own score, or with attention its
 * share of Σ softmax(k·x)·(v·x).
 */
export function unitParts(score: ProbeScore, units: UnitTable, span: number): Float64Array {
  const { value, attention } = unitScores(score, units, span, span + 1)
  if (!attention) return value.map((one) => one + score.bias)
  const weight = softmax(attention.key)
  return value.map((one, u) => weight[u]! * one)
}

/** @throws WhittleError where sentence states were not kept */
export function statesOf({ unitStates }: UnitTable) {
  if (unitStates) return unitStates
  throw new WhittleError(
    'bad-file',
    'These activations hold no sentence states, which a concept from examples needs: extract them again.',
  )
}
