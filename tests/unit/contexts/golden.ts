import golden from '../../golden/contexts/contexts.json'
import { contrasts, pairTestTable } from '../../../src/core/contexts/contrast.ts'
import { groupedContext } from '../../../src/core/contexts/grouped-context.ts'
import { rowsOf, type SparseMatrix } from '../../../src/core/linalg/sparse-matrix.ts'
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

/** Concepts by pair and concept. @param u of each concept, by pair */
export const rowsWith = (u: readonly (readonly number[])[]): SparseMatrix =>
  rowsOf(
    u[0]!.length,
    u.map((column) => {
      const { pair, u } = discordant(column)
      return { row: pair, value: u }
    }),
  )

/** Contrasts concepts in one context, and tells that of any of them. @param u of each concept, by pair */
export function contrastsIn(
  sample: Sample,
  u: readonly (readonly number[])[],
  set: Uint32Array,
  half: Uint8Array,
) {
  const table = pairTestTable(u.length)
  contrasts(sample, rowsWith(u), half)(groupedContext(sample, set), Uint32Array.from(u.keys()), table, 0)
  const { discordant, meanIn, meanOut, delta, se, d, deltaA, deltaB, zExcess } = table
  const columns = { discordant, meanIn, meanOut, delta, se, d, deltaA, deltaB, zExcess }
  return (concept: number) =>
    Object.fromEntries(Object.entries(columns).map(([field, own]) => [field, own[concept]!])) as Record<
      keyof typeof columns,
      number
    >
}
