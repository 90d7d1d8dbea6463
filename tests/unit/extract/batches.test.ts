import { describe, expect, it } from 'vitest'
import { random } from '../../../src/core/random.ts'
import { batchInput, paddingOf, planBatches } from '../../../src/encoder/onnx/batches.ts'
import type { Window } from '../../../src/encoder/windows.ts'

const window = (firstUnit: number, ...unitIds: number[][]): Window => ({
  firstUnit,
  units: unitIds.map((ids) => ({ start: 0, end: 1, ids })),
  length: unitIds.flat().length + 2,
})
const ofLength = (length: number) => window(0, new Array<number>(length - 2).fill(9))
const lengths = (batches: Window[][]) => batches.map((batch) => batch.map(({ length }) => length))

describe('batches', () => {
  const specials = { cls: 101, sep: 102, pad: 0 }

  it('group windows of like length within the budget, longest first', () => {
    const windows = [10, 200, 12, 100, 90, 11].map(ofLength)
    expect(lengths(planBatches(windows, 200, null))).toEqual([[200], [100, 90], [12, 11, 10]])
    expect(lengths(planBatches([ofLength(256)], 16, null))).toEqual([[256]])
  })

  it('fill rows of one length, each window into the first that has room', () => {
    const windows = [10, 200, 12, 100, 90, 11].map(ofLength)
    expect(lengths(planBatches(windows, 256, 256))).toEqual([
      [200, 12, 11, 10],
      [100, 90],
    ])
    expect(lengths(planBatches(windows, 512, 256))).toEqual([[200, 12, 11, 10, 100, 90]])
    expect(paddingOf(planBatches(windows, 256, 256), 256)).toBeCloseTo(1 - 423 / (240 + 192))
  })

  it('are none for no windows', () => {
    expect(planBatches([], 100, 256)).toEqual([])
    expect(planBatches([], 100, null)).toEqual([])
  })

  it('lay windows out between [CLS] and [SEP], a row each and padded', () => {
    const input = batchInput([window(3, [7, 8], [9]), window(0, [5])], specials, null)
    expect(input.shape).toEqual({ B: 2, T: 5, U: 2 })
    expect(Array.from(input.ids)).toEqual([101, 7, 8, 9, 102, 101, 5, 102, 0, 0])
    expect(Array.from(input.segments)).toEqual([1, 1, 1, 1, 1, 1, 1, 1, 0, 0])
    expect(Array.from(input.positions)).toEqual([0, 1, 2, 3, 4, 0, 1, 2, 0, 0])
  })

  it('number the windows that share a row, and count positions within each', () => {
    const windows = [window(3, [7, 8], [9]), window(0, [5]), window(1, [4, 4])]
    const input = batchInput(windows, specials, 8)
    expect(input.shape).toEqual({ B: 2, T: 8, U: 3 })
    expect(Array.from(input.ids)).toEqual([101, 7, 8, 9, 102, 101, 5, 102, 101, 4, 4, 102, 0, 0, 0, 0])
    expect(Array.from(input.segments)).toEqual([1, 1, 1, 1, 1, 2, 2, 2, 1, 1, 1, 1, 0, 0, 0, 0])
    expect(Array.from(input.positions)).toEqual([0, 1, 2, 3, 4, 0, 1, 2, 0, 1, 2, 3, 0, 0, 0, 0])
  })

  it('give the planned rows again when they are laid out', () => {
    const draw = random(7)
    const windows = Array.from({ length: 400 }, () => ofLength(3 + Math.floor(draw() * 254)))
    const batches = planBatches(windows, 4096, 256)
    const total = windows.reduce((sum, { length }) => sum + length, 0)
    const laid = batches.map((batch) => batchInput(batch, specials, 256))
    expect(laid.reduce((sum, { segments }) => sum + segments.filter((s) => s > 0).length, 0)).toBe(total)
    for (const { shape } of laid) expect(shape.B * shape.T).toBeLessThanOrEqual(4096)
    expect(paddingOf(batches, 256)).toBeLessThan(0.08)
  })

  it('average every unit over its own tokens and name the rows that are units', () => {
    const input = batchInput([window(3, [7, 8], [9]), window(0, [5])], specials, null)
    expect(Array.from(input.pool)).toEqual(
      [
        [0, 0.5, 0.5, 0, 0],
        [0, 0, 0, 1, 0],
        [0, 1, 0, 0, 0],
        [0, 0, 0, 0, 0],
      ].flat(),
    )
    expect(Array.from(input.rows)).toEqual([0, 1, 2])
  })
})
