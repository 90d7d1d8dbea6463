import type { FeatureColumns } from '../activations.ts'
import type { Concept } from '../concepts/concept.ts'
import { TAU } from '../concepts/disparity.ts'
import type { PairTable } from '../pairs.ts'
import { sampleOf, shuffledClusters } from '../stats/sample.ts'
import type { SentenceTable } from './sentences.ts'

/** Responses that are read for where concepts occur; of fewer, all. */
const MOST_RESPONSES = 2000
/** A concept that occurs in fewer of those is read in so many more of its own. */
const LEAST_OF_CONCEPT = 20

/**
 * The response spans in which places are looked up, ascending: all, or those of some prompt groups, drawn by
 * their text, and some of each concept that is rarer.
 */
export function spansToRead(
  pairs: PairTable,
  columns: FeatureColumns,
  concepts: readonly Concept[],
  seed: number,
): Uint32Array {
  const spans = 2 * pairs.length
  if (spans <= MOST_RESPONSES) return Uint32Array.from({ length: spans }, (_, span) => span)
  const sample = sampleOf(pairs)
  const order = new Uint32Array(pairs.length)
  let next = 0
  for (const g of shuffledClusters(sample, seed))
    for (let k = sample.memberPtr[g]!; k < sample.memberPtr[g + 1]!; k++) order[sample.member[k]!] = next++
  const chosen = new Uint8Array(spans)
  for (let span = 0; span < spans; span++) chosen[span] = 2 * order[span >> 1]! < MOST_RESPONSES ? 1 : 0
  for (const { measure, features } of concepts) {
    if (measure) continue
    const own = [...features].flatMap((f) => presentSpans(columns, f))
    let read = own.reduce((count, span) => count + chosen[span]!, 0)
    if (read >= LEAST_OF_CONCEPT) continue
    for (const span of own.sort((a, b) => order[a >> 1]! - order[b >> 1]!)) {
      if (read >= LEAST_OF_CONCEPT) break
      if (chosen[span]) continue
      chosen[span] = 1
      read++
    }
  }
  return Uint32Array.from({ length: spans }, (_, span) => span).filter((span) => chosen[span])
}

function presentSpans({ indptr, span, freq }: FeatureColumns, feature: number): number[] {
  const spans: number[] = []
  for (let k = indptr[feature]!; k < indptr[feature + 1]!; k++) if (freq[k]! > TAU) spans.push(span[k]!)
  return spans
}

/** The same responses as units of their own: where concepts occur, response by response. */
export function responseTable(
  columns: FeatureColumns,
  concepts: readonly Concept[],
  spans: Uint32Array,
): SentenceTable {
  const at = new Int32Array(columns.spans).fill(-1)
  spans.forEach((span, k) => (at[span] = k))
  const sentence = concepts.map(({ measure, features }) => {
    if (measure) return new Uint32Array(0)
    const present = new Set<number>()
    for (const f of features)
      for (const span of presentSpans(columns, f)) if (at[span]! >= 0) present.add(at[span]!)
    return Uint32Array.from(present).sort()
  })
  return {
    sentences: spans.length,
    sentence,
    count: sentence.map(({ length }) => new Uint32Array(length).fill(1)),
  }
}
