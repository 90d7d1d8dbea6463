import { expect, test } from 'vitest'
import { random } from '../../../src/core/random.ts'
import { denseDesign } from '../../../src/core/stats/design.ts'
import { heldOutAuc } from '../../../src/core/stats/held-out-auc.ts'
import { sample } from '../../../src/core/stats/sample.ts'

/**
 * 120 pairs with one column that decides and 30 that say nothing: what fits the training pairs best is
 * overfitted.
 */
const PAIRS = 120
const COLUMNS = 31
const rng = random(4)
const values = Float64Array.from({ length: PAIRS * COLUMNS }, () => rng() * 2 - 1)
for (let i = 0; i < PAIRS; i++) if (rng() < 0.85) values[i * COLUMNS] = Math.abs(values[i * COLUMNS]!)
const each = Uint32Array.from({ length: PAIRS }, (_, i) => i)
const pairs = sample(
  new Float64Array(PAIRS),
  each,
  each.map((i) => Math.imul(i + 1, 0x9e3779b1)),
)
const auc = (...penalties: number[]) => {
  const blocks = { block: new Uint8Array(COLUMNS), grid: penalties.map((kappa) => [kappa]) }
  return heldOutAuc(pairs, denseDesign(COLUMNS, values), blocks, 1)!
}

test('a penalty is chosen on pairs that its model was not fitted on', () => {
  const [weak, strong] = [0.01, 30]
  expect(auc(strong)).toBeGreaterThan(auc(weak) + 0.05)
  expect(auc(weak, strong)).toBe(auc(strong))
  expect(auc(strong, weak)).toBe(auc(strong))
})
