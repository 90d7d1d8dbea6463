import type { FeatureColumns } from '../activations.ts'
import type { Concept } from '../concepts/concept.ts'
import type { PairTable } from '../pairs.ts'
import { wordCount } from '../stats/length.ts'
import { signedRoot } from '../stats/signed-root.ts'
import type { EncodedTexts } from './encoded-texts.ts'
import { type HeadFeatures, correlatedFeatures } from './head.ts'
import type { ScoredFeatures } from './score.ts'
import { addProjection, type States } from './state-components.ts'
import type { TextReader } from './text-reader.ts'
import { isRewritable, rewriteText } from './rewrite-text.ts'

/**
 * How reliance is measured: score of a response less its rewrite's; or of the side that has it, all else held
 * fixed.
 */
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
  /** Mean states of the response spans, and what the encoder makes of rewrites: those that it has read. */
  readonly states: States | null
  readonly encoded: EncodedTexts
  readonly features: HeadFeatures
  /** The head's free columns, in order, and their Δz by row of the features. */
  readonly decided: readonly DecidedColumn[]
  readonly deltas: readonly Float64Array[]
  /** Pair of each row that is looked at. */
  readonly rows: Uint32Array
  pairOf(row: number): number
  /** Responses that may stand behind a counterfactual, of all pairs. */
  readonly responses: number
}

export const methodOf = (concept: Concept): Method => (isRewritable(concept) ? 'counterfactual' : 'matched')

/**
 * v, one number a column of the head, such that v·b is the effect of the `own`-th decided concept on a score
 * with coefficients b; null where no pair tells. It is a direct effect: what a rewrite or a side changes in
 * the other decided concepts is their work, and held fixed.
 */
export function effectOf(basis: EffectBasis, own: number): Float64Array | null {
  const { decided, features } = basis
  const { concept } = decided[own]!
  const v = methodOf(concept) === 'counterfactual' ? counterfactual(basis, own) : matched(basis, own)
  if (!v) return null
  decided.forEach((other, c) => {
    if (c === own) return
    v[features.design.columns + c] = 0
    for (const f of other.concept.features) if (!concept.features.includes(f)) v[f] = 0
  })
  return v
}

/** Response spans that have a style, at most `most`, evenly over the file, which may be sorted. */
export function spansWith(columns: FeatureColumns, { features }: Concept, most: number): Uint32Array {
  const spans = columns.span.subarray(columns.indptr[features[0]!], columns.indptr[features[0]! + 1])
  const step = Math.ceil(spans.length / most)
  return spans.filter((_, k) => k % step === 0)
}

export const textOf = (pairs: PairTable, span: number): string =>
  (span & 1 ? pairs.rejected : pairs.chosen)[span >> 1]!

/**
 * The mean, over responses that have a surface style, of what their features are more than those of their
 * rewrites. Where the encoder has read none of the rewrites, the latents that say the same as the style have
 * what they have in `matched`, and the others 0, as has the state.
 */
function counterfactual(basis: EffectBasis, own: number): Float64Array | null {
  const { pairs, columns, reader, encoded, states, features, decided, rows, pairOf, responses } = basis
  const { design, length, components } = features
  const { concept } = decided[own]!
  const wanted = new Uint8Array(pairs.length)
  for (const row of rows) wanted[pairOf(row)] = 1
  const spans = spansWith(columns, concept, responses).filter((span) => wanted[span >> 1] === 1)
  if (spans.length === 0) return null
  const texts = Array.from(spans, (span) => textOf(pairs, span))
  const rewrites = texts.map((text) => rewriteText([concept.id], text))
  const prompts = Array.from(spans, (span) => pairs.prompt[span >> 1]!)
  const v = new Float64Array(design.columns + decided.length)
  const add = (entries: Iterable<readonly [feature: number, max: number, ...unknown[]]>, share: number) => {
    const activation = new Map<number, number>()
    for (const [feature, max] of entries) activation.set(feature, max)
    for (const [feature, max] of activation) v[feature]! += share * signedRoot(max)
    decided.forEach(({ features, weights, sd }, c) => {
      for (let g = 0; g < features.length && sd > 0; g++)
        v[design.columns + c]! += (share * (weights?.[g] ?? 1) * (activation.get(features[g]!) ?? 0)) / sd
    })
  }
  const share = 1 / spans.length
  const before = reader.read(texts, prompts)
  const after = reader.read(rewrites, prompts)
  if (!rewrites.some((text) => encoded.has(text))) addMatched(basis, own, v)
  const latents = latentsOf(columns, reader, new Set(spans.filter((_, at) => encoded.has(rewrites[at]!))))
  spans.forEach((span, at) => {
    const anew = encoded.get(rewrites[at]!)
    add([...before[at]!, ...(latents.get(span) ?? [])], share)
    add([...after[at]!, ...(anew?.latents ?? [])], -share)
    v[length]! += share * (Math.log(wordCount(texts[at]!) + 1) - Math.log(wordCount(rewrites[at]!) + 1))
    if (!anew || !components || !states) return
    addProjection(components, states.state, span * states.dim, share, v, length + 1)
    addProjection(components, anew.state, 0, -share, v, length + 1)
  })
  return v
}

/** Adds to v what `matched` has in the features that are not read off the text. */
function addMatched(basis: EffectBasis, own: number, v: Float64Array): void {
  const { columns, reader } = basis
  if (reader.readable.size === columns.features) return
  const same = matched(basis, own)
  for (let f = 0; same && f < columns.features; f++) if (!reader.readable.has(f)) v[f]! += same[f]!
}

/** By span, the features that only the encoder sees, with their activations. */
function latentsOf(columns: FeatureColumns, reader: TextReader, spans: ReadonlySet<number>) {
  const found = new Map<number, (readonly [feature: number, max: number])[]>()
  if (spans.size === 0) return found
  for (let f = 0; f < columns.features; f++) {
    if (reader.readable.has(f)) continue
    for (let k = columns.indptr[f]!; k < columns.indptr[f + 1]!; k++) {
      const span = columns.span[k]!
      if (!spans.has(span)) continue
      const entries = found.get(span)
      if (entries) entries.push([f, columns.max[k]!])
      else found.set(span, [[f, columns.max[k]!]])
    }
  }
  return found
}

/**
 * Over the pairs whose sides differ in the concept, the mean of what the side with more of it has more of the
 * concept, of its features, and of the features that say the same; all else held fixed.
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
  for (const j of new Set([...decided[own]!.concept.features, ...correlatedFeatures(features, rows, delta)]))
    v[j] = mean[j]!
  return v
}
