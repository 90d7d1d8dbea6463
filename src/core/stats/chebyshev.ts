/**
 * The Chebyshev points of the second kind in [−1, 1], from 1 down to −1.
 * @example
 * chebyshevPoints(3) // → [1, 0, -1]
 */
export const chebyshevPoints = (count: number): Float64Array =>
  Float64Array.from({ length: count }, (_, k) => Math.cos((Math.PI * k) / (count - 1)))

/**
 * Value at x of the polynomial that interpolates values at the Chebyshev points, by the second barycentric
 * formula (Berrut & Trefethen 2004, eq. 5.4; weights ±1, halved at the ends).
 * @param values column `at` of a points × width table, row by row
 * @example
 * // x² at the points 1, 0 and −1 determines x² everywhere.
 * chebyshevValue(chebyshevPoints(3), Float64Array.of(1, 0, 1), 1, 0, 0.5) // → 0.25
 */
export function chebyshevValue(
  points: Float64Array,
  values: Float64Array,
  width: number,
  at: number,
  x: number,
): number {
  let above = 0
  let below = 0
  for (let k = 0; k < points.length; k++) {
    const distance = x - points[k]!
    const value = values[k * width + at]!
    if (distance === 0) return value
    const end = k === 0 || k === points.length - 1
    const weight = ((k & 1 ? -1 : 1) * (end ? 0.5 : 1)) / distance
    above += weight * value
    below += weight
  }
  return above / below
}
