import { expect, test } from '@playwright/test'
import { disagreements, largestDifference } from './agreement.ts'
import { golden, threshold } from './golden.ts'
import { extracted, spawnExtractWorker } from './worker.ts'

test('the extractor on WASM in Chromium agrees with the reference on every text to 1e-4', async ({
  page,
  baseURL,
}) => {
  const outside: string[] = []
  const complaints: string[] = []
  page.on('request', (request) => {
    if (new URL(request.url()).origin !== new URL(baseURL!).origin) outside.push(request.url())
  })
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text())
  })
  await page.goto('/')
  const api = await spawnExtractWorker(page)
  const started = await api.start('wasm', page.url(), null)
  expect(started).toMatchObject({
    ok: true,
    value: { device: { kind: 'wasm', because: 'the GPU is switched off' } },
  })

  const table = await extracted(
    api,
    golden.map((entry) => entry.text),
  )
  const found = golden.flatMap((entry, j) =>
    disagreements(table, j, entry, threshold).map((what) => `text ${j}: ${what}`),
  )
  expect(found).toEqual([])
  const { difference, flips } = largestDifference(table, golden)
  expect(difference).toBeLessThan(1e-4)
  expect(flips).toBe(0)
  expect(outside).toEqual([])
  expect(complaints).toEqual([])
})

test('extraction before the encoder is loaded is refused with a sentence, and loading still works after it', async ({
  page,
}) => {
  await page.goto('/')
  const api = await spawnExtractWorker(page)
  expect(await api.extract(['Hello.'], null)).toMatchObject({ ok: false, failure: { code: 'internal' } })
  expect(await api.start('wasm', new URL('nowhere/', page.url()).href, null)).toMatchObject({
    ok: false,
    failure: { code: 'model' },
  })
  expect(await api.start('wasm', page.url(), null)).toMatchObject({ ok: true })
  const table = await extracted(api, ['One sentence only.'])
  expect(Array.from(table.end)).toEqual([18])
})

for (const path of [
  'model/encoder.safetensors',
  'model/tokenizer.json',
  'dictionary/dictionary.safetensors',
]) {
  test(`a damaged ${path} is refused with a sentence that names it`, async ({ page }) => {
    await page.route(new RegExp(`${path}(\\?.*)?$`), async (route) => {
      const response = await route.fetch()
      const body = await response.body()
      const middle = Math.floor(body.length / 2)
      body[middle] = body[middle]! ^ 1
      await route.fulfill({ response, body })
    })
    await page.goto('/')
    const api = await spawnExtractWorker(page)
    expect(await api.start('wasm', page.url(), null)).toMatchObject({
      ok: false,
      failure: { code: 'model', message: expect.stringContaining(`${path} is damaged`) as unknown },
    })
  })
}
