import type { FeatureColumns } from '../../activations.ts'
import type { CharRange, PairValues } from '../../source.ts'
import type { PairTable } from '../../pairs.ts'
import { textOf } from '../effects.ts'
import type { EncodedText, EncodedTexts } from '../encoded-texts.ts'
import type { States } from '../state-components.ts'
import type { TextActivations, TextReader } from '../text-reader.ts'

/** What a shaping does to texts, as the exports do it. */
export type TextEdits = Pick<PairValues, 'rewrite' | 'masks'>

/** Pairs with a shaping's edits done, and their features. */
export interface EditedData {
  readonly pairs: PairTable
  readonly columns: FeatureColumns
  readonly states: States | null
  /**
   * Changed texts that the encoder has not read: their latents and states are still those of the texts
   * before.
   */
  readonly unread: number
}

/**
 * The pairs as a trainer sees them that reads the export: rewritten, and what is masked cut. As in the
 * exports, a mask does not outlive a rewrite of its text.
 */
export function editedPairs(pairs: PairTable, { rewrite, masks }: TextEdits): PairTable {
  if (!rewrite && !masks) return pairs
  const side = (name: 'chosen' | 'rejected') =>
    pairs[name].map((text, pair) => {
      const rewritten = rewrite?.(pair, text) ?? text
      return rewritten === text ? without(text, masks?.(pair)?.[name] ?? []) : rewritten
    })
  return { ...pairs, chosen: side('chosen'), rejected: side('rejected') }
}

/** Spans whose texts differ. */
export function changedSpans(before: PairTable, after: PairTable): number[] {
  if (before === after) return []
  return Array.from({ length: 2 * before.length }, (_, span) => span).filter(
    (span) => textOf(before, span) !== textOf(after, span),
  )
}

/**
 * Reads the changed texts anew: detectors and phrases always, latents and state where the encoder has read
 * them.
 */
export function editedData(
  before: Pick<EditedData, 'pairs' | 'columns' | 'states'>,
  pairs: PairTable,
  reader: TextReader,
  encoded: EncodedTexts,
): EditedData {
  const { columns, states } = before
  const spans = changedSpans(before.pairs, pairs)
  if (spans.length === 0) return { ...before, unread: 0 }
  const texts = spans.map((span) => textOf(pairs, span))
  const read = reader.read(
    texts,
    spans.map((span) => pairs.prompt[span >> 1]!),
  )
  const anew = texts.map((text) => encoded.get(text) ?? null)
  return {
    pairs,
    columns: withSpans(columns, reader.readable, spans, read, anew),
    states: states && withStates(states, spans, anew),
    unread: states ? anew.filter((text) => text === null).length : 0,
  }
}

function without(text: string, ranges: readonly CharRange[]): string {
  let left = ''
  let from = 0
  for (const [start, end] of ranges) {
    left += text.slice(from, start)
    from = end
  }
  return left + text.slice(from)
}

function withStates({ state, dim }: States, spans: readonly number[], anew: readonly (EncodedText | null)[]) {
  const changed = state.slice()
  anew.forEach((text, at) => text && changed.set(text.state, spans[at]! * dim))
  return { state: changed, dim }
}

/**
 * Columns in which some spans have other entries: in the readable features all, in others those that are
 * encoded.
 */
function withSpans(
  columns: FeatureColumns,
  readable: ReadonlySet<number>,
  spans: readonly number[],
  read: TextActivations,
  encoded: readonly (EncodedText | null)[],
): FeatureColumns {
  const changed = new Uint8Array(columns.spans)
  const encodedAnew = new Uint8Array(columns.spans)
  const added: [number, number, number][][] = Array.from({ length: columns.features }, () => [])
  spans.forEach((span, at) => {
    changed[span] = 1
    for (const [feature, max] of read[at]!) added[feature]!.push([span, max, 1])
    if (!encoded[at]) return
    encodedAnew[span] = 1
    for (const [feature, max, freq] of encoded[at].latents) added[feature]!.push([span, max, freq])
  })
  const indptr = new Uint32Array(columns.features + 1)
  const span: number[] = []
  const max: number[] = []
  const freq: number[] = []
  for (let f = 0; f < columns.features; f++) {
    const replaced = readable.has(f) ? changed : encodedAnew
    const kept = added[f]!
    const anew = kept.length > 0
    for (let k = columns.indptr[f]!; k < columns.indptr[f + 1]!; k++) {
      if (replaced[columns.span[k]!] === 0) kept.push([columns.span[k]!, columns.max[k]!, columns.freq[k]!])
    }
    if (anew) kept.sort((a, b) => a[0] - b[0])
    for (const [s, m, share] of kept) {
      span.push(s)
      max.push(m)
      freq.push(share)
    }
    indptr[f + 1] = span.length
  }
  return {
    spans: columns.spans,
    features: columns.features,
    indptr,
    span: Uint32Array.from(span),
    max: Float32Array.from(max),
    freq: Float32Array.from(freq),
  }
}
