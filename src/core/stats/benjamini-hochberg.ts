/**
 * Benjamini–Hochberg adjusted p values: q_(k) = min over j ≥ k of p_(j)·m/j, capped at 1 (Benjamini &
 * Hochberg 1995). Rejecting where q ≤ α keeps the expected share of false discoveries under α.
 * @example
 * benjaminiHochberg(Float64Array.of(0.01, 0.04, 0.03)) // → [0.03, 0.04, 0.04]
 */
export function benjaminiHochberg(p: Float64Array): Float64Array {
  const order = Uint32Array.from(p.keys()).sort((a, b) => p[a]! - p[b]!)
  const q = new Float64Array(p.length)
  let least = 1
  for (let k = p.length; k > 0; k--) {
    const at = order[k - 1]!
    least = Math.min(least, (p[at]! * p.length) / k)
    q[at] = least
  }
  return q
}
