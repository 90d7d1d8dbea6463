import { describe, expect, it } from 'vitest'
import { batchInput, planBatches } from '../../../src/encoder/onnx/batches.ts'
import type { Window } from '../../../src/encoder/windows.ts'

const window = (firstUnit: number, ...unitIds: number[][]): Window => ({
  firstUnit,
  units: unitIds.map((ids) => ({ start: 0, end: 1, ids })),
  length: unitIds.flat().length + 2,
})
const ofLength = (length: number) => window(0, new Array<number>(length - 2).fill(9))
const lengths = (batches: Window[][]) => batches.map((batch) => batch.map(({ length }) => length))

describe('batches', () => {
  it('group windows of like length within the budget, longest first', () => {
    const windows = [10, 200, 12, 100, 90, 11].map(ofLength)
    expect(lengths(planBatches(windows, 200, 1))).toEqual([[200], [100, 90], [12, 11, 10]])
  })

  it('count padding to the step, and always take one window', () => {
    expect(lengths(planBatches([17, 17, 17].map(ofLength), 64, 16))).toEqual([[17, 17], [17]])
    expect(lengths(planBatches([ofLength(256)], 16, 1))).toEqual([[256]])
  })

  it('are none for no windows', () => {
    expect(planBatches([], 100, 1)).toEqual([])
  })

  it('lay windows out between [CLS] and [SEP], padded and masked', () => {
    const input = batchInput([window(3, [7, 8], [9]), window(0, [5])], { cls: 101, sep: 102, pad: 0 }, 4)
    expect(input.shape).toEqual({ B: 2, T: 8, U: 2 })
    expect(Array.from(input.ids)).toEqual([101, 7, 8, 9, 102, 0, 0, 0, 101, 5, 102, 0, 0, 0, 0, 0])
    expect(Array.from(input.mask)).toEqual([1, 1, 1, 1, 1, 0, 0, 0, 1, 1, 1, 0, 0, 0, 0, 0])
    expect(Array.from(input.positions)).toEqual([0, 1, 2, 3, 4, 5, 6, 7])
  })

  it('average every unit over its own tokens and name the rows that are units', () => {
    const input = batchInput([window(3, [7, 8], [9]), window(0, [5])], { cls: 101, sep: 102, pad: 0 }, 1)
    expect(Array.from(input.pool)).toEqual(
      [
        [0, 0.5, 0.5, 0, 0],
        [0, 0, 0, 1, 0],
        [0, 1, 0, 0, 0],
        [0, 0, 0, 0, 0],
      ].flat(),
    )
    expect(Array.from(input.rows)).toEqual([0, 1, 2])
    expect(Array.from(input.units)).toEqual([3, 4, 0])
  })
})
