import { expect, test } from '@playwright/test'
import { disagreements } from './agreement.ts'
import { golden, threshold } from './golden.ts'
import { extracted, spawnExtractWorker } from './worker.ts'

test('the extractor on WASM in Chromium agrees with the reference on every text to 1e-3', async ({
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
