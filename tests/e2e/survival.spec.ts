import { mkdtempSync, readdirSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type BrowserContext, chromium, type Page } from '@playwright/test'
import { browserPath } from '../browser.ts'
import { conceptRows, drop, expect, openExample, settled, test } from './app.ts'

const example = readFileSync('public/example/preferences.jsonl', 'utf8')
/** A file of its own for each name: too few pairs to extract for long. */
const pairs = (n: number, name: string) =>
  example
    .split('\n')
    .slice(0, n)
    .map((line) => JSON.stringify({ ...(JSON.parse(line) as object), file: name }))
    .join('\n')

const bold = (page: Page) => page.locator('tr[data-concept="s:bold"]')
const suppress = (page: Page) => bold(page).getByRole('button', { name: /^Suppress/ })

/** Finds the row of Bold, which is not among the first. */
async function findBold(page: Page): Promise<void> {
  await page.getByRole('searchbox').fill('Bold')
  await expect(bold(page)).toBeVisible()
}

test('two tabs on one file show each other’s decisions, and keep them', async ({ page, context }) => {
  await openExample(page)
  await expect(conceptRows(page).first()).toBeVisible()
  const other = await context.newPage()
  await other.goto('/#table=overall')
  await expect(conceptRows(other).first()).toBeVisible({ timeout: 60_000 })
  await findBold(page)
  await suppress(page).click()
  await findBold(other)
  await expect(suppress(other)).toHaveAttribute('aria-pressed', 'true')
  await expect(other.getByText('Decisions made in another tab are shown here too.')).toBeVisible()
  await other.getByRole('searchbox').fill('Hedge')
  const hedge = other.locator('tr[data-concept="s:hedge"]')
  await hedge.getByRole('button', { name: /^Keep/ }).click()
  await page.getByRole('searchbox').fill('Hedge')
  await expect(
    page.locator('tr[data-concept="s:hedge"]').getByRole('button', { name: /^Keep/ }),
  ).toHaveAttribute('aria-pressed', 'true')
})

/** Ends the browser as a power cut does: every process of its profile. */
function killBrowser(profile: string): void {
  for (const pid of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
    try {
      if (readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes(profile)) process.kill(Number(pid), 'SIGKILL')
    } catch {
      // It has ended since.
    }
  }
}

test('a decision survives a browser that is killed 200 ms later', async ({ baseURL }) => {
  const profile = mkdtempSync(join(tmpdir(), 'whittle-profile-'))
  const launch = (): Promise<BrowserContext> =>
    chromium.launchPersistentContext(profile, {
      executablePath: browserPath(),
      args: ['--no-sandbox', '--disable-quic', '--disable-background-networking', '--disable-sync'],
    })
  const first = await launch()
  const page = await first.newPage()
  await page.goto(`${baseURL!}/#table=overall`)
  await page.getByRole('button', { name: 'Open the example' }).click()
  await expect(conceptRows(page).first()).toBeVisible({ timeout: 60_000 })
  await findBold(page)
  await suppress(page).click()
  await expect(suppress(page)).toHaveAttribute('aria-pressed', 'true')
  await page.waitForTimeout(200)
  killBrowser(profile)

  const second = await launch()
  const again = await second.newPage()
  await again.goto(`${baseURL!}/#table=overall`)
  const opening = again.getByRole('button', { name: 'Open the example' })
  await expect(opening.or(conceptRows(again).first())).toBeVisible({ timeout: 60_000 })
  if (await opening.isVisible()) await opening.click()
  await expect(conceptRows(again).first()).toBeVisible({ timeout: 60_000 })
  await findBold(again)
  await expect(suppress(again)).toHaveAttribute('aria-pressed', 'true')
  await second.close()
})

test('damaged decisions and a hostile address leave the table drawable', async ({ page }) => {
  await page.goto('/')
  const sha256 = (JSON.parse(readFileSync('public/example/manifest.json', 'utf8')) as { dataset: string })
    .dataset
  await page.evaluate((key) => localStorage.setItem(key, '{"verdicts":5}'), `whittle:authored:${sha256}`)
  await page.goto('/#table=overall&sources=toString&families=toString&concept=toString&verdicts=constructor')
  await page.reload()
  await page.getByRole('button', { name: 'Open the example' }).click()
  // No family is called so: the table is drawn, and empty.
  await page.getByRole('button', { name: 'Clear the filters' }).click({ timeout: 60_000 })
  await settled(page)
})

test('a crash of the extraction worker is said, and extraction goes on', async ({ browser, baseURL }) => {
  const page = await browser.newPage({ baseURL: baseURL! })
  await page.goto('/#table=overall')
  await drop(page, 'crash.jsonl', pairs(120, 'crash'))
  const extracting = page.locator('progress[aria-label="Extracting"]')
  await expect(extracting).toBeVisible({ timeout: 120_000 })
  await page
    .workers()
    .find((one) => one.url().includes('extract'))!
    .evaluate(() => {
      setTimeout(() => {
        throw new Error('out of memory')
      })
    })
  await expect(
    page.getByText(/extraction worker stopped unexpectedly .* goes on with a new one/),
  ).toBeVisible()
  await settled(page)
  await page.close()
})

test('stored data is shown and deleted', async ({ page }) => {
  await page.goto('/#table=overall')
  await drop(page, 'stored.jsonl', pairs(30, 'stored'))
  await settled(page)
  await page.getByRole('button', { name: 'Stored data' }).click()
  const dialog = page.getByRole('dialog', { name: 'Stored data' })
  await expect(dialog.getByRole('rowheader', { name: 'stored.jsonl (open)' })).toBeVisible()
  await dialog.getByRole('button', { name: 'Delete what was extracted of stored.jsonl' }).click()
  await expect(dialog.getByText('Nothing that was extracted is stored.')).toBeVisible()
  await dialog.getByRole('button', { name: 'Delete all stored data…' }).click()
  await dialog.getByRole('button', { name: 'Delete all', exact: true }).click()
  await expect(dialog.getByText('0 decisions and names')).toBeVisible()
})
