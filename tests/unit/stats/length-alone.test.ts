import { expect, test } from 'vitest'
import { lengthAlone } from '../../../src/core/stats/response-effect.ts'
import { sample } from '../../../src/core/stats/sample.ts'

/** Good and bad responses of these log(words + 1), each with a prompt of its own. */
function fitted(good: readonly number[], bad: readonly number[], adjust = true) {
  const length = Float64Array.from([...good, ...bad.map((l) => -l)])
  const each = Uint32Array.from(length.keys())
  const labels = { side: Int8Array.from(length, Math.sign), key: each }
  const { adjusted, priorGamma, point } = lengthAlone(sample(length, each, each, labels), labels, adjust)
  return { adjusted, priorGamma, alpha: point[0], gamma: point[2] }
}

test.each([
  ['good ones are all longer', [3, 4], [1, 2]],
  ['good ones are all longer or as long', [2, 3], [1, 2]],
  ['bad ones are all longer', [1, 2], [3, 4]],
  ['bad ones are all longer or as long', [1, 2], [2, 3]],
])('γ has a prior, and so a finite estimate, where %s', (_, good, bad) => {
  const { adjusted, priorGamma, gamma } = fitted(good, bad)
  expect([adjusted, priorGamma]).toEqual([true, true])
  expect(Math.sign(gamma)).toBe(Math.sign(good[0]! - bad[0]!))
  expect(Math.abs(gamma)).toBeLessThan(10)
})

test.each([
  [
    [1, 3],
    [2, 4],
  ],
  [
    [2, 3],
    [1, 4],
  ],
  [
    [1, 4],
    [2, 3],
  ],
])('it has none where lengths of good %j and bad %j overlap', (good, bad) => {
  expect(fitted(good, bad)).toMatchObject({ adjusted: true, priorGamma: false })
})

test('it is 0 where all are equally long, or where it is not asked for', () => {
  expect(fitted([2, 2, 2], [2])).toMatchObject({ adjusted: false, priorGamma: false, gamma: 0 })
  expect(fitted([2, 2, 2], [2]).alpha).toBeCloseTo(Math.log(3), 9)
  expect(fitted([3, 4], [1, 2], false)).toMatchObject({ adjusted: false, priorGamma: false, gamma: 0 })
})
