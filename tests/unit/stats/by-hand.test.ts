import { describe, expect, it, test } from 'vitest'
import { labelAuc, pairAuc } from '../../../src/core/stats/auc.ts'
import { benjaminiHochberg } from '../../../src/core/stats/benjamini-hochberg.ts'
import { chebyshevPoints, chebyshevValue } from '../../../src/core/stats/chebyshev.ts'
import { correlationWith } from '../../../src/core/stats/correlation.ts'
import { fisherTest } from '../../../src/core/stats/fisher.ts'
import { hashText, mix } from '../../../src/core/stats/hash.ts'
import { bins, symmetricBins } from '../../../src/core/stats/histogram.ts'
import { separated } from '../../../src/core/stats/linear-separability.ts'
import { twoSided, Z95 } from '../../../src/core/stats/normal.ts'
import { signTest } from '../../../src/core/stats/sign-test.ts'
import { walshHadamard } from '../../../src/core/stats/walsh-hadamard.ts'

const numbers = (...values: number[]) => Float64Array.from(values)

describe('AUC of pairs', () => {
  // Sums of two of (−1, 2): −2 loses, 1 and 1 and 4 win.
  it('counts the sums of two scores that are above 0, a sum of 0 as half', () => {
    expect(pairAuc(numbers(2, -1))).toBe(3 / 4)
    expect(pairAuc(numbers(1, -1))).toBe(1 / 2)
    // Of nine sums of (−2, 0, 3): 1, 3, 6, 3, 1 win; 0 ties.
    expect(pairAuc(numbers(3, -2, 0))).toBe((5 + 1 / 2) / 9)
    expect(pairAuc(numbers(-1, -3))).toBe(0)
  })

  it('does not depend on order, and leaves the scores as they are', () => {
    const scores = numbers(5, -4, 1, -10, 30)
    expect(pairAuc(scores)).toBe(pairAuc(scores.toReversed()))
    expect([...scores]).toEqual([5, -4, 1, -10, 30])
  })
})

describe('AUC of labels', () => {
  const auc = (scores: number[], side: number[]) => labelAuc(numbers(...scores), Int8Array.from(side))

  it('counts the good ones that outscore a bad one, ties as half', () => {
    expect(auc([3, 1, 2, 0], [1, 1, -1, -1])).toBe(3 / 4)
    expect(auc([1, 1, 1, 0], [1, -1, -1, -1])).toBe((1 + 0.5 + 0.5) / 3)
    expect(auc([2, 2], [1, -1])).toBe(1 / 2)
    expect(auc([1, 2, 3], [-1, 1, 1])).toBe(1)
  })

  it('is ½ where all are good, or bad, or there are none', () => {
    expect(auc([1, 2], [1, 1])).toBe(0.5)
    expect(auc([1, 2], [-1, -1])).toBe(0.5)
    expect(auc([], [])).toBe(0.5)
  })
})

test('Benjamini–Hochberg: p·m/k, and no more than that of a larger p', () => {
  expect([...benjaminiHochberg(numbers(0.02, 0.9, 0.01, 0.025))]).toEqual([
    (0.025 * 4) / 3,
    0.9,
    (0.025 * 4) / 3,
    (0.025 * 4) / 3,
  ])
  expect([...benjaminiHochberg(numbers(0.8, 0.5))]).toEqual([0.8, 0.8])
  expect([...benjaminiHochberg(numbers(0.7, 0.7, 0.9))]).toEqual([0.9, 0.9, 0.9])
})

describe('Chebyshev interpolation', () => {
  it('has its points from 1 down to −1', () => {
    const points = chebyshevPoints(5)
    const expected = [1, Math.SQRT1_2, 0, -Math.SQRT1_2, -1]
    points.forEach((x, k) => expect(x).toBeCloseTo(expected[k]!, 15))
  })

  it('is exact for polynomials, in the column asked for, at points and between them', () => {
    const points = chebyshevPoints(5)
    const cubic = (x: number) => 2 * x ** 3 - x + 0.5
    const line = (x: number) => 7 - 3 * x
    const table = Float64Array.from(points).reduce<number[]>((all, x) => [...all, cubic(x), line(x)], [])
    for (const x of [-1, -0.9, -0.3, 0, 0.2, Math.SQRT1_2, 0.99, 1]) {
      expect(chebyshevValue(points, numbers(...table), 2, 0, x)).toBeCloseTo(cubic(x), 13)
      expect(chebyshevValue(points, numbers(...table), 2, 1, x)).toBeCloseTo(line(x), 13)
    }
  })
})

describe('correlation with a dense column', () => {
  const dense = [1, 2, 3, 4]

  it('is Pearson’s, with 0 where the sparse column lists nothing', () => {
    // (0, 2, 0, 4) with (1, 2, 3, 4): covariance 20 − 6·10/4 = 5; squares 20 − 9 = 11 and 30 − 25 = 5.
    expect(correlationWith(numbers(...dense))([1, 3], [2, 4])).toBeCloseTo(5 / Math.sqrt(55), 14)
    expect(correlationWith(numbers(...dense))([0, 1, 2, 3], [-1, -2, -3, -4])).toBeCloseTo(-1, 14)
  })

  it('is 0 where either does not vary', () => {
    expect(correlationWith(numbers(...dense))([0, 1, 2, 3], [2, 2, 2, 2])).toBe(0)
    expect(correlationWith(numbers(...dense))([], [])).toBe(0)
    expect(correlationWith(numbers(3, 3, 3, 3))([1], [1])).toBe(0)
  })
})

describe('Fisher’s exact test', () => {
  // Tables with 3 of 6 good and 3 present: 1, 9, 9 and 1 of 20 have 0, 1, 2 and 3 wins.
  it('adds up the tables that are no more probable', () => {
    expect(fisherTest(3, 3, 3, 6)).toBeCloseTo(2 / 20, 12)
    expect(fisherTest(0, 3, 3, 6)).toBeCloseTo(2 / 20, 12)
    expect(fisherTest(2, 3, 3, 6)).toBeCloseTo(1, 12)
  })

  // 2 of 8 present, 5 good: 10, 15 and 3 of 28 have 2, 1 and 0 wins.
  it('is not symmetric where labels are not', () => {
    expect(fisherTest(2, 2, 5, 8)).toBeCloseTo(13 / 28, 12)
    expect(fisherTest(0, 2, 5, 8)).toBeCloseTo(3 / 28, 12)
    expect(fisherTest(1, 2, 5, 8)).toBeCloseTo(1, 12)
  })

  // 5 of 6 present, 4 good: 3 or 4 wins, 4 and 2 of 6.
  it('starts at the least number of wins that can be', () => {
    expect(fisherTest(4, 5, 4, 6)).toBeCloseTo(1 / 3, 12)
    expect(fisherTest(3, 5, 4, 6)).toBeCloseTo(1, 12)
  })
})

describe('hashes', () => {
  it('are fixed, so that splits, folds and flips of the same texts stay what they are', () => {
    expect([hashText(''), hashText('a'), hashText('ab'), hashText('ba')]).toMatchInlineSnapshot(`
      [
        1243704369,
        290897201,
        3909059182,
        1917153488,
      ]
    `)
    expect([mix(0, 0), mix(1, 0), mix(0, 1), mix(0xffffffff, 7)]).toMatchInlineSnapshot(`
      [
        2462723854,
        920564995,
        1020716019,
        719642249,
      ]
    `)
  })

  it('spread evenly over the leading bits', () => {
    const counts = new Uint32Array(16)
    for (let key = 0; key < 1600; key++) counts[mix(key, 5) >>> 28]!++
    for (const count of counts) expect(Math.abs(count - 100)).toBeLessThan(50)
  })
})

describe('histograms', () => {
  it('symmetric: equal bins over [−m, m], the largest value in the last', () => {
    expect(symmetricBins([-1, 0, 2, 2, 0.5], 4)).toEqual([
      { x0: -2, x1: -1, count: 0 },
      { x0: -1, x1: 0, count: 1 },
      { x0: 0, x1: 1, count: 2 },
      { x0: 1, x1: 2, count: 2 },
    ])
    expect(symmetricBins([-4, 1], 2)).toEqual([
      { x0: -4, x1: 0, count: 1 },
      { x0: 0, x1: 4, count: 1 },
    ])
  })

  it('symmetric: nothing to show of zeros, or of nothing', () => {
    expect(symmetricBins([0, 0], 3)).toEqual([])
    expect(symmetricBins([], 3)).toEqual([])
  })

  it('plain: equal bins over [least, most], the largest value in the last', () => {
    expect(bins([1, 5, 2, 5, 3], 2)).toEqual([
      { x0: 1, x1: 3, count: 2 },
      { x0: 3, x1: 5, count: 3 },
    ])
  })

  it('plain: one value all over is one bin, and no values are none', () => {
    expect(bins([3, 3], 4)).toEqual([{ x0: 3, x1: 3, count: 2 }])
    expect(bins([], 4)).toEqual([])
  })
})

describe('separation', () => {
  it('is where one half-plane holds all vectors', () => {
    expect(separated([1, 1, 2], [0.5, -0.5, 0])).toBe(true)
    expect(separated([1, -1], [1, 1])).toBe(true)
    expect(separated([-1, -1], [0.1, -0.1])).toBe(true)
  })

  it('is not where vectors surround the origin', () => {
    expect(separated([1, -1, 0], [1, 1, -1])).toBe(false)
    expect(separated([1, 0, -1, 0], [0, 1, 0, -1])).toBe(false)
  })

  it('is where they lie on a line, and where there are none but zeros', () => {
    expect(separated([1, -1], [1, -1])).toBe(true)
    expect(separated([0, 0], [0, 0])).toBe(true)
    expect(separated([], [])).toBe(true)
  })

  it('zeros say nothing of a direction', () => {
    expect(separated([1, -1, 0, 0], [1, 1, -1, 0])).toBe(false)
    expect(separated([0, 1, 1], [0, 1, -1])).toBe(true)
  })
})

test('the sign test doubles the smaller tail, and is at most 1', () => {
  expect(signTest(0, 5)).toBeCloseTo(2 / 32, 12)
  expect(signTest(4, 1)).toBeCloseTo(12 / 32, 12)
  expect(signTest(3, 2)).toBe(1)
})

test('the normal distribution has 5% beyond 1.96 on both sides', () => {
  expect(Z95).toBeCloseTo(1.959963984540054, 12)
  expect(twoSided(Z95)).toBeCloseTo(0.05, 12)
  expect(twoSided(-Z95)).toBeCloseTo(0.05, 12)
  expect(twoSided(0)).toBe(1)
})

test.each([1, 2, 4, 8, 16, 32])('the Walsh–Hadamard transform of %i values', (length) => {
  const values = Float64Array.from({ length }, (_, i) => (i * i) % 7)
  const parity = (x: number): number => (x === 0 ? 0 : (x & 1) ^ parity(x >> 1))
  const expected = Array.from(values.keys(), (b) =>
    values.reduce((sum, value, h) => sum + (parity(h & b) ? -value : value), 0),
  )
  walshHadamard(values)
  expect([...values]).toEqual(expected)
})

test('Fisher’s test of a large table neither overflows nor underflows', () => {
  expect(fisherTest(500, 1000, 1000, 2000)).toBeCloseTo(1, 10)
  expect(fisherTest(560, 1000, 1000, 2000)).toBeLessThan(1e-6)
  expect(fisherTest(560, 1000, 1000, 2000)).toBeGreaterThan(0)
})

test('a zero does not close the gap that separates', () => {
  expect(separated([-1, -1, 0], [0.1, -0.1, 0])).toBe(true)
})
