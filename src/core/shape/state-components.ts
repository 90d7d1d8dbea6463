import type { UnitTable } from '../activations.ts'
import { gramOfColumns } from '../linalg/dense.ts'
import { randomisedSvd } from '../linalg/randomised-svd.ts'
import { chosenSpan, rejectedSpan } from '../pairs.ts'
import { random } from '../random.ts'

/** Components that a reward head sees of the mean states. */
const WIDTH = 32
/** Pairs behind them. */
const SAMPLED = 2000
const PASSES = 4

/** Mean states of spans, row by row. */
export type States = Pick<UnitTable, 'state' | 'dim'>

/** Directions in the encoder's state, row by row. */
export interface Components {
  readonly width: number
  readonly dim: number
  readonly vectors: Float64Array
}

/** The leading principal components, about 0, of the mean-state differences chosen − rejected. */
export function stateComponents({ state, dim }: States, pairs: Uint32Array): Components {
  const step = Math.max(1, Math.ceil(pairs.length / SAMPLED))
  const gram = gramOfColumns(Math.ceil(pairs.length / step), dim, (at, into) => {
    const chosen = chosenSpan(pairs[at * step]!) * dim
    const rejected = rejectedSpan(pairs[at * step]!) * dim
    for (let d = 0; d < dim; d++) into[d] = state[chosen + d]! - state[rejected + d]!
  })
  const { vectors, values } = randomisedSvd(gram, dim, WIDTH, random(1), { passes: PASSES })
  return { width: values.length, dim, vectors }
}

/**
 * What a state has along each component, times a factor, added to out from a place on.
 * @param from where the state's row begins
 */
export function addProjection(
  { width, dim, vectors }: Components,
  state: Float32Array,
  from: number,
  factor: number,
  out: Float64Array,
  place: number,
): void {
  for (let c = 0; c < width; c++) {
    let sum = 0
    for (let d = 0, k = c * dim; d < dim; d++, k++) sum += vectors[k]! * state[from + d]!
    out[place + c]! += factor * sum
  }
}

/** The components of the differences chosen − rejected of some pairs. @returns pairs × width, row by row */
export function stateDifferences(components: Components, { state, dim }: States, pairs: Uint32Array) {
  const { width } = components
  const values = new Float64Array(pairs.length * width)
  pairs.forEach((pair, at) => {
    addProjection(components, state, chosenSpan(pair) * dim, 1, values, at * width)
    addProjection(components, state, rejectedSpan(pair) * dim, -1, values, at * width)
  })
  return values
}

/** Σ_c factor_c · component_c: one direction. */
export function combined({ width, dim, vectors }: Components, factors: Float64Array): Float64Array {
  const direction = new Float64Array(dim)
  for (let c = 0; c < width; c++)
    for (let d = 0, k = c * dim; d < dim; d++, k++) direction[d]! += factors[c]! * vectors[k]!
  return direction
}

/** What the difference chosen − rejected of a pair is along a direction. */
export function alongDifference(direction: Float64Array, { state, dim }: States, pair: number): number {
  const chosen = chosenSpan(pair) * dim
  const rejected = rejectedSpan(pair) * dim
  let sum = 0
  for (let d = 0; d < dim; d++) sum += direction[d]! * (state[chosen + d]! - state[rejected + d]!)
  return sum
}
