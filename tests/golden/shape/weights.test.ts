import { expect, test } from 'vitest'
import { balance, balancedWeights, MOST_WEIGHT } from '../../../src/core/shape/balance.ts'
import { fitHead, type HeadFeatures } from '../../../src/core/shape/head.ts'
import { denseDesign } from '../../../src/core/stats/design.ts'
import golden from './weights.json' with { type: 'json' }

test.each(golden.balance)('weights agree with SciPy: $name', ({ columns, targets, weights }) => {
  // Pairs that have no moment need no row.
  const some = weights.flatMap((_, i) => (columns.some((column) => column[i] !== 0) ? [i] : []))
  const rows = Float64Array.from(some.flatMap((i) => columns.map((column) => column[i]!)))
  const solved = balance(
    targets.map((target) => ({ target, held: false })),
    { rows, plain: weights.length - some.length },
  )
  const found = balancedWeights(rows, solved)
  const of = new Map(some.map((i, r) => [i, found.weights[r]!]))
  expect(solved.exact).toBe(true)
  weights.forEach((weight, i) => expect(of.get(i) ?? found.plain).toBeCloseTo(weight, 5))
  expect(Math.max(...found.weights)).toBeLessThanOrEqual(MOST_WEIGHT)
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
