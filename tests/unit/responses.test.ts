import { expect, it } from 'vitest'
import { placeSpans } from '../../src/core/activations.ts'
import { pairTable } from '../../src/core/pairs.ts'
import { textFeatures } from '../../src/core/workspace/text-features.ts'

it('moves rows to other spans and leaves those between empty', () => {
  const rows = {
    spans: 2,
    features: 3,
    indptr: Uint32Array.of(0, 2, 3),
    feature: Uint32Array.of(0, 2, 1),
    max: Float32Array.of(1, 2, 3),
    count: Uint32Array.of(1, 1, 1),
    units: Uint32Array.of(4, 5),
  }
  const placed = placeSpans(rows, Uint32Array.of(1, 2), 4)
  expect([...placed.indptr]).toEqual([0, 0, 2, 3, 3])
  expect([...placed.units]).toEqual([0, 4, 5, 0])
  expect(placed.feature).toBe(rows.feature)
})

it('mines the same phrases from single responses as from the responses alone, on their own spans', () => {
  const texts = Array.from(
    { length: 60 },
    (_, i) => `answer ${i} ${i % 3 ? 'by all means' : 'of course'} ${i}`,
  )
  const table = pairTable(
    texts.map((text, i) => ({
      prompt: `q${i}`,
      chosen: i % 2 ? text : '',
      rejected: i % 2 ? '' : text,
      row: i + 1,
    })),
    false,
  )
  const { phrases, concepts } = textFeatures(table, 0)
  const mined = concepts.filter(({ source }) => source === 'phrase')
  expect(mined.map(({ id }) => id)).toContain('p:of course')
  // Two thirds of the responses say it: too many to tell them apart.
  expect(mined.map(({ id }) => id)).not.toContain('p:by all means')
  const feature = mined.findIndex(({ id }) => id === 'p:of course')
  for (let span = 0; span < phrases.spans; span++) {
    const own = Array.from(phrases.feature.subarray(phrases.indptr[span], phrases.indptr[span + 1]))
    const text = (span & 1 ? table.rejected : table.chosen)[span >> 1]!
    expect(own.includes(feature)).toBe(text.includes('of course'))
  }
})
