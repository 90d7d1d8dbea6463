import type { UnitTable } from '../activations.ts'
import { randomisedSvd } from '../contexts/randomised-svd.ts'
import { chosenSpan, rejectedSpan } from '../pairs.ts'
import { random } from '../random.ts'

/** Components that a reward head sees of the mean states. */
const WIDTH = 32
/** Pairs behind them. */
const SAMPLED = 2000
const PASSES = 4

/**
 * The leading principal components, about 0, of the mean-state differences chosen − rejected.
 * @returns pairs × width, row by row
 */
export function stateComponents(
  { state, dim }: Pick<UnitTable, 'state' | 'dim'>,
  pairs: Uint32Array,
): { readonly width: number; readonly values: Float64Array } {
  const row = new Float64Array(dim)
  const difference = (pair: number) => {
    const chosen = chosenSpan(pair) * dim
    const rejected = rejectedSpan(pair) * dim
    for (let d = 0; d < dim; d++) row[d] = state[chosen + d]! - state[rejected + d]!
  }
  const gram = new Float64Array(dim * dim)
  const step = Math.max(1, Math.ceil(pairs.length / SAMPLED))
  for (let at = 0; at < pairs.length; at += step) {
    difference(pairs[at]!)
    for (let a = 0; a < dim; a++) {
      const x = row[a]!
      for (let b = 0, k = a * dim; b <= a; b++, k++) gram[k]! += x * row[b]!
    }
  }
  for (let a = 0; a < dim; a++) for (let b = 0; b < a; b++) gram[b * dim + a] = gram[a * dim + b]!
  const { vectors, values: found } = randomisedSvd(gram, dim, WIDTH, PASSES, random(1))
  const width = found.length
  const values = new Float64Array(pairs.length * width)
  pairs.forEach((pair, at) => {
    difference(pair)
    for (let c = 0; c < width; c++) {
      let sum = 0
      for (let d = 0, k = c * dim; d < dim; d++, k++) sum += vectors[k]! * row[d]!
      values[at * width + c] = sum
    }
  })
  return { width, values }
}
