import { expect, test } from 'vitest'
import { balance, balancedWeights, momentRows, MOST_WEIGHT } from '../../../src/core/shape/balance.ts'
import { fitHead, type HeadFeatures } from '../../../src/core/shape/head.ts'
import { denseDesign } from '../../../src/core/stats/design.ts'
import golden from './weights.json' with { type: 'json' }

test.each(golden.balance)('weights agree with SciPy: $name', ({ columns, targets, weights }) => {
  const values = columns.map((column) => Float64Array.from(column))
  const pairs = Uint32Array.from(weights.keys())
  const solved = balance(
    targets.map((target) => ({ target, held: false })),
    momentRows(values, pairs),
  )
  const found = balancedWeights(weights.length, values, solved, pairs)
  expect(solved.exact).toBe(true)
  weights.forEach((weight, i) => expect(found[i]).toBeCloseTo(weight, 5))
  expect(Math.max(...found)).toBeLessThanOrEqual(MOST_WEIGHT)
})

const { x, kappa, weights, offset, plain, withOffset } = golden.head
const pairs = weights.length
/** Columns 0 to 2 of the golden: two features, then length. */
const features: HeadFeatures = {
  design: denseDesign(
    3,
    Float64Array.from({ length: 3 * pairs }, (_, k) => x[k % 3]![Math.floor(k / 3)]!),
  ),
  block: Uint8Array.of(1, 1, 0),
  length: 2,
  components: null,
}
const decided = [Float64Array.from(x[3]!), Float64Array.from(x[4]!)]
const rows = Uint32Array.from(weights.keys())
const fit = (fixed?: readonly number[]) =>
  fitHead(features, rows, kappa, decided, {
    weights: Float64Array.from(weights),
    tolerance: 1e-13,
    ...(fixed && { offset: Float64Array.from(fixed) }),
  }).b

test('a weighted ridge head agrees with scikit-learn', () => {
  expect([...fit()]).toEqual(plain.map((b) => expect.closeTo(b, 5)))
})

test('a ridge head with offsets agrees with SciPy', () => {
  expect([...fit(offset)]).toEqual(withOffset.map((b) => expect.closeTo(b, 6)))
})
