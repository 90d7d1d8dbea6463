import { describe, expect, it } from 'vitest'
import { caught, within } from '../../../src/store/lasso.ts'
import type { Outline } from '../../../src/store/state.ts'
import { defaultView } from '../../../src/store/store.ts'
import { layOut, type Point, simplified } from '../../../src/views/maps/layout.ts'
import { movesMap } from '../../../src/views/maps/useZoom.ts'

const nowhereInert = () => false
const x = [0, 10, 10, 0, 5]
const y = [0, 0, 2, 2, 1]

describe('a map', () => {
  it('keeps every point inside its frame and both axes to one scale', () => {
    const at = layOut(x, y, 200, 100, nowhereInert)
    for (const px of at.x) expect(px >= 0 && px <= 200).toBe(true)
    for (const py of at.y) expect(py >= 0 && py <= 100).toBe(true)
    expect((at.x[1]! - at.x[0]!) / (at.y[1]! - at.y[2]!)).toBeCloseTo(5)
  })

  it('stands its points in the middle, up being up', () => {
    const at = layOut(x, y, 200, 100, nowhereInert)
    expect([at.x[4], at.y[4]]).toEqual([100, 50])
    expect(at.y[2]).toBeLessThan(at.y[1]!)
  })

  it('draws points that lie on one spot', () => {
    const at = layOut([3, 3], [4, 4], 200, 100, nowhereInert)
    expect([...at.x, ...at.y]).toEqual([100, 100, 50, 50])
  })

  it('finds the nearest point within reach that can be pointed at', () => {
    const at = layOut(x, y, 200, 100, (point) => point === 4)
    expect(at.nearest(at.x[1]! - 2, at.y[1]! + 1, 12)).toBe(1)
    expect(at.nearest(100, 50, 12)).toBe(-1)
  })

  it('knows its own coordinates from places on the screen', () => {
    const at = layOut(x, y, 200, 100, nowhereInert)
    const [mx, my] = at.toMap([at.x[2]!, at.y[2]!])
    expect(mx).toBeCloseTo(10)
    expect(my).toBeCloseTo(2)
    expect(at.toScreen([5, 1])).toEqual([100, 50])
  })
})

describe('a lasso', () => {
  const left: Outline = [
    [-1, -1],
    [4, -1],
    [4, 3],
    [-1, 3],
  ]

  it('catches the points inside its outline and no others', () => {
    expect(within(x, y, left)).toEqual([0, 3])
    expect(within(x, y, left.slice(0, 2))).toEqual([])
  })

  it('says latents by their id and prompts by their point, and nothing without a map', () => {
    const view = { ...defaultView, lassos: { latents: left, prompts: left } }
    expect(caught({ view, featureMap: { x, y }, map: null })).toEqual({
      concepts: ['d:0', 'd:3'],
      points: null,
    })
    expect(caught({ view: defaultView, featureMap: { x, y }, map: null })).toEqual({
      concepts: null,
      points: null,
    })
  })

  it('keeps the corners of what is drawn and no points between them', () => {
    const corners: Point[] = [
      [0, 0],
      [40, 0],
      [40, 30],
      [0, 1],
    ]
    const drawn = corners.slice(1).flatMap(([x, y], i): Point[] => {
      const [fromX, fromY] = corners[i]!
      return Array.from({ length: 10 }, (_, s) => [
        fromX + ((x - fromX) * s) / 10,
        fromY + ((y - fromY) * s) / 10,
      ])
    })
    expect(simplified([...drawn, corners[3]!], 0.5)).toEqual(corners)
    expect(simplified([[1, 1]], 1)).toEqual([[1, 1]])
  })
})

describe('a gesture on a map', () => {
  const gesture = (type: string, rest: object = {}) =>
    ({ type, button: 0, shiftKey: false, ...rest }) as never

  it('zooms or moves it with wheel, two fingers, Shift and the middle button, and else draws', () => {
    expect(movesMap(gesture('wheel'), false)).toBe(true)
    expect(movesMap(gesture('mousedown'), false)).toBe(false)
    expect(movesMap(gesture('mousedown', { shiftKey: true }), false)).toBe(true)
    expect(movesMap(gesture('mousedown', { button: 1 }), false)).toBe(true)
    expect(movesMap(gesture('mousedown', { button: 2 }), true)).toBe(false)
    expect(movesMap(gesture('mousedown'), true)).toBe(true)
    expect(movesMap(gesture('touchstart', { touches: [1] }), false)).toBe(false)
    expect(movesMap(gesture('touchstart', { touches: [1, 2] }), false)).toBe(true)
  })
})
