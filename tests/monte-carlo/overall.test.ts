import { beforeAll, describe, expect, it } from 'vitest'
import type { Hypothesis } from '../../src/core/hypothesis.ts'
import { overallHypotheses } from '../../src/core/hypotheses/overall.ts'
import { synthetic } from '../unit/stats/synthetic.ts'

const RUNS = 200

describe('on labels that say nothing', () => {
  let runs: (readonly Hypothesis[])[]

  beforeAll(() => {
    runs = Array.from({ length: RUNS }, (_, run) => {
      // From concepts with a dozen discordant pairs to ones in half of all responses; two pairs a prompt.
      const data = synthetic({
        n: 300,
        features: 60,
        seed: 1000 + run,
        rate: (f) => 0.02 + 0.48 * (f / 60) ** 2,
        perPrompt: 2,
      })
      return overallHypotheses({ ...data, seed: run }).hypotheses
    })
  })

  const share = (test: (hypothesis: Hypothesis) => boolean) =>
    runs.filter((hypotheses) => hypotheses.some(test)).length / RUNS

  it('confirms anything in at most 5% of datasets', () => {
    expect(share((h) => h.confirmed)).toBeLessThanOrEqual(0.05)
  })

  it('keeps the family-wise p at its level', () => {
    // 5% ± 3 standard errors of 200 runs.
    expect(share((h) => h.pPermutation <= 0.05)).toBeLessThanOrEqual(0.05 + 0.046)
    expect(share((h) => h.pPermutation <= 0.05)).toBeGreaterThan(0)
  })

  it('covers the truth with 95% of the intervals', () => {
    const all = runs.flat()
    const missed = all.filter((h) => h.ciLow > 0 || h.ciHigh < 0).length / all.length
    expect(missed).toBeGreaterThan(0.03)
    expect(missed).toBeLessThan(0.07)
  })
})
