import type { UnitTable } from '../activations.ts'
import { emptyUnitStates, setUnitState, type UnitStates } from '../unit-states.ts'
import type { Unit } from './units.ts'

/** Gathers an engine's output into a UnitTable, units in any order. */
export class UnitTableBuilder {
  readonly #spans: readonly (readonly Unit[])[]
  readonly #dim: number
  /** Span of every unit. */
  readonly #spanOf: Uint32Array
  readonly #tokens: Uint16Array
  readonly #spanTokens: Float64Array
  /** Sums over units of tokens · state, spans × dim. */
  readonly #sums: Float64Array
  readonly #states: UnitStates
  /** Firings in order of arrival; those of unit k are first[k] .. first[k] + count[k]. */
  readonly #first: Uint32Array
  readonly #count: Uint32Array
  readonly #feature: number[] = []
  readonly #value: number[] = []

  /** @param spans the units of every span; units are numbered through all spans */
  constructor(spans: readonly (readonly Unit[])[], dim: number) {
    const units = spans.flat()
    this.#spans = spans
    this.#dim = dim
    this.#spanOf = Uint32Array.from(spans.flatMap((span, j) => span.map(() => j)))
    this.#tokens = Uint16Array.from(units, (unit) => unit.ids.length)
    this.#spanTokens = Float64Array.from(spans, (span) =>
      span.reduce((sum, unit) => sum + unit.ids.length, 0),
    )
    this.#sums = new Float64Array(spans.length * dim)
    this.#states = emptyUnitStates(units.length, dim)
    this.#first = new Uint32Array(units.length)
    this.#count = new Uint32Array(units.length)
  }

  /**
   * Adds the unit numbered `unit`; each unit is added once.
   * @param feature the latents that fire in it, ascending
   * @param value their activations
   * @param state its state, length dim
   */
  add(unit: number, feature: Uint16Array, value: Float32Array, state: Float32Array): void {
    this.#first[unit] = this.#feature.length
    this.#count[unit] = feature.length
    for (let i = 0; i < feature.length; i++) {
      this.#feature.push(feature[i]!)
      this.#value.push(value[i]!)
    }
    setUnitState(this.#states, unit, state)
    const row = this.#spanOf[unit]! * this.#dim
    const weight = this.#tokens[unit]!
    for (let d = 0; d < this.#dim; d++) this.#sums[row + d]! += weight * state[d]!
  }

  finish(): UnitTable {
    const units = this.#spans.flat()
    const unitPtr = new Uint32Array(this.#spans.length + 1)
    this.#spans.forEach((span, j) => (unitPtr[j + 1] = unitPtr[j]! + span.length))
    const indptr = new Uint32Array(units.length + 1)
    const feature = new Uint16Array(this.#feature.length)
    const value = new Float32Array(this.#value.length)
    for (let k = 0; k < units.length; k++) {
      const at = indptr[k]!
      const first = this.#first[k]!
      const count = this.#count[k]!
      for (let i = 0; i < count; i++) {
        feature[at + i] = this.#feature[first + i]!
        value[at + i] = this.#value[first + i]!
      }
      indptr[k + 1] = at + count
    }
    return {
      spans: this.#spans.length,
      unitPtr,
      start: Uint32Array.from(units, (unit) => unit.start),
      end: Uint32Array.from(units, (unit) => unit.end),
      tokens: this.#tokens,
      indptr,
      feature,
      value,
      state: this.#means(),
      dim: this.#dim,
      unitStates: this.#states,
    }
  }

  #means(): Float32Array {
    return Float32Array.from(
      this.#sums,
      (sum, i) => sum / (this.#spanTokens[Math.floor(i / this.#dim)]! || 1),
    )
  }
}
