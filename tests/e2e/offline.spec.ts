import { cpSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { createHash } from 'node:crypto'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type BrowserContext, expect, type Page, test } from '@playwright/test'
import { conceptRows, drop, settled } from './app.ts'
import { serve } from './static-server.ts'

const PATH = '/tools/whittle/'
const few = readFileSync('public/example/preferences.jsonl', 'utf8').split('\n').slice(0, 12).join('\n')

test.use({ serviceWorkers: 'allow' })

/** Waits until everything that is needed offline is stored. */
const stored = (page: Page) => page.evaluate(async () => void (await navigator.serviceWorker.ready))

const isolated = (page: Page) => page.evaluate(() => crossOriginIsolated)

/** Opens the app and the example in a new tab. */
async function openExampleAt(context: BrowserContext, url: string): Promise<Page> {
  const page = await context.newPage()
  await page.goto(`${url}#table=overall`)
  await page.getByRole('button', { name: 'Open the example' }).click()
  await expect(conceptRows(page).first()).toBeVisible({ timeout: 60_000 })
  return page
}

test('any static host, under any path, without isolation: it opens and extracts; then offline', async ({
  context,
}) => {
  const server = await serve('dist', PATH)
  const page = await context.newPage()
  await page.goto(`${server.url}#table=overall`)
  expect(await isolated(page)).toBe(false)
  await drop(page, 'few.jsonl', few)
  await settled(page)
  await page.getByRole('button', { name: 'Close this file' }).click()
  await stored(page)
  await page.close()
  await server.stop()

  const offline = await openExampleAt(context, server.url)
  await settled(offline)
  expect(await isolated(offline)).toBe(true)
  await offline.close()
})

test('a new version takes over when all tabs of the old one are closed, and says so before', async ({
  context,
}) => {
  const folder = mkdtempSync(join(tmpdir(), 'whittle-version-'))
  cpSync('dist', folder, { recursive: true })
  const server = await serve(folder, PATH)
  const first = await openExampleAt(context, server.url)
  await stored(first)

  const index = readFileSync(join(folder, 'index.html'), 'utf8')
  const next = index.replace('<title>Whittle</title>', '<title>Whittle, next</title>')
  const sha256 = (text: string) => createHash('sha256').update(text).digest('hex')
  const script = readFileSync(join(folder, 'service-worker.js'), 'utf8')
  writeFileSync(join(folder, 'index.html'), next)
  writeFileSync(join(folder, 'service-worker.js'), script.replace(sha256(index), sha256(next)))

  const second = await context.newPage()
  await second.goto(server.url)
  await expect(second.getByText('A new version of Whittle is here')).toBeVisible({ timeout: 30_000 })
  expect(await second.title()).toBe('Whittle')
  await first.close()
  await second.close()
  await expect(async () => {
    const third = await context.newPage()
    await third.goto(server.url)
    const title = await third.title()
    await third.close()
    expect(title).toBe('Whittle, next')
  }).toPass({ timeout: 20_000 })
  await server.stop()
})
