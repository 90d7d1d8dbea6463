import golden from '../../golden/contexts/contexts.json'
import { sample, type Sample } from '../../../src/core/stats/sample.ts'

export { golden }

/** A sample with given prompt groups and length differences. */
export function sampleWith(group: readonly number[], length: readonly number[]): Sample {
  const groups = Math.max(...group) + 1
  return sample(
    Float64Array.from(length),
    Uint32Array.from(group),
    Uint32Array.from({ length: groups }, (_, g) => g * 2654435761),
  )
}

/** The pairs of each context. */
export const setsOf = (context: readonly number[]): Uint32Array[] =>
  Array.from({ length: Math.max(...context) + 1 }, (_, c) =>
    Uint32Array.from(context.flatMap((own, i) => (own === c ? [i] : []))),
  )

/** The pairs with u ≠ 0, and their u. */
export function discordant(u: readonly number[]): { pair: Uint32Array; u: Float32Array } {
  const pair = Uint32Array.from(u.flatMap((x, i) => (x === 0 ? [] : [i])))
  return { pair, u: Float32Array.from(pair, (i) => u[i]!) }
}
