/**
 * The smallest |effect| in its 95% interval: the distance from 0 of the end nearer to 0; negative where the
 * interval contains 0.
 */
export const effectLowerBound = ({
  ciLow,
  ciHigh,
}: {
  readonly ciLow: number
  readonly ciHigh: number
}): number => Math.max(ciLow, -ciHigh)
