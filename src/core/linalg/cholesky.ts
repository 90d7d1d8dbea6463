/**
 * Cholesky factor L of a symmetric positive definite matrix, A = LLᵀ, in place of A's lower triangle.
 * @param a n × n, row by row
 */
export function cholesky(a: Float64Array, n: number): void {
  for (let i = 0; i < n; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = a[i * n + j]!
      for (let k = 0; k < j; k++) sum -= a[i * n + k]! * a[j * n + k]!
      a[i * n + j] = i === j ? Math.sqrt(sum) : sum / a[j * n + j]!
    }
  }
}

/** Solves LLᵀx = b; x overwrites b. */
export function solveCholesky(factor: Float64Array, b: Float64Array): void {
  const n = b.length
  for (let i = 0; i < n; i++) {
    let sum = b[i]!
    for (let k = 0; k < i; k++) sum -= factor[i * n + k]! * b[k]!
    b[i] = sum / factor[i * n + i]!
  }
  for (let i = n - 1; i >= 0; i--) {
    const x = (b[i] = b[i]! / factor[i * n + i]!)
    for (let k = 0; k < i; k++) b[k]! -= factor[i * n + k]! * x
  }
}
