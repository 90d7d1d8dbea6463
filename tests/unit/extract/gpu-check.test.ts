import { expect, it } from 'vitest'
import { checkTexts, passesCheck } from '../../../src/encoder/gpu-check.ts'
import { CachedExtractor } from '../../cached-extractor.ts'

it('the check of a GPU accepts the kernel’s numbers, and refuses others', async () => {
  const extractor = new CachedExtractor()
  const units = await extractor.extract(checkTexts)
  await extractor.dispose()
  expect(passesCheck(units)).toBe(true)
  // As a flash attention was wrong once, silently.
  expect(passesCheck({ ...units, value: units.value.map((value) => value + 0.2) })).toBe(false)
  expect(passesCheck({ ...units, state: units.state.map((value) => 0.98 * value) })).toBe(false)
  expect(passesCheck({ ...units, state: units.state.fill(NaN) })).toBe(false)
})
