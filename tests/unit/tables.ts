import type { Activations, UnitTable } from '../../src/core/activations.ts'
import { type PairTable, pairTable } from '../../src/core/pairs.ts'

/** A small pair table: [prompt, chosen, rejected] a row. */
export const pairsOf = (...rows: readonly (readonly [string, string, string])[]): PairTable =>
  pairTable(rows.map(([prompt, chosen, rejected], i) => ({ prompt, chosen, rejected, row: i + 1 })))

/** A unit table from spans → units → {feature: activation}; every unit has ten characters and two tokens. */
export function unitsOf(spans: readonly (readonly Readonly<Record<number, number>>[])[]): UnitTable {
  const units = spans.flatMap((span) => span.map((firings, k) => ({ firings, start: 10 * k })))
  const firings = units.map((unit) => Object.entries(unit.firings))
  const pointers = (counts: readonly number[]) => {
    const sums = new Uint32Array(counts.length + 1)
    counts.forEach((count, i) => (sums[i + 1] = sums[i]! + count))
    return sums
  }
  return {
    spans: spans.length,
    unitPtr: pointers(spans.map((span) => span.length)),
    start: Uint32Array.from(units, (unit) => unit.start),
    end: Uint32Array.from(units, (unit) => unit.start + 10),
    tokens: new Uint16Array(units.length).fill(2),
    indptr: pointers(firings.map((unit) => unit.length)),
    feature: Uint16Array.from(firings.flat(), ([feature]) => Number(feature)),
    value: Float32Array.from(firings.flat(), ([, value]) => value),
    state: Float32Array.from(spans, (_, j) => j + 1),
    dim: 1,
  }
}

/** Activations with one unit a span, from spans → {feature: value}; every entry counts as present. */
export function presentIn(features: number, spans: readonly Readonly<Record<number, number>>[]): Activations {
  const entries = spans.map((span) => Object.entries(span))
  const indptr = new Uint32Array(spans.length + 1)
  entries.forEach((span, j) => (indptr[j + 1] = indptr[j]! + span.length))
  return {
    spans: spans.length,
    features,
    indptr,
    feature: Uint32Array.from(entries.flat(), ([feature]) => Number(feature)),
    max: Float32Array.from(entries.flat(), ([, value]) => value),
    count: new Uint32Array(entries.flat().length).fill(1),
    units: new Uint32Array(spans.length).fill(1),
  }
}
