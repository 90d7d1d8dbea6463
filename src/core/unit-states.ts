/**
 * The state of every unit as 8-bit integers with one scale a unit: state = value · scale. Rounding is off
 * by at most half a scale, 1/254 of the unit's largest number; docs/own-concepts.md has the measured error.
 */
export interface UnitStates {
  /** units × dim, row by row. */
  readonly value: Int8Array
  /** Per unit. */
  readonly scale: Float32Array
}

/** The largest magnitude of a value. */
const LARGEST = 127

/** Room for the states of some units. */
export const emptyUnitStates = (units: number, dim: number): UnitStates => ({
  value: new Int8Array(units * dim),
  scale: new Float32Array(units),
})

/** Writes a unit's state, rounded to the nearest value. */
export function setUnitState({ value, scale }: UnitStates, unit: number, state: Float32Array): void {
  let largest = 0
  for (const x of state) largest = Math.max(largest, Math.abs(x))
  const step = largest / LARGEST
  scale[unit] = step
  if (step === 0) return
  const at = unit * state.length
  for (let d = 0; d < state.length; d++) value[at + d] = Math.round(state[d]! / step)
}

/** Reads a unit's state into the first `dim` elements of `into`. */
export function readUnitState(
  { value, scale }: UnitStates,
  unit: number,
  dim: number,
  into: Float64Array,
): void {
  const step = scale[unit]!
  for (let d = 0, at = unit * dim; d < dim; d++, at++) into[d] = step * value[at]!
}

/** A direction times the state of every unit of [from, to). @param direction length dim */
export function projectUnits(
  { value, scale }: UnitStates,
  direction: Float64Array,
  from: number,
  to: number,
): Float64Array {
  const dim = direction.length
  const product = new Float64Array(to - from)
  // Single precision is read faster than double, and is more exact than the states.
  const w = Float32Array.from(direction)
  for (let unit = from, at = from * dim; unit < to; unit++) {
    let [a, b, c, d] = [0, 0, 0, 0]
    const end = at + (dim & ~3)
    let k = 0
    for (; at < end; at += 4, k += 4) {
      a += w[k]! * value[at]!
      b += w[k + 1]! * value[at + 1]!
      c += w[k + 2]! * value[at + 2]!
      d += w[k + 3]! * value[at + 3]!
    }
    for (; k < dim; at++, k++) a += w[k]! * value[at]!
    product[unit - from] = (a + b + c + d) * scale[unit]!
  }
  return product
}

/** Units [from, to), as views. */
export const unitStateRange = (
  { value, scale }: UnitStates,
  dim: number,
  from: number,
  to: number,
): UnitStates => ({ value: value.subarray(from * dim, to * dim), scale: scale.subarray(from, to) })
