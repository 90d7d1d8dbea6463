import { expect, test } from 'vitest'
import { impact } from '../../../src/core/shape/impact.ts'
import { createShaper } from '../../../src/core/shape/shaper.ts'
import { decide } from './columns.ts'
import { world } from './world.ts'

const data = world(800, 11)
const shaper = createShaper({ ...data, seed: 3 })
const mean = (values: ArrayLike<number>) => Array.from(values).reduce((sum, v) => sum + v, 0) / values.length

test('no verdicts, no impact', () => {
  const none = impact(shaper.shape([]))
  expect(none).toMatchObject({ verdicts: [], touched: 0, dropped: 0, offsets: [] })
  expect(none.lengthAfter).toBe(none.lengthBefore)
})

test('a pair that two verdicts touch counts once, and dropped pairs leave the histogram', () => {
  const shaping = shaper.shape([
    decide('liked', 'suppress'),
    decide('neutral', 'suppress', 'offsets', 0.5),
    decide('loathed', 'amplify', 'drop'),
  ])
  const result = impact(shaping)
  const [liked, neutral, loathed] = result.verdicts
  expect(result.dropped).toBe(loathed!.dropped)
  expect(result.dropped).toBeGreaterThan(0)
  expect(result.touched).toBeLessThan(liked!.touched + neutral!.touched + loathed!.touched)
  const touched = data.length.filter((_, i) => shaping.dropped[i] === 1 || shaping.offsets[i] !== 0)
  expect(result.touched).toBe(touched.length)
  expect(result.offsets.reduce((sum, bin) => sum + bin.count, 0)).toBe(800 - result.dropped)
})

test('the histogram counts each offset in the bin that holds it', () => {
  const shaping = shaper.shape([decide('liked', 'suppress')])
  for (const { x0, x1, count } of impact(shaping).offsets.slice(1, -1)) {
    expect(shaping.offsets.filter((offset) => offset >= x0 && offset < x1).length).toBe(count)
  }
})

test('the length shift compares all pairs with those that stay', () => {
  const shaping = shaper.shape([decide('liked', 'suppress', 'drop')])
  const { lengthBefore, lengthAfter } = impact(shaping)
  expect(lengthBefore).toBeCloseTo(mean(data.length), 12)
  expect(lengthAfter).toBeCloseTo(mean(data.length.filter((_, i) => !shaping.dropped[i])), 12)
})
