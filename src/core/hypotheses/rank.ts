/**
 * The smallest |effect| in its 95% interval: the distance from 0 of the end nearer to 0; negative where the
 * interval contains 0.
 */
export function effectLowerBound({
  ciLow,
  ciHigh,
}: {
  readonly ciLow: number
  readonly ciHigh: number
}): number {
  if (ciLow > 0) return ciLow
  if (ciHigh < 0) return -ciHigh
  return -Math.min(-ciLow, ciHigh)
}
