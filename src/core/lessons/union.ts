import type { FeatureColumns } from '../activations.ts'
import { type Disparities, TAU } from '../concepts/disparity.ts'

/**
 * Signed disparities of unions of features: u = 1{any on the chosen side} − 1{any on the rejected side}. Of
 * unpaired data, where a response has one side, u is ±1 by its label.
 */
export function unionDisparities(
  columns: FeatureColumns,
  unions: readonly (readonly number[])[],
): Disparities {
  const pairs = columns.spans / 2
  const sides = new Uint8Array(pairs)
  const own = unions.map((features) => anyOf(columns, features, sides))
  const indptr = new Uint32Array(unions.length + 1)
  own.forEach(({ pair }, m) => (indptr[m + 1] = indptr[m]! + pair.length))
  const pair = new Uint32Array(indptr[unions.length]!)
  const u = new Float32Array(pair.length)
  own.forEach((one, m) => {
    pair.set(one.pair, indptr[m])
    u.set(one.u, indptr[m])
  })
  return {
    ...{ pairs, concepts: unions.length, indptr, pair, u },
    inChosen: Uint32Array.from(own, ({ chosen }) => chosen),
    inRejected: Uint32Array.from(own, ({ rejected }) => rejected),
  }
}

/** @param sides room for one byte a pair, zeros before and after */
function anyOf({ indptr, span, freq }: FeatureColumns, features: readonly number[], sides: Uint8Array) {
  for (const f of features)
    for (let k = indptr[f]!; k < indptr[f + 1]!; k++)
      if (freq[k]! > TAU) sides[span[k]! >> 1]! |= span[k]! & 1 ? 2 : 1
  const pair: number[] = []
  const u: number[] = []
  let [chosen, rejected] = [0, 0]
  for (let i = 0; i < sides.length; i++) {
    const side = sides[i]!
    if (side === 0) continue
    sides[i] = 0
    chosen += side & 1
    rejected += side >> 1
    if (side === 3) continue
    pair.push(i)
    u.push(side === 1 ? 1 : -1)
  }
  return { pair: Uint32Array.from(pair), u: Float32Array.from(u), chosen, rejected }
}
