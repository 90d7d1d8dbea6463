import { expect, test } from '@playwright/test'
import { disagreements } from './agreement.ts'
import { golden, threshold } from './golden.ts'
import { extracted, spawnExtractWorker } from './worker.ts'

/** Emulated WebGPU does some 30 tokens a second: windows of at most 16 tokens. */
const tiny = golden.filter((entry) => entry.tokens > 0 && entry.tokens <= 14)

test('the extractor on WebGPU agrees with the reference on tiny texts to 1e-3', async ({ page }) => {
  expect(tiny.length).toBeGreaterThanOrEqual(3)
  await page.goto('/')
  const api = await spawnExtractWorker(page)
  const started = await api.start('webgpu', page.url(), null)
  expect(started).toMatchObject({
    ok: true,
    value: { device: { kind: 'webgpu', because: 'this browser offers WebGPU' } },
  })

  for (const entry of tiny) {
    const table = await extracted(api, [entry.text])
    expect(disagreements(table, 0, entry, threshold)).toEqual([])
  }
  const together = await extracted(
    api,
    tiny.map((entry) => entry.text),
  )
  expect(tiny.flatMap((entry, j) => disagreements(together, j, entry, threshold))).toEqual([])
})

test('an emulated GPU is passed over unless it is asked for', async ({ page }) => {
  await page.goto('/')
  const api = await spawnExtractWorker(page)
  expect(await api.probe('auto')).toMatchObject({
    ok: true,
    value: { kind: 'wasm', because: 'the only WebGPU adapter here is emulated' },
  })
  expect(await api.probe('webgpu')).toMatchObject({ ok: true, value: { kind: 'webgpu' } })
})
