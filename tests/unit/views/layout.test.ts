import { describe, expect, it } from 'vitest'
import { layOut, type Point, within } from '../../../src/views/maps/layout.ts'

const nowhereInert = () => false
const x = [0, 10, 10, 0, 5]
const y = [0, 0, 2, 2, 1]

describe('a map', () => {
  it('keeps every point inside its frame and both axes to one scale', () => {
    const { at } = layOut(x, y, 200, 100, nowhereInert)
    for (const [px, py] of at) {
      expect(px).toBeGreaterThanOrEqual(0)
      expect(px).toBeLessThanOrEqual(200)
      expect(py).toBeGreaterThanOrEqual(0)
      expect(py).toBeLessThanOrEqual(100)
    }
    const [a, b, c] = at as [Point, Point, Point]
    expect((b[0] - a[0]) / (b[1] - c[1])).toBeCloseTo(5)
  })

  it('stands its points in the middle, up being up', () => {
    const { at } = layOut(x, y, 200, 100, nowhereInert)
    expect(at[4]).toEqual([100, 50])
    expect(at[2]![1]).toBeLessThan(at[1]![1])
  })

  it('draws points that lie on one spot', () => {
    const { at } = layOut([3, 3], [4, 4], 200, 100, nowhereInert)
    expect(at).toEqual([
      [100, 50],
      [100, 50],
    ])
  })

  it('finds the nearest point within reach that can be pointed at', () => {
    const { nearest, at } = layOut(x, y, 200, 100, (point) => point === 4)
    const [px, py] = at[1]!
    expect(nearest(px - 2, py + 1, 12)).toBe(1)
    expect(nearest(100, 50, 12)).toBe(-1)
  })
})

describe('a lasso', () => {
  it('catches the points inside its path and no others', () => {
    const { at } = layOut(x, y, 200, 100, nowhereInert)
    const left: Point[] = [
      [0, 0],
      [99, 0],
      [99, 100],
      [0, 100],
    ]
    expect(within(at, left)).toEqual([0, 3])
    expect(within(at, left.slice(0, 2))).toEqual([])
  })
})
