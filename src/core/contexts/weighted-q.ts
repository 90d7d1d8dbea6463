import { benjaminiHochberg } from '../stats/benjamini-hochberg.ts'

/**
 * Weighted Benjamini–Hochberg (Genovese, Roeder & Wasserman 2006): p over its weight, weights scaled to a
 * mean of 1.
 */
export function weightedQ(p: Float64Array, weight: Float64Array): Float64Array {
  const mean = weight.reduce((sum, w) => sum + w, 0) / weight.length
  return benjaminiHochberg(p.map((value, t) => Math.min(1, (value * mean) / weight[t]!)))
}
