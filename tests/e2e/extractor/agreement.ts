import type { UnitTable } from '../../../src/core/activations.ts'

/** One entry of tests/golden/extractor.json. */
export interface GoldenText {
  readonly text: string
  readonly tokens: number
  /** Token-weighted mean of the unit states; empty for a text without units. */
  readonly hidden: readonly number[]
  readonly units: readonly GoldenUnit[]
}

interface GoldenUnit {
  readonly start: number
  readonly end: number
  readonly tokens: number
  readonly features: readonly number[]
  readonly activations: readonly number[]
}

/** A latent this close to its threshold may fire on one side only. */
const TOLERANCE = 1e-3

/**
 * Where the table's span `j` departs from the golden text, a sentence each: units' ranges and token counts
 * exactly, activations and the mean state to 1e-3.
 */
export function disagreements(
  table: UnitTable,
  j: number,
  golden: GoldenText,
  threshold: ArrayLike<number>,
): string[] {
  const first = table.unitPtr[j]!
  const units = table.unitPtr[j + 1]! - first
  if (units !== golden.units.length) return [`${units} units, expected ${golden.units.length}`]
  const found = golden.units.flatMap((unit, k) =>
    unitDisagreements(table, first + k, unit, threshold).map((what) => `unit ${k}: ${what}`),
  )
  golden.hidden.forEach((expected, d) => {
    const actual = table.state[j * table.dim + d]!
    if (!(Math.abs(actual - expected) <= TOLERANCE))
      found.push(`mean state ${d}: ${actual}, expected ${expected}`)
  })
  return found
}

function unitDisagreements(
  table: UnitTable,
  k: number,
  golden: GoldenUnit,
  threshold: ArrayLike<number>,
): string[] {
  const place = (start: number, end: number, tokens: number) => `[${start}, ${end}) with ${tokens} tokens`
  const actualPlace = place(table.start[k]!, table.end[k]!, table.tokens[k]!)
  const goldenPlace = place(golden.start, golden.end, golden.tokens)
  if (actualPlace !== goldenPlace) return [`${actualPlace}, expected ${goldenPlace}`]
  const actual = new Map<number, number>()
  for (let i = table.indptr[k]!; i < table.indptr[k + 1]!; i++) actual.set(table.feature[i]!, table.value[i]!)
  const expected = new Map(golden.features.map((feature, i) => [feature, golden.activations[i]!]))
  return [...new Set([...actual.keys(), ...expected.keys()])].flatMap((feature) => {
    const level = (side: Map<number, number>) => side.get(feature) ?? threshold[feature]!
    const [a, e] = [level(actual), level(expected)]
    return Math.abs(a - e) <= TOLERANCE ? [] : [`latent ${feature}: ${a}, expected ${e}`]
  })
}

/**
 * The largest difference of an activation that fires on both sides, or of a mean state; and how often one
 * side fires alone.
 */
export function largestDifference(
  table: UnitTable,
  golden: readonly GoldenText[],
): { readonly difference: number; readonly flips: number } {
  let difference = 0
  let flips = 0
  golden.forEach((text, j) => {
    text.hidden.forEach((expected, d) => {
      difference = Math.max(difference, Math.abs(table.state[j * table.dim + d]! - expected))
    })
    text.units.forEach((unit, u) => {
      const k = table.unitPtr[j]! + u
      const fired = new Map<number, number>()
      for (let i = table.indptr[k]!; i < table.indptr[k + 1]!; i++)
        fired.set(table.feature[i]!, table.value[i]!)
      unit.features.forEach((feature, i) => {
        const value = fired.get(feature)
        if (value === undefined) flips++
        else difference = Math.max(difference, Math.abs(value - unit.activations[i]!))
        fired.delete(feature)
      })
      flips += fired.size
    })
  })
  return { difference, flips }
}
