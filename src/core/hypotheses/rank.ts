/**
 * How strong an interval says an effect is at least: the distance from 0 of its end nearer to 0; negative
 * where the interval holds 0.
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
