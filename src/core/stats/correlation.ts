/** Pearson correlation of a sparse column (zero where not listed) with a dense one; 0 where either is constant. */
export function sparseCorrelation(
  index: ArrayLike<number>,
  value: ArrayLike<number>,
  dense: Float64Array,
): number {
  const n = dense.length
  let sx = 0
  let sxx = 0
  let sxy = 0
  for (let k = 0; k < index.length; k++) {
    const x = value[k]!
    sx += x
    sxx += x * x
    sxy += x * dense[index[k]!]!
  }
  let sy = 0
  let syy = 0
  for (const y of dense) {
    sy += y
    syy += y * y
  }
  const varX = sxx - (sx * sx) / n
  const varY = syy - (sy * sy) / n
  return varX > 0 && varY > 0 ? (sxy - (sx * sy) / n) / Math.sqrt(varX * varY) : 0
}
