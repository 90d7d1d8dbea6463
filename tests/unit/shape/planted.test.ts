import { describe, expect, test } from 'vitest'
import { haveData, hh, meanDisparity, plant, type Style, STYLES } from './planted.ts'

const KEPT = 's:refusal'

describe.skipIf(!haveData)(
  'on real pairs with a style planted (skipped where ../shared/data is missing)',
  () => {
    test.each(Object.keys(STYLES) as Style[])(
      'offsets, weights and rewrites each undo a planted %s, and little else',
      { timeout: 120_000 },
      async (style) => {
        const world = plant(await hh('harmless'), style, 8)
        for (const protocol of ['offsets', 'reweight', 'rewrite'] as const) {
          const shaping = world.shape(protocol, [KEPT])
          const { accuracy, concepts } = world.prove(shaping)
          const decided = concepts.find(({ concept }) => concept === world.detector)!
          expect(decided.before.low, protocol).toBeGreaterThan(1)
          expect(Math.abs(1 - decided.reduction.value), protocol).toBeLessThan(0.1)
          expect(decided.place.left, protocol).toBe(true)
          expect(accuracy.change.value, protocol).toBeGreaterThan(-0.01)
          const kept = meanDisparity(world, KEPT, shaping) / meanDisparity(world, KEPT, null)
          expect(Math.abs(kept - 1), protocol).toBeLessThan(0.1)
        }
      },
    )
  },
)
