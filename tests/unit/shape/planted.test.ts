import { describe, expect, test } from 'vitest'
import { random } from '../../../src/core/random.ts'
import { estimate, redraw } from '../../../src/core/shape/evaluate/bootstrap.ts'
import { haveData, hh, meanDisparity, plant, type Style, STYLES } from './planted.ts'

const KEPT = 's:refusal'

describe.skipIf(!haveData)(
  'on real pairs with a style planted (skipped where ../shared/data is missing)',
  () => {
    test.each(Object.keys(STYLES) as Style[])(
      'offsets, weights and rewrites each undo a planted %s, and little else',
      { timeout: 120_000 },
      async (style) => {
        const world = await plant(await hh('harmless'), style, 8)
        for (const protocol of ['offsets', 'reweight', 'rewrite'] as const) {
          const shaping = world.shape(protocol, [KEPT])
          const { hits, reliance, groups } = await world.heldOut(shaping)
          const { before, after } = reliance[0]!
          expect(before.value, protocol).toBeGreaterThan(1)
          expect(Math.abs(after.value / before.value), protocol).toBeLessThan(0.1)
          expect((await world.places(shaping)).left, protocol).toBe(true)
          // Of one planting, accuracy is known to a point or two: not surely worse by more than a point.
          const [pairs, right, rightAfter] = redraw(hits, groups, random(1))
          const change = pairs!.map((n, draw) => (rightAfter![draw]! - right![draw]!) / n)
          expect(estimate(0, change).high, protocol).toBeGreaterThan(-0.01)
          const kept = meanDisparity(world, KEPT, shaping) / meanDisparity(world, KEPT, null)
          expect(Math.abs(kept - 1), protocol).toBeLessThan(0.1)
        }
      },
    )
  },
)
