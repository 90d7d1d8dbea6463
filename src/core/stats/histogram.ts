/** One bar of a histogram over [x0, x1). */
export interface Bin {
  readonly x0: number
  readonly x1: number
  readonly count: number
}

/**
 * Equal bins over [−m, m], m the largest absolute value; with an odd number of bins the middle one holds 0.
 * No bins when all values are 0 or there are none.
 */
export function symmetricBins(values: ArrayLike<number>, bins: number): Bin[] {
  let most = 0
  for (let i = 0; i < values.length; i++) most = Math.max(most, Math.abs(values[i]!))
  if (most === 0) return []
  const width = (2 * most) / bins
  const counts = new Uint32Array(bins)
  for (let i = 0; i < values.length; i++)
    counts[Math.min(bins - 1, Math.floor((values[i]! + most) / width))]!++
  return Array.from(counts, (count, b) => ({ x0: -most + b * width, x1: -most + (b + 1) * width, count }))
}
