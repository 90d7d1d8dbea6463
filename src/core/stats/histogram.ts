/** One bar of a histogram over [x0, x1). */
export interface Bin {
  readonly x0: number
  readonly x1: number
  readonly count: number
}

/**
 * Equal bins over [−m, m], m the largest absolute value; with an odd number of bins the middle one holds 0.
 * No bins when all values are 0 or there are none.
 * @example
 * symmetricBins([-2, 0.1, 0.2, 2], 2).map((bin) => bin.count) // → [1, 3]
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

/**
 * Equal bins over [least, most]. No bins when there are no values; one value all over is one bin.
 * @example
 * bins([0, 1, 2, 4], 2) // → [{ x0: 0, x1: 2, count: 2 }, { x0: 2, x1: 4, count: 2 }]
 */
export function bins(values: ArrayLike<number>, count: number): Bin[] {
  let least = Infinity
  let most = -Infinity
  for (let i = 0; i < values.length; i++) {
    least = Math.min(least, values[i]!)
    most = Math.max(most, values[i]!)
  }
  if (values.length === 0) return []
  if (least === most) return [{ x0: least, x1: most, count: values.length }]
  const width = (most - least) / count
  const counts = new Uint32Array(count)
  for (let i = 0; i < values.length; i++)
    counts[Math.min(count - 1, Math.floor((values[i]! - least) / width))]!++
  return Array.from(counts, (n, b) => ({ x0: least + b * width, x1: least + (b + 1) * width, count: n }))
}
