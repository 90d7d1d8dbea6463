/**
 * Walsh–Hadamard transform in place: a_b becomes Σ_h (−1)^⟨h, b⟩ a_h, where ⟨h, b⟩ is the parity of h & b.
 * @param values length a power of two
 */
export function walshHadamard(values: Float64Array): void {
  for (let half = 1; half < values.length; half *= 2) {
    for (let start = 0; start < values.length; start += 2 * half) {
      for (let k = start; k < start + half; k++) {
        const a = values[k]!
        const b = values[k + half]!
        values[k] = a + b
        values[k + half] = a - b
      }
    }
  }
}
