import type { FeatureColumns } from '../activations.ts'
import type { Concept } from '../concepts/concept.ts'
import type { PairTable } from '../pairs.ts'
import { wordCount } from '../stats/length.ts'
import { type HeadFeatures, sameSaying } from './head.ts'
import { isRewritable } from './protocols.ts'
import type { ScoredFeatures } from './score.ts'
import type { TextReader } from './text-reader.ts'
import { rewriteText } from './values.ts'

/** How reliance is measured: score of a response less its rewrite's; or of the side that has it, all else held fixed. */
export type Method = 'counterfactual' | 'matched'

/** A decided concept as a column of the head: z = (Σ_g weight_g max_g − mean) / sd. */
export interface DecidedColumn extends ScoredFeatures {
  readonly concept: Concept
  readonly sd: number
}

/** Where effects are measured. */
export interface EffectBasis {
  readonly pairs: PairTable
  readonly columns: FeatureColumns
  readonly reader: TextReader
  readonly features: HeadFeatures
  /** The head's free columns, in order, and their Δz by row of the features. */
  readonly decided: readonly DecidedColumn[]
  readonly deltas: readonly Float64Array[]
  /** Pair of each row that is looked at. */
  readonly rows: Uint32Array
  pairOf(row: number): number
  /** Responses behind a counterfactual, at most. */
  readonly responses: number
}

export const methodOf = (concept: Concept): Method => (isRewritable(concept) ? 'counterfactual' : 'matched')

/**
 * v, one number a column of the head, such that v·b is the effect of the `own`-th decided concept on a score with
 * coefficients b; null where no pair tells.
 */
export function effectOf(basis: EffectBasis, own: number): Float64Array | null {
  return methodOf(basis.decided[own]!.concept) === 'counterfactual'
    ? counterfactual(basis, own)
    : matched(basis, own)
}

/**
 * The mean, over responses that have a surface style, of what their features are more than those of their rewrites.
 * The encoder does not run again: the state's part is 0.
 */
function counterfactual(basis: EffectBasis, own: number): Float64Array | null {
  const { pairs, columns, reader, features, decided, rows, pairOf, responses } = basis
  const { design, length } = features
  const { id, features: detector } = decided[own]!.concept
  const wanted = new Uint8Array(pairs.length)
  for (const row of rows) wanted[pairOf(row)] = 1
  const spans = columns.span
    .subarray(columns.indptr[detector[0]!], columns.indptr[detector[0]! + 1])
    .filter((span) => wanted[span >> 1] === 1)
  // Evenly over the file, which may be sorted.
  const step = Math.ceil(spans.length / responses)
  const some = spans.filter((_, k) => k % step === 0)
  const textOf = (span: number) => (span & 1 ? pairs.rejected : pairs.chosen)[span >> 1]!
  const texts = Array.from(some, textOf)
  const rewrites = texts.map((text) => rewriteText([id], text))
  const prompts = Array.from(some, (span) => pairs.prompt[span >> 1]!)
  if (texts.length === 0) return null
  const v = new Float64Array(design.columns + decided.length)
  const add = (some: readonly string[], share: number) =>
    reader.read(some, prompts).forEach((entries, at) => {
      const activation = new Map(entries)
      for (const [feature, max] of entries) v[feature]! += share * Math.sign(max) * Math.sqrt(Math.abs(max))
      decided.forEach(({ features, weights, sd }, c) => {
        for (let g = 0; g < features.length && sd > 0; g++)
          v[design.columns + c]! += (share * (weights?.[g] ?? 1) * (activation.get(features[g]!) ?? 0)) / sd
      })
      v[length]! += share * Math.log(wordCount(some[at]!) + 1)
    })
  add(texts, 1 / texts.length)
  add(rewrites, -1 / texts.length)
  return v
}

/**
 * Over the pairs whose sides differ in the concept, the mean of what the side with more of it has more of the concept, of
 * its features, and of the features that say the same; all else held fixed.
 */
function matched({ features, decided, deltas, rows }: EffectBasis, own: number): Float64Array | null {
  const delta = deltas[own]!
  const differ = rows.filter((i) => delta[i] !== 0)
  if (differ.length === 0) return null
  const { design } = features
  const mean = new Float64Array(design.columns)
  const v = new Float64Array(design.columns + deltas.length)
  for (const i of differ) {
    const share = Math.sign(delta[i]!) / differ.length
    design.add(i, share, mean)
    v[design.columns + own]! += share * delta[i]!
  }
  for (const j of new Set([...decided[own]!.concept.features, ...sameSaying(features, rows, delta)]))
    v[j] = mean[j]!
  return v
}
