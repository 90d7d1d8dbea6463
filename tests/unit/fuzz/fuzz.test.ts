import { expect, test } from 'vitest'
import { fuzzCase, intact } from '../../fuzz/cases.ts'
import { check } from '../../fuzz/check.ts'

/** `npm run fuzz` reads 100,000, each within a second. */
const CASES = 2000
const FIRST = 1_000_000

test('every file that cases are made from is read or refused with a sentence', async () => {
  for (const file of intact())
    expect(await check({ seed: 0, ...file }), file.name).toMatch(/^(read|refused)$/)
})

test(`${CASES} damaged files are read or refused with a sentence, and every row is accounted for`, async () => {
  const counts = { read: 0, refused: 0 }
  for (let seed = FIRST; seed < FIRST + CASES; seed++) {
    const result = await check(fuzzCase(seed))
    expect(result, `seed ${seed}`).toMatch(/^(read|refused)$/)
    counts[result as 'read' | 'refused']++
  }
  // Neither a reader that refuses everything nor one that takes anything would say much.
  expect(counts.read).toBeGreaterThan(CASES / 10)
  expect(counts.refused).toBeGreaterThan(CASES / 10)
}, 300_000)
