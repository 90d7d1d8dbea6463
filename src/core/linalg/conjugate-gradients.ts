/** Σ aⱼ·bⱼ. */
export function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0
  for (let j = 0; j < a.length; j++) sum += a[j]! * b[j]!
  return sum
}

export interface ConjugateGradients {
  /** x ↦ Ax, A symmetric and positive definite. */
  readonly multiply: (x: Float64Array) => Float64Array
  /** r ↦ M⁻¹r, an approximation of A⁻¹r. */
  readonly precondition: (r: Float64Array) => Float64Array
  /** Stops once rᵀM⁻¹r of the residual r has fallen to this share of its start. */
  readonly tolerance: number
  readonly iterations: number
}

/**
 * Solves Ax = b by preconditioned conjugate gradients (Hestenes & Stiefel 1952), from x = 0.
 */
export function conjugateGradients(
  b: Float64Array,
  { multiply, precondition, tolerance, iterations }: ConjugateGradients,
): Float64Array {
  const x = new Float64Array(b.length)
  const residual = b.slice()
  let scaled = precondition(residual)
  const search = scaled.slice()
  let energy = dot(residual, scaled)
  const enough = tolerance * energy
  for (let iteration = 0; iteration < iterations && energy > enough; iteration++) {
    const image = multiply(search)
    const size = energy / dot(search, image)
    for (let j = 0; j < x.length; j++) {
      x[j]! += size * search[j]!
      residual[j]! -= size * image[j]!
    }
    scaled = precondition(residual)
    const next = dot(residual, scaled)
    const ratio = next / energy
    energy = next
    for (let j = 0; j < search.length; j++) search[j] = scaled[j]! + ratio * search[j]!
  }
  return x
}
