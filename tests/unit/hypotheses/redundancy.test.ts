import { describe, expect, it } from 'vitest'
import { disparities } from '../../../src/core/concepts/disparity.ts'
import { jointCoefficients } from '../../../src/core/hypotheses/redundancy.ts'
import { random } from '../../../src/core/random.ts'
import { sampleOf } from '../../../src/core/stats/sample.ts'
import { signFlips } from '../../../src/core/stats/sign-flips.ts'
import { columnsOf, randomPairs } from '../stats/synthetic.ts'
import { joint } from './joint-world.ts'

describe('joint model', () => {
  it('leaves out a concept whose signal is another’s', () => {
    const { observed, b } = joint(0.25, 1)
    expect(observed[1]!).toBeGreaterThan(4)
    expect(b[0]!).toBeGreaterThan(0.1)
    expect(b[1]).toBe(0)
    expect(b[2]).toBe(0)
  })

  it('has no coefficients without concepts', () => {
    const sample = sampleOf(randomPairs(30, 1, random(1)))
    const u = disparities(columnsOf(60, []), [])
    expect(jointCoefficients(sample, u, [], signFlips(sample, u, [], 0, { bits: 3, seed: 1 }))).toHaveLength(
      0,
    )
  })
})
