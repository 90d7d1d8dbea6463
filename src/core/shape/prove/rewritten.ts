import type { FeatureColumns } from '../../activations.ts'
import type { PairTable } from '../../pairs.ts'
import type { Shaping } from '../decision.ts'
import type { TextActivations, TextReader } from '../text-reader.ts'
import { rewriteText } from '../values.ts'

/** Pairs with the rewrites of a shaping done, and their features; what needs the encoder stays as it was. */
export interface RewrittenData {
  readonly pairs: PairTable
  readonly columns: FeatureColumns
}

export function rewrittenData(
  pairs: PairTable,
  columns: FeatureColumns,
  reader: TextReader,
  { verdicts }: Shaping,
): RewrittenData {
  const styles = new Map<number, string[]>()
  for (const { verdict, pairs: edited } of verdicts) {
    if (verdict.protocol !== 'rewrite') continue
    for (const pair of edited) styles.set(pair, [...(styles.get(pair) ?? []), verdict.concept])
  }
  if (styles.size === 0) return { pairs, columns }
  const chosen = pairs.chosen.slice()
  const rejected = pairs.rejected.slice()
  for (const [pair, ids] of styles) {
    chosen[pair] = rewriteText(ids, chosen[pair]!)
    rejected[pair] = rewriteText(ids, rejected[pair]!)
  }
  const edited = [...styles.keys()].sort((a, b) => a - b)
  const entries = reader.read(
    edited.flatMap((pair) => [chosen[pair]!, rejected[pair]!]),
    edited.flatMap((pair) => [pairs.prompt[pair]!, pairs.prompt[pair]!]),
  )
  const spans = edited.flatMap((pair) => [2 * pair, 2 * pair + 1])
  return {
    pairs: { ...pairs, chosen, rejected },
    columns: withSpans(columns, new Set([...reader.surface, ...reader.phrase]), spans, entries),
  }
}

/** Columns in which some spans have other entries in some features. */
function withSpans(
  columns: FeatureColumns,
  replaced: ReadonlySet<number>,
  spans: readonly number[],
  entries: TextActivations,
): FeatureColumns {
  const anew = new Uint8Array(columns.spans)
  for (const span of spans) anew[span] = 1
  const added: [number, number][][] = Array.from({ length: columns.features }, () => [])
  entries.forEach((row, at) => {
    for (const [feature, max] of row) added[feature]!.push([spans[at]!, max])
  })
  const indptr = new Uint32Array(columns.features + 1)
  const span: number[] = []
  const max: number[] = []
  const freq: number[] = []
  for (let f = 0; f < columns.features; f++) {
    const kept: [number, number, number][] = added[f]!.map(([s, m]) => [s, m, 1])
    for (let k = columns.indptr[f]!; k < columns.indptr[f + 1]!; k++) {
      if (replaced.has(f) && anew[columns.span[k]!]) continue
      kept.push([columns.span[k]!, columns.max[k]!, columns.freq[k]!])
    }
    if (added[f]!.length > 0) kept.sort((a, b) => a[0] - b[0])
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
