import { describe, expect, it } from 'vitest'
import { featureColumns, gatherUnits, poolUnits, selectSpans } from '../../src/core/activations.ts'
import { presentIn, unitsOf } from './tables.ts'

const presence = Float32Array.of(2, 2, 2)

describe('pooling units into spans', () => {
  const pooled = poolUnits(unitsOf([[{ 0: 1, 1: 3 }, { 1: 5 }], [], [{ 2: 2 }]]), presence)

  it('keeps the strongest activation of each feature', () => {
    expect([...pooled.feature]).toEqual([0, 1, 2])
    expect([...pooled.max]).toEqual([1, 5, 2])
  })

  it('counts the units from the presence level on, not those that merely fire', () => {
    expect([...pooled.count]).toEqual([0, 2, 1])
  })

  it('keeps a span without units', () => {
    expect([...pooled.indptr]).toEqual([0, 2, 2, 3])
    expect([...pooled.units]).toEqual([2, 0, 1])
  })
})

describe('joining blocks into columns', () => {
  const dictionary = poolUnits(unitsOf([[{ 0: 4 }, {}], [{ 1: 3 }]]), presence)
  const detectors = presentIn(1, [{}, { 0: 0.7 }])
  const columns = featureColumns([dictionary, detectors])

  it('numbers the features of a block after those of the one before', () => {
    expect(columns.features).toBe(4)
    expect([...columns.indptr]).toEqual([0, 1, 2, 2, 3])
    expect([...columns.span]).toEqual([0, 1, 1])
  })

  it('turns counts into shares of the units', () => {
    expect([...columns.freq]).toEqual([0.5, 1, 1])
    expect(columns.max[2]).toBeCloseTo(0.7)
  })

  it('refuses blocks over different spans', () => {
    expect(() => featureColumns([dictionary, presentIn(1, [{}])])).toThrow(RangeError)
  })
})

describe('gathering spans', () => {
  const first = unitsOf([[{ 0: 1 }], [{ 1: 2 }, { 2: 3 }]])
  const second = unitsOf([[{ 0: 9 }, { 1: 8 }]])

  it('brings spans of several tables into the asked order', () => {
    const gathered = gatherUnits(
      [first, second],
      [
        { table: 1, span: 0 },
        { table: 0, span: 1 },
      ],
    )
    expect([...gathered.unitPtr]).toEqual([0, 2, 4])
    expect([...gathered.feature]).toEqual([0, 1, 1, 2])
    expect([...gathered.value]).toEqual([9, 8, 2, 3])
    expect([...gathered.indptr]).toEqual([0, 1, 2, 3, 4])
    expect([...gathered.state]).toEqual([1, 2])
  })

  it('selects the rows of spans, also twice', () => {
    const selected = selectSpans(presentIn(2, [{ 0: 1 }, { 0: 2, 1: 3 }, {}]), [1, 2, 1])
    expect([...selected.indptr]).toEqual([0, 2, 2, 4])
    expect([...selected.max]).toEqual([2, 3, 2, 3])
  })
})
