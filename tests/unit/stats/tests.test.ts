import { describe, expect, it } from 'vitest'
import { pairAuc } from '../../../src/core/stats/auc.ts'
import { benjaminiHochberg } from '../../../src/core/stats/benjamini-hochberg.ts'
import { signTest } from '../../../src/core/stats/sign-test.ts'
import golden from '../../golden/stats/tests.json' with { type: 'json' }

describe('sign test', () => {
  it.each(golden.signTest)('agrees with SciPy for $wins of $wins + $losses', ({ wins, losses, p }) => {
    expect(signTest(wins, losses) / p).toBeCloseTo(1, 8)
    expect(signTest(losses, wins)).toBe(signTest(wins, losses))
  })

  it('is 1 for an even split and where nothing was compared', () => {
    expect(signTest(7, 7)).toBe(1)
    expect(signTest(0, 0)).toBe(1)
  })
})

describe('Benjamini–Hochberg', () => {
  it('agrees with statsmodels, ties and all', () => {
    const q = benjaminiHochberg(Float64Array.from(golden.benjaminiHochberg.p))
    golden.benjaminiHochberg.q.forEach((expected, k) => expect(q[k]).toBeCloseTo(expected, 9))
  })

  it('never falls as p rises', () => {
    const p = Float64Array.from(golden.benjaminiHochberg.p).sort()
    const q = benjaminiHochberg(p)
    for (let k = 1; k < q.length; k++) expect(q[k]).toBeGreaterThanOrEqual(q[k - 1]!)
  })

  it('has nothing to say of nothing', () => {
    expect(benjaminiHochberg(new Float64Array(0))).toHaveLength(0)
  })
})

describe('AUC of pairs', () => {
  it('agrees with scikit-learn on the scores and their mirror images', () => {
    expect(pairAuc(Float64Array.from(golden.auc.scores))).toBeCloseTo(golden.auc.auc, 11)
  })

  it('is 1 where every chosen side wins, ½ where none differs, and turns round with the sides', () => {
    expect(pairAuc(Float64Array.of(1, 2, 0.5))).toBe(1)
    expect(pairAuc(Float64Array.of(0, 0))).toBe(0.5)
    const scores = Float64Array.from(golden.auc.scores)
    expect(pairAuc(scores.map((s) => -s))).toBeCloseTo(1 - pairAuc(scores), 12)
  })
})
