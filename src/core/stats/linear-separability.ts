/**
 * Whether no finite (β, γ) maximises Σ log σ(βu + γℓ): all vectors (u, ℓ) lie in one closed half-plane, or on
 * a line (complete or quasi-complete separation; Albert & Anderson 1984).
 * @example
 * separated([1, 1], [0.5, -0.5]) // → true
 * separated([1, 1, -1], [0.5, -0.5, 0]) // → false
 */
export function separated(u: ArrayLike<number>, length: ArrayLike<number>): boolean {
  const angles: number[] = []
  for (let i = 0; i < u.length; i++)
    if (u[i] !== 0 || length[i] !== 0) angles.push(Math.atan2(length[i]!, u[i]!))
  angles.sort((a, b) => a - b)
  let widest = 0
  for (let k = 0; k < angles.length; k++) {
    const next = k + 1 < angles.length ? angles[k + 1]! : angles[0]! + 2 * Math.PI
    widest = Math.max(widest, next - angles[k]!)
  }
  return angles.length === 0 || widest > Math.PI - 1e-9
}
