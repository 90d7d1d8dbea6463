import { expect, test } from 'vitest'
import { featureColumns } from '../../../src/core/activations.ts'
import { overlaps } from '../../../src/core/shape/overlap.ts'
import { presentIn } from '../tables.ts'

const decided = (id: string, ...features: number[]) => ({ id, features, measure: false })
// Latent 1 is only where latent 0 is; latent 2 shares half of its places with it; latent 3 is nowhere.
const columns = featureColumns([presentIn(4, [{ 0: 1, 1: 1 }, { 0: 1, 2: 1 }, { 0: 1 }, { 2: 1 }])])

test('a concept that is only where another one is, is a part of it', () => {
  expect(overlaps(columns, [decided('whole', 0), decided('part', 1), decided('other', 2)])).toEqual([
    { part: 'part', whole: 'whole', share: 1 },
  ])
  expect(overlaps(columns, [decided('a', 0), decided('never', 3)])).toEqual([])
  expect(overlaps(columns, [decided('a', 0), { ...decided('length', 1), measure: true }])).toEqual([])
  // The same places under two names are named once.
  expect(overlaps(columns, [decided('a', 0), decided('b', 0)])).toHaveLength(1)
})
