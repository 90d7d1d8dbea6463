/**
 * Pearson correlation with one dense column, for many sparse ones (zero where not listed); 0 where either is
 * constant. The sums over the dense column alone are computed once.
 * @example
 * const withLength = correlationWith(Float64Array.of(1, 2, 3, 4))
 * withLength([2, 3], [1, 1]) // → 2 / Math.sqrt(5)
 */
export function correlationWith(
  dense: Float64Array,
): (index: ArrayLike<number>, value: ArrayLike<number>) => number {
  const n = dense.length
  let sy = 0
  let syy = 0
  for (const y of dense) {
    sy += y
    syy += y * y
  }
  const varY = syy - (sy * sy) / n
  return (index, value) => {
    let sx = 0
    let sxx = 0
    let sxy = 0
    for (let k = 0; k < index.length; k++) {
      const x = value[k]!
      sx += x
      sxx += x * x
      sxy += x * dense[index[k]!]!
    }
    const varX = sxx - (sx * sx) / n
    return varX > 0 && varY > 0 ? (sxy - (sx * sy) / n) / Math.sqrt(varX * varY) : 0
  }
}
