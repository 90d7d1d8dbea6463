/**
 * Walsh–Hadamard transform in place: a_b becomes Σ_h (−1)^⟨h, b⟩ a_h, where ⟨h, b⟩ is the parity of h & b.
 * @param values length a power of two
 * @example
 * const values = Float64Array.of(1, 2, 3, 4)
 * walshHadamard(values)
 * values // → [10, -2, -4, 0]
 */
export function walshHadamard(values: Float64Array): void {
  const { length } = values
  let half = 1
  // Two butterfly stages at a time, so that values are read and written half as often.
  for (; 4 * half <= length; half *= 4) {
    for (let start = 0; start < length; start += 4 * half) {
      for (let k = start; k < start + half; k++) {
        const a = values[k]!
        const b = values[k + half]!
        const c = values[k + 2 * half]!
        const d = values[k + 3 * half]!
        values[k] = a + b + (c + d)
        values[k + half] = a - b + (c - d)
        values[k + 2 * half] = a + b - (c + d)
        values[k + 3 * half] = a - b - (c - d)
      }
    }
  }
  if (half === length) return
  for (let k = 0; k < half; k++) {
    const a = values[k]!
    const b = values[k + half]!
    values[k] = a + b
    values[k + half] = a - b
  }
}
