import { expect, it } from 'vitest'
import { leavesOf, wardMerges } from '../../../src/core/contexts/hierarchy.ts'
import { grainsOf } from '../../../src/core/contexts/prompt-clusters.ts'
import golden from '../../golden/contexts/ward.json'

it('joins as SciPy’s linkage by Ward does', () => {
  const { points, columns, merges } = golden
  const own = wardMerges(points, columns, new Float64Array(points.length / columns).fill(1))
  expect(own).toHaveLength(merges.length)
  own.forEach(({ left, right, height, size }, i) => {
    const [a, b, distance, count] = merges[i]!
    expect([left, right].sort((x, y) => x - y)).toEqual([a, b])
    expect(height).toBeCloseTo(distance!, 8)
    expect(size).toBe(count)
  })
})

it('takes a weight for so many points in one place', () => {
  const weighted = wardMerges([0, 3, 10], 1, [2, 1, 1])
  const [, first, second] = wardMerges([0, 0, 3, 10], 1, [1, 1, 1, 1])
  expect(weighted.map(({ height }) => height)).toEqual([first!.height, second!.height])
})

it('lists the points under every node', () => {
  expect(leavesOf(3, wardMerges([0, 1, 10], 1, [1, 1, 1])).at(-1)!.sort()).toEqual([0, 1, 2])
})

it('keeps a union that is much larger than its parts, and none of too much of the data', () => {
  const sizes = [30, 30, 5, 200, 200]
  const merges = wardMerges([0, 1, 2.5, 50, 90], 1, sizes)
  // {1, 2} is hardly larger than 1 alone, {0, 1, 2} is; all others hold too much of the data.
  expect(grainsOf(sizes, merges)).toEqual([[0], [1], [2], [3], [4], [0, 1, 2]])
})
