import type { FeatureColumns } from '../activations.ts'
import { type Disparities, TAU } from '../concepts/disparity.ts'
import { discordantPairs } from '../hypotheses/test-concepts.ts'

/** What is tested as one concept: features of which any will do, or one concept as it is (a measure). */
export type UnionPart = { readonly features: readonly number[] } | { readonly concept: number }

/**
 * Signed disparities of unions: u = 1{any feature on the chosen side} − 1{any on the rejected side}. Of unpaired data,
 * where a response has one side, u is ±1 by its label. A part that is one concept keeps that concept's u.
 */
export function unionDisparities(
  columns: FeatureColumns,
  known: Disparities,
  parts: readonly UnionPart[],
): Disparities {
  const pairs = columns.spans / 2
  const sides = new Uint8Array(pairs)
  const indptr = new Uint32Array(parts.length + 1)
  const inChosen = new Uint32Array(parts.length)
  const inRejected = new Uint32Array(parts.length)
  const pair: Uint32Array[] = []
  const u: Float32Array[] = []
  parts.forEach((part, m) => {
    const own =
      'concept' in part
        ? {
            ...discordantPairs(known, part.concept),
            counts: [known.inChosen[part.concept]!, known.inRejected[part.concept]!],
          }
        : anyOf(columns, part.features, sides)
    pair.push(own.pair)
    u.push(own.u)
    indptr[m + 1] = indptr[m]! + own.pair.length
    inChosen[m] = own.counts[0]!
    inRejected[m] = own.counts[1]!
  })
  const joined = { pair: new Uint32Array(indptr[parts.length]!), u: new Float32Array(indptr[parts.length]!) }
  parts.forEach((_, m) => {
    joined.pair.set(pair[m]!, indptr[m])
    joined.u.set(u[m]!, indptr[m])
  })
  return { pairs, concepts: parts.length, indptr, ...joined, inChosen, inRejected }
}

/** @param sides room for one byte a pair, zeros before and after */
function anyOf({ indptr, span, freq }: FeatureColumns, features: readonly number[], sides: Uint8Array) {
  for (const f of features)
    for (let k = indptr[f]!; k < indptr[f + 1]!; k++)
      if (freq[k]! > TAU) sides[span[k]! >> 1]! |= span[k]! & 1 ? 2 : 1
  const pair: number[] = []
  const u: number[] = []
  const counts = [0, 0]
  sides.forEach((side, i) => {
    if (side === 0) return
    if (side & 1) counts[0]!++
    if (side & 2) counts[1]!++
    if (side === 3) return
    pair.push(i)
    u.push(side === 1 ? 1 : -1)
  })
  sides.fill(0)
  return { pair: Uint32Array.from(pair), u: Float32Array.from(u), counts }
}
