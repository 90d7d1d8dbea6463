import { benjaminiHochberg } from '../stats/benjamini-hochberg.ts'

/** Weighted Benjamini–Hochberg (Genovese, Roeder & Wasserman 2006): p over its weight, weights scaled to a mean of 1. */
export function weightedQ(p: readonly number[], weight: readonly number[]): Float64Array {
  const mean = weight.reduce((sum, w) => sum + w, 0) / weight.length
  return benjaminiHochberg(Float64Array.from(p, (value, t) => Math.min(1, (value * mean) / weight[t]!)))
}
