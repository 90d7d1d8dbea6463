import { describe, expect, it } from 'vitest'
import type { UnitTable } from '../../../src/core/activations.ts'
import { UnitTableBuilder } from '../../../src/core/extract/table.ts'
import type { Unit } from '../../../src/core/extract/units.ts'
import { readUnits, writeUnits } from '../../../src/core/unit-file.ts'

const unit = (start: number, end: number, tokens: number): Unit => ({
  start,
  end,
  ids: new Array<number>(tokens).fill(1),
})
const spans = [[unit(0, 4, 1), unit(4, 9, 3)], [], [unit(0, 7, 2)]]

/** Units arrive out of order. */
function example(): UnitTable {
  const builder = new UnitTableBuilder(spans, 2)
  builder.add(2, Uint16Array.of(0, 2), Float32Array.of(9, 3.5), Float32Array.of(5, 6))
  builder.add(0, Uint16Array.of(1), Float32Array.of(2.5), Float32Array.of(1, 0))
  builder.add(1, Uint16Array.of(), Float32Array.of(), Float32Array.of(3, 4))
  return builder.finish()
}

describe('the unit table', () => {
  it('keeps per unit the latents that fire, whatever order units arrive in', () => {
    const { indptr, feature, value } = example()
    expect(Array.from(indptr)).toEqual([0, 1, 1, 3])
    expect(Array.from(feature)).toEqual([1, 0, 2])
    expect(Array.from(value)).toEqual([2.5, 9, 3.5])
  })

  it('lists the units of every span, none where there are none', () => {
    const { unitPtr, start, end, tokens } = example()
    expect(Array.from(unitPtr)).toEqual([0, 2, 2, 3])
    expect([Array.from(start), Array.from(end), Array.from(tokens)]).toEqual([
      [0, 4, 0],
      [4, 9, 7],
      [1, 3, 2],
    ])
  })

  it('averages the unit states of a span by their tokens', () => {
    expect(Array.from(example().state)).toEqual([(1 + 3 * 3) / 4, (3 * 4) / 4, 0, 0, 5, 6])
  })
})

describe('the unit file', () => {
  it('gives back the table and what was written about it', () => {
    const { table, meta } = readUnits(writeUnits(example(), { dataset: 'abc' }))
    expect(table).toEqual(example())
    expect(meta).toEqual({ dataset: 'abc' })
  })

  it('stores states as half floats when asked to, and nothing else', () => {
    const exact = { ...example(), state: Float32Array.of(0.1, 2.5, 0, 0, -3.3, 1e-3) }
    const { table } = readUnits(writeUnits(exact, {}, 'f16'))
    expect(table.value).toEqual(exact.value)
    table.state.forEach((value, i) => {
      expect(Math.abs(value - exact.state[i]!)).toBeLessThanOrEqual(Math.abs(exact.state[i]!) * 2 ** -11)
    })
    expect(table.state).not.toEqual(exact.state)
  })

  it('holds an empty table', () => {
    const empty = new UnitTableBuilder([], 2).finish()
    expect(readUnits(writeUnits(empty, {})).table).toEqual(empty)
  })

  it('refuses rows that do not fit together', () => {
    const table = example()
    expect(() => readUnits(writeUnits({ ...table, indptr: Uint32Array.of(0, 1, 1, 9) }, {}))).toThrow(
      'rows do not match',
    )
    expect(() => readUnits(writeUnits({ ...table, indptr: Uint32Array.of(0, 3, 1, 3) }, {}))).toThrow(
      'rows do not match',
    )
    expect(() => readUnits(writeUnits({ ...table, tokens: Uint16Array.of(1) }, {}))).toThrow(
      'units do not match',
    )
    expect(() => readUnits(writeUnits({ ...table, value: Float32Array.of(1) }, {}))).toThrow(
      'firings do not match',
    )
  })
})
